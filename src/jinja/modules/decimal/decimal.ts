import { toFloat } from '../../../base/index.ts';
import {
  BINARY,
  BOOL,
  CALL,
  CMP,
  EQ,
  FORMAT,
  GETATTR,
  HASH,
  intOf,
  NUMBER,
  REPR,
  ROUND,
  raise,
  STR,
  TYPE,
  UNARY,
} from '../../values/index.ts';
import type { Slots } from '../../values/slots.ts';
import { boundMethod, builtin } from '../objects/class-object.ts';
import {
  add,
  compareNumbers,
  divide,
  floorDivide,
  invalid,
  multiply,
  remainder,
  subtract,
} from './arithmetic.ts';
import { DECIMAL_METHODS } from './decimal-methods.ts';
import { formatDecimal } from './format-decimal.ts';
import { exactNumber, finite, isZero, type NumberParts, numberText, parseNumber } from './number-parts.ts';
import { comparable, operand, PARTS } from './operand.ts';
import { power } from './power.ts';
import { normalized, quantized, rescale, toPrecision } from './rounding.ts';

type Operation = (a: NumberParts, b: NumberParts) => NumberParts;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '//': floorDivide,
  '%': remainder,
  '**': power,
};

/** Python's `decimal.Decimal`: an exact number in base ten, with arithmetic rounded to 28 digits. */
export class Decimal {
  readonly parts: NumberParts;
  readonly [TYPE] = 'decimal.Decimal';

  constructor(parts: NumberParts) {
    this.parts = parts;
  }

  get [PARTS](): NumberParts {
    return this.parts;
  }

  [STR](): string {
    return numberText(this.parts);
  }

  [REPR](): string {
    return `Decimal('${numberText(this.parts)}')`;
  }

  [BOOL](): boolean {
    return !isZero(this.parts);
  }

  [GETATTR](name: string): unknown {
    if (name === 'real') return this;
    if (name === 'imag') return new Decimal(finite(false, 0n, 0));
    const method = boundMethod(this.parts, name, DECIMAL_METHODS);
    if (method === undefined) return undefined;
    return builtin(name, (positional, keywords) => wrapped((method as Slots)[CALL]?.(positional, keywords)));
  }

  [EQ](other: unknown): boolean {
    const parts = comparable(other);
    return parts !== undefined && compareNumbers(this.parts, parts) === 0;
  }

  [CMP](other: unknown): number | undefined {
    const parts = comparable(other);
    if (parts === undefined) return undefined;
    const order = compareNumbers(this.parts, parts);
    return Number.isNaN(order) ? invalid() : order;
  }

  /** Equal numbers are equal keys, whatever their types. */
  [HASH](): number | string {
    const { special } = this.parts;
    if (special !== null) return numberText(this.parts);
    const exact = normalized(this.parts);
    if (exact.exponent >= 0 && exact.exponent < 400) {
      const whole = intOf(exact.coefficient * 10n ** BigInt(exact.exponent) * (exact.negative ? -1n : 1n));
      return typeof whole === 'number' ? whole : String(whole);
    }
    const float = this.toNumber();
    return compareNumbers(exactNumber(float), this.parts) === 0 ? float : numberText(exact);
  }

  [BINARY](operator: string, other: unknown, reflected: boolean): unknown {
    const parts = operand(other);
    const operation = OPERATIONS[operator];
    if (parts === undefined || operation === undefined) return undefined;
    return new Decimal(reflected ? operation(parts, this.parts) : operation(this.parts, parts));
  }

  [UNARY](operator: string): Decimal {
    const { parts } = this;
    if (parts.special === 'NaN') return this;
    const negative =
      operator === 'neg' ? !parts.negative && !isZero(parts) : operator === 'abs' ? false : parts.negative;
    return new Decimal(toPrecision({ ...parts, negative: isZero(parts) ? false : negative }));
  }

  [NUMBER](target: 'int' | 'float'): unknown {
    return target === 'float' ? toFloat(this.toNumber()) : this.toInt();
  }

  [ROUND](digits: number | null): unknown {
    if (digits === null) return new Decimal(rescale(this.requireFinite(), 0, 'ROUND_HALF_EVEN')).toInt();
    return new Decimal(quantized(this.parts, -digits));
  }

  [FORMAT](specification: string): string {
    return formatDecimal(this.parts, specification);
  }

  /** The nearest JavaScript number. */
  toNumber(): number {
    const { special, negative } = this.parts;
    if (special === 'NaN') return Number.NaN;
    if (special === 'Infinity') return negative ? -Infinity : Infinity;
    return Number(numberText(this.parts));
  }

  /** The whole part, as `int(x)`. */
  toInt(): number | bigint {
    const { coefficient, exponent, negative } = this.requireFinite();
    const size =
      exponent >= 0 ? coefficient * 10n ** BigInt(exponent) : coefficient / 10n ** BigInt(-exponent);
    return intOf(negative ? -size : size);
  }

  private requireFinite(): NumberParts {
    const { special } = this.parts;
    if (special === 'NaN') raise('ValueError', 'cannot convert NaN to integer');
    if (special === 'Infinity') raise('OverflowError', 'cannot convert Infinity to integer');
    return this.parts;
  }
}

/** Numbers that a method answers are decimals to templates. */
function wrapped(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'coefficient' in result
    ? new Decimal(result as NumberParts)
    : result;
}

/** `Decimal(value)` of an int, a float (exactly), a text or a decimal; undefined where Python would raise. */
export function decimalOf(value: unknown): Decimal | undefined {
  if (value instanceof Decimal) return value;
  const parts = typeof value === 'string' ? parseNumber(value) : comparable(value);
  return parts === undefined ? undefined : new Decimal(parts);
}
