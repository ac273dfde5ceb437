import { Float, toFloat } from '../../base/index.ts';
import { percentFormat } from '../format/percent.ts';
import {
  BINARY,
  bigOf,
  intOf,
  isFloat,
  isInt,
  isNumber,
  numberOf,
  type PyNumber,
  PySet,
  PyTuple,
  PyView,
  raise,
  UNARY,
} from '../values/index.ts';
import { checkItemCount, checkText, checkTextLength, MAX_INT_BITS } from '../values/limits.ts';
import { slotsOf } from '../values/slots.ts';
import { TextLike } from '../values/text-like.ts';
import { requireDefined } from './compare.ts';
import { typeName } from './type-name.ts';

function unsupported(operator: string, a: unknown, b: unknown): never {
  requireDefined(a);
  requireDefined(b);
  const shown = operator === '**' ? '** or pow()' : operator;
  return raise(
    'TypeError',
    `unsupported operand type(s) for ${shown}: '${typeName(a)}' and '${typeName(b)}'`,
  );
}

/** Asks host objects, left before right, then gives up. */
function hostBinary(operator: string, a: unknown, b: unknown): unknown {
  const left = slotsOf(a)[BINARY]?.call(a, operator, b, false);
  if (left !== undefined) return left;
  const right = slotsOf(b)[BINARY]?.call(b, operator, a, true);
  return right === undefined ? unsupported(operator, a, b) : right;
}

interface Arithmetic {
  readonly floats: (a: number, b: number) => number;
  readonly ints: (a: bigint, b: bigint) => bigint;
}

function calculate(a: PyNumber, b: PyNumber, { floats, ints }: Arithmetic): unknown {
  if (isFloat(a) || isFloat(b)) return toFloat(floats(numberOf(a), numberOf(b)));
  if (typeof a !== 'bigint' && typeof b !== 'bigint') {
    const result = floats(Number(a), Number(b));
    // Integers of Python have no negative zero.
    if (Number.isSafeInteger(result)) return result + 0;
  }
  return intOf(ints(bigOf(a), bigOf(b)));
}

const ADD: Arithmetic = { floats: (a, b) => a + b, ints: (a, b) => a + b };
const SUBTRACT: Arithmetic = { floats: (a, b) => a - b, ints: (a, b) => a - b };
const MULTIPLY: Arithmetic = { floats: (a, b) => a * b, ints: (a, b) => a * b };
const FLOOR_DIVIDE: Arithmetic = {
  floats: (a, b) => {
    const remainder = a % b;
    const towardsZero = (a - remainder) / b;
    const quotient = remainder !== 0 && remainder < 0 !== b < 0 ? towardsZero - 1 : towardsZero;
    return quotient === 0 ? (a / b) * 0 : Math.round(quotient);
  },
  ints: (a, b) => (a % b !== 0n && a < 0n !== b < 0n ? a / b - 1n : a / b),
};
const MODULO: Arithmetic = {
  floats: (a, b) => {
    const remainder = a % b;
    if (remainder === 0) return b < 0 ? -0 : 0;
    return remainder < 0 !== b < 0 ? remainder + b : remainder;
  },
  ints: (a, b) => {
    const remainder = a % b;
    return remainder !== 0n && remainder < 0n !== b < 0n ? remainder + b : remainder;
  },
};

function concatenate(a: readonly unknown[], b: unknown): unknown {
  const isTuple = a instanceof PyTuple;
  if (Array.isArray(b) && isTuple === b instanceof PyTuple && a.constructor === b.constructor) {
    checkItemCount(a.length + b.length);
    const items = [...a, ...(b as unknown[])];
    return isTuple ? PyTuple.of_(items) : items;
  }
  const other = slotsOf(b)[BINARY]?.call(b, '+', a, true);
  if (other !== undefined) return other;
  requireDefined(b);
  return raise('TypeError', `can only concatenate ${typeName(a)} (not "${typeName(b)}") to ${typeName(a)}`);
}

/** Python's `+`. */
export function add(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum) && Number.isInteger(a) && Number.isInteger(b)) return sum;
  }
  if (typeof a === 'string') {
    if (typeof b === 'string') return checkText(a + b);
    const marked = b instanceof TextLike ? slotsOf(b)[BINARY]?.call(b, '+', a, true) : undefined;
    if (marked !== undefined) return marked;
    requireDefined(b);
    return raise('TypeError', `can only concatenate str (not "${typeName(b)}") to str`);
  }
  if (isNumber(a) && isNumber(b)) return calculate(a, b, ADD);
  return Array.isArray(a) && typeName(a) !== 'range' ? concatenate(a, b) : hostBinary('+', a, b);
}

const asSet = (value: unknown): PySet | null =>
  value instanceof PySet
    ? value
    : value instanceof PyView && value.kind !== 'values'
      ? new PySet(value.toArray())
      : null;

/** Python's `-`. */
export function subtract(a: unknown, b: unknown): unknown {
  if (isNumber(a) && isNumber(b)) return calculate(a, b, SUBTRACT);
  const left = asSet(a);
  const right = asSet(b);
  if (left !== null && right !== null) return new PySet([...left].filter((item) => !right.has(item)));
  return hostBinary('-', a, b);
}

function repeated(a: unknown, times: unknown): unknown {
  if (!isInt(times)) return undefined;
  const count = Math.max(0, Number(times));
  if (typeof a === 'string') {
    checkTextLength(a.length * count);
    return a.repeat(count);
  }
  if (!Array.isArray(a) || typeName(a) === 'range') return undefined;
  checkItemCount(a.length * count);
  const items: unknown[] = [];
  for (let round = 0; round < count; round++) for (const item of a) items.push(item);
  return a instanceof PyTuple ? PyTuple.of_(items) : items;
}

