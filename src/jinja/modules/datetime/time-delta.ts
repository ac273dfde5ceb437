import { toFloat } from '../../../base/index.ts';
import { methodTable } from '../../methods/method.ts';
import { typeName } from '../../runtime/type-name.ts';
import {
  BINARY,
  BOOL,
  CMP,
  EQ,
  GETATTR,
  HASH,
  intOf,
  isFloat,
  isInt,
  isNumber,
  numberOf,
  REPR,
  raise,
  STR,
  TYPE,
  UNARY,
} from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { zeros } from './calendar.ts';

const DAY = 86_400_000_000n;
const SECOND = 1_000_000n;
const MAX_DAYS = 999_999_999n;

/** Division rounded down. */
function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Division rounded to the nearest, ties to even. */
function roundDivide(a: bigint, b: bigint): bigint {
  const [dividend, divisor] = b < 0n ? [-a, -b] : [a, b];
  const quotient = floorDivide(dividend, divisor);
  const twice = (dividend - quotient * divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n !== 0n) ? quotient + 1n : quotient;
}

/** Bits that are enough to round to a float, with one more that tells of a remainder. */
const QUOTIENT_BITS = 130n;

/** The float nearest to `a / b`. */
function nearestQuotient(a: bigint, b: bigint): number {
  const scaled = a << QUOTIENT_BITS;
  const quotient = scaled / b;
  return Number(scaled % b === 0n ? quotient : quotient | 1n) / 2 ** Number(QUOTIENT_BITS);
}

/** A float as an exact fraction. */
function ratioOf(value: number): readonly [bigint, bigint] {
  if (!Number.isFinite(value)) raise('OverflowError', 'cannot convert float infinity to integer');
  let scaled = value;
  let denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

/** Python's `datetime.timedelta`: a span of time in whole microseconds. */
export class TimeDelta {
  /** Microseconds. */
  readonly total: bigint;
  readonly [TYPE] = 'datetime.timedelta';

  constructor(total: bigint) {
    const days = floorDivide(total, DAY);
    if (days > MAX_DAYS || days < -MAX_DAYS) {
      raise('OverflowError', `days=${days}; must have magnitude <= 999999999`);
    }
    this.total = total;
  }

  get days(): number {
    return Number(floorDivide(this.total, DAY));
  }

  /** Microseconds beyond the whole days. */
  private get rest(): number {
    return Number(this.total - BigInt(this.days) * DAY);
  }

  get seconds(): number {
    return Math.floor(this.rest / 1e6);
  }

  get microseconds(): number {
    return this.rest % 1e6;
  }

  [STR](): string {
    const { days, seconds, microseconds } = this;
    const clock = `${Math.floor(seconds / 3600)}:${zeros(Math.floor(seconds / 60) % 60)}:${zeros(seconds % 60)}`;
    const prefix = days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `;
    return prefix + clock + (microseconds === 0 ? '' : `.${zeros(microseconds, 6)}`);
  }

  [REPR](): string {
    const parts = (['days', 'seconds', 'microseconds'] as const)
      .filter((name) => this[name] !== 0)
      .map((name) => `${name}=${this[name]}`);
    return `datetime.timedelta(${parts.length === 0 ? '0' : parts.join(', ')})`;
  }

  [BOOL](): boolean {
    return this.total !== 0n;
  }

  [HASH](): string {
    return `timedelta:${this.total}`;
  }

  [EQ](other: unknown): boolean {
    return other instanceof TimeDelta && other.total === this.total;
  }

  [CMP](other: unknown): number | undefined {
    if (!(other instanceof TimeDelta)) return undefined;
    return this.total < other.total ? -1 : this.total > other.total ? 1 : 0;
  }

  [UNARY](operator: string): TimeDelta {
    const negate = operator === 'neg' || (operator === 'abs' && this.total < 0n);
    return negate ? new TimeDelta(-this.total) : this;
  }

  [BINARY](operator: string, other: unknown, reflected: boolean): unknown {
    if (other instanceof TimeDelta)
      return reflected ? undefined : betweenDeltas(operator, this.total, other.total);
    if (!isNumber(other)) return undefined;
    if (operator === '*')
      return this.times(isFloat(other) ? ratioOf(numberOf(other)) : [BigInt(other as bigint), 1n]);
    if (reflected) return undefined;
    if (operator === '//' && isInt(other))
      return new TimeDelta(floorDivide(this.total, divisorOf(BigInt(other))));
    if (operator !== '/') return undefined;
    const [numerator, denominator] = isFloat(other)
      ? ratioOf(numberOf(other))
      : [BigInt(other as bigint), 1n];
    return new TimeDelta(roundDivide(this.total * denominator, divisorOf(numerator)));
  }

  private times([numerator, denominator]: readonly [bigint, bigint]): TimeDelta {
    return new TimeDelta(roundDivide(this.total * numerator, denominator));
  }

  [GETATTR](name: string): unknown {
    if (name === 'days' || name === 'seconds' || name === 'microseconds') return this[name];
    return boundMethod(this, name, TIME_DELTA_METHODS);
  }
}

function divisorOf(value: bigint): bigint {
  return value === 0n ? raise('ZeroDivisionError', 'integer division or modulo by zero') : value;
}

function betweenDeltas(operator: string, a: bigint, b: bigint): unknown {
  switch (operator) {
    case '+':
      return new TimeDelta(a + b);
    case '-':
      return new TimeDelta(a - b);
    case '/':
      return toFloat(nearestQuotient(a, divisorOf(b)));
    case '//':
      return intOf(floorDivide(a, divisorOf(b)));
    case '%':
      return new TimeDelta(a - floorDivide(a, divisorOf(b)) * b);
    default:
      return undefined;
  }
}

export const TIME_DELTA_METHODS = methodTable<TimeDelta>({
  total_seconds: ['', (self) => toFloat(nearestQuotient(self.total, SECOND))],
});

/** Microseconds in each parameter of `timedelta(...)`, in their order. */
const UNITS = [DAY, SECOND, 1n, 1000n, 60n * SECOND, 3600n * SECOND, 7n * DAY] as const;

/** The constructor: `timedelta(days, seconds, microseconds, milliseconds, minutes, hours, weeks)`, ints or floats. */
export function makeTimeDelta(bound: readonly unknown[]): TimeDelta {
  let total = 0n;
  let fraction = 0;
  UNITS.forEach((unit, index) => {
    const value = bound[index];
    if (value === undefined) return;
    if (isInt(value)) {
      total += BigInt(value) * unit;
      return;
    }
    if (!isFloat(value)) {
      const name = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'][index];
      raise('TypeError', `unsupported type for timedelta ${name} component: ${typeName(value)}`);
    }
    const number = numberOf(value as number);
    const whole = Math.trunc(number);
    total += BigInt(whole) * unit;
    const rest = (number - whole) * Number(unit);
    total += BigInt(Math.trunc(rest));
    fraction += rest - Math.trunc(rest);
  });
  return new TimeDelta(total + BigInt(roundHalfEven(fraction, total)));
}

/** The nearest integer; on a tie, the one that makes the total even. */
function roundHalfEven(fraction: number, total: bigint): number {
  const floor = Math.floor(fraction);
  const rest = fraction - floor;
  if (rest !== 0.5) return Math.round(fraction);
  return (total + BigInt(floor)) % 2n === 0n ? floor : floor + 1;
}