/** `*`. */
export function multiply(a: unknown, b: unknown): unknown {
  if (isNumber(a) && isNumber(b)) return calculate(a, b, MULTIPLY);
  const result = repeated(a, b) ?? repeated(b, a);
  if (result !== undefined) return result;
  const isSequence = (value: unknown) =>
    typeof value === 'string' || (Array.isArray(value) && typeName(value) !== 'range');
  if (isSequence(a) || isSequence(b)) {
    const [sequence, other] = isSequence(a) ? [a, b] : [b, a];
    const host = slotsOf(other)[BINARY]?.call(other, '*', sequence, isSequence(a));
    if (host !== undefined) return host;
    requireDefined(other);
    return raise('TypeError', `can't multiply sequence by non-int of type '${typeName(other)}'`);
  }
  return hostBinary('*', a, b);
}

function requireNonZero(divisor: PyNumber, message: string): void {
  if (numberOf(divisor) === 0) raise('ZeroDivisionError', message);
}

const floating = (a: PyNumber, b: PyNumber): boolean => isFloat(a) || isFloat(b);

const lengthOf = (value: bigint): number => value.toString(2).length;

/** How many bits of a quotient are computed: more than a float has, so that the last of them only tell how to round. */
const QUOTIENT_BITS = 66;

/** The float that is nearest to `a / b` of ints of any size. */
function nearestQuotient(a: bigint, b: bigint): number {
  if (a < 0n) return -nearestQuotient(-a, b);
  if (b < 0n) return -nearestQuotient(a, -b);
  const shift = QUOTIENT_BITS - (lengthOf(a) - lengthOf(b));
  const [over, under] = shift >= 0 ? [a << BigInt(shift), b] : [a, b << BigInt(-shift)];
  const quotient = over / under;
  const rounded = Number(over % under === 0n ? quotient : quotient | 1n);
  const half = Math.trunc(-shift / 2);
  return rounded * 2 ** half * 2 ** (-shift - half);
}

function trueDivide(a: PyNumber, b: PyNumber): unknown {
  if (floating(a, b) || (typeof a !== 'bigint' && typeof b !== 'bigint')) {
    return toFloat(numberOf(a) / numberOf(b));
  }
  const result = nearestQuotient(bigOf(a as bigint), bigOf(b as bigint));
  return Number.isFinite(result)
    ? toFloat(result)
    : raise('OverflowError', 'integer division result too large for a float');
}

/** Python's `/`: always a float. */
export function divide(a: unknown, b: unknown): unknown {
  if (!isNumber(a) || !isNumber(b)) return hostBinary('/', a, b);
  requireNonZero(b, floating(a, b) ? 'float division by zero' : 'division by zero');
  return trueDivide(a, b);
}

/** Python's `//`. */
export function floorDivide(a: unknown, b: unknown): unknown {
  if (!isNumber(a) || !isNumber(b)) return hostBinary('//', a, b);
  requireNonZero(b, floating(a, b) ? 'float floor division by zero' : 'integer division or modulo by zero');
  return calculate(a, b, FLOOR_DIVIDE);
}

/** Python's `%`: remainder with the divisor's sign, or formatting. */
export function modulo(a: unknown, b: unknown): unknown {
  if (typeof a === 'string') return percentFormat(a, b);
  if (!isNumber(a) || !isNumber(b)) return hostBinary('%', a, b);
  requireNonZero(b, floating(a, b) ? 'float modulo' : 'integer division or modulo by zero');
  return calculate(a, b, MODULO);
}

function powerOfInts(a: bigint, b: bigint): number | bigint {
  const bits = BigInt(a.toString(2).length) * b;
  if (bits > BigInt(MAX_INT_BITS) && a !== 0n && a !== 1n && a !== -1n) {
    raise('MemoryError', 'an int is larger than a template may build');
  }
  return intOf(a ** b);
}

function power(a: PyNumber, b: PyNumber): unknown {
  if (!floating(a, b) && numberOf(b) >= 0) return powerOfInts(bigOf(a as bigint), bigOf(b as bigint));
  const base = numberOf(a);
  const exponent = numberOf(b);
  if (base === 0 && exponent < 0) raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (base < 0 && !Number.isInteger(exponent) && Number.isFinite(base) && Number.isFinite(exponent)) {
    raise('TypeError', 'complex numbers are not part of templates');
  }
  const result = base ** exponent;
  if (!Number.isFinite(result) && Number.isFinite(base) && Number.isFinite(exponent)) {
    raise('OverflowError', "(34, 'Numerical result out of range')");
  }
  return toFloat(result);
}

/** Python's `**`. */
export function raiseToPower(a: unknown, b: unknown): unknown {
  return isNumber(a) && isNumber(b) ? power(a, b) : hostBinary('**', a, b);
}

function badUnary(operator: string, value: unknown): never {
  requireDefined(value);
  return raise('TypeError', `bad operand type for unary ${operator}: '${typeName(value)}'`);
}

/** Python's unary `-`. */
export function negate(value: unknown): unknown {
  if (value instanceof Float) return new Float(-value.value);
  if (typeof value === 'bigint') return intOf(-value);
  if (isNumber(value)) return Number(value) === 0 ? 0 : -Number(value);
  return slotsOf(value)[UNARY]?.call(value, 'neg') ?? badUnary('-', value);
}

/** Python's unary `+`. */
export function plus(value: unknown): unknown {
  if (isNumber(value)) return typeof value === 'boolean' ? Number(value) : value;
  return slotsOf(value)[UNARY]?.call(value, 'pos') ?? badUnary('+', value);
}
