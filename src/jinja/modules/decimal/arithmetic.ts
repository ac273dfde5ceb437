import { raise } from '../../values/index.ts';
import {
  adjustedExponent,
  digitCount,
  finite,
  infinity,
  isZero,
  NAN,
  type NumberParts,
  signed,
} from './number-parts.ts';
import { PRECISION, rescale, toPrecision } from './rounding.ts';

/** Raises `decimal.InvalidOperation` with the signal that Python prints. */
export function invalid(signal = 'InvalidOperation'): never {
  return raise('InvalidOperation', `[<class 'decimal.${signal}'>]`);
}

function divisionByZero(): never {
  return raise('DivisionByZero', `[<class 'decimal.DivisionByZero'>]`);
}

const isNan = (parts: NumberParts): boolean => parts.special === 'NaN';
const isInfinite = (parts: NumberParts): boolean => parts.special === 'Infinity';

export function negated(parts: NumberParts): NumberParts {
  return { ...parts, negative: !parts.negative };
}

/** How two numbers order; NaN when one of them is not a number. */
export function compareNumbers(a: NumberParts, b: NumberParts): number {
  if (isNan(a) || isNan(b)) return Number.NaN;
  if (isInfinite(a) || isInfinite(b)) {
    const rank = (parts: NumberParts) => (isInfinite(parts) ? (parts.negative ? -1 : 1) : 0);
    return rank(a) - rank(b);
  }
  if (isZero(a) || isZero(b)) return signOf(a) - signOf(b);
  if (signOf(a) !== signOf(b)) return signOf(a) - signOf(b);
  const byLeading = adjustedExponent(a) - adjustedExponent(b);
  if (byLeading !== 0) return byLeading * signOf(a);
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = aligned(a, exponent) - aligned(b, exponent);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const signOf = (parts: NumberParts): number => (isZero(parts) ? 0 : parts.negative ? -1 : 1);

/** The signed coefficient that the number has under a smaller exponent. */
function aligned(parts: NumberParts, exponent: number): bigint {
  return signed(parts) * 10n ** BigInt(parts.exponent - exponent);
}

export function add(a: NumberParts, b: NumberParts): NumberParts {
  if (isNan(a) || isNan(b)) return NAN;
  if (isInfinite(a)) return isInfinite(b) && a.negative !== b.negative ? invalid() : a;
  if (isInfinite(b)) return b;
  if (isZero(a) || isZero(b)) return addZero(a, b);
  const [left, right] = comparableSize(a, b);
  const exponent = Math.min(left.exponent, right.exponent);
  const sum = aligned(left, exponent) + aligned(right, exponent);
  return toPrecision(finite(sum < 0n, sum < 0n ? -sum : sum, exponent));
}

function addZero(a: NumberParts, b: NumberParts): NumberParts {
  const exponent = Math.min(a.exponent, b.exponent);
  if (isZero(a) && isZero(b)) return toPrecision(finite(a.negative && b.negative, 0n, exponent));
  const other = isZero(a) ? b : a;
  return toPrecision(rescale(other, Math.max(exponent, other.exponent - PRECISION - 1), 'ROUND_HALF_EVEN'));
}

/** Replaces an operand that is far too small to matter by the smallest one that rounds alike. */
function comparableSize(a: NumberParts, b: NumberParts): readonly [NumberParts, NumberParts] {
  const [large, small] = a.exponent < b.exponent ? [b, a] : [a, b];
  const limit = large.exponent + Math.min(-1, digitCount(large.coefficient) - PRECISION - 2);
  if (digitCount(small.coefficient) + small.exponent - 1 >= limit) return [large, small];
  return [large, finite(small.negative, 1n, limit)];
}

export const subtract = (a: NumberParts, b: NumberParts): NumberParts => add(a, negated(b));

export function multiply(a: NumberParts, b: NumberParts): NumberParts {
  if (isNan(a) || isNan(b)) return NAN;
  const negative = a.negative !== b.negative;
  if (isInfinite(a) || isInfinite(b)) return isZero(a) || isZero(b) ? invalid() : infinity(negative);
  return toPrecision(finite(negative, a.coefficient * b.coefficient, a.exponent + b.exponent));
}

export function divide(a: NumberParts, b: NumberParts): NumberParts {
  if (isNan(a) || isNan(b)) return NAN;
  const negative = a.negative !== b.negative;
  if (isInfinite(a)) return isInfinite(b) ? invalid() : infinity(negative);
  if (isInfinite(b)) return finite(negative, 0n, -1_000_026);
  if (isZero(b)) return isZero(a) ? invalid('DivisionUndefined') : divisionByZero();
  if (isZero(a)) return toPrecision(finite(negative, 0n, a.exponent - b.exponent));
  return toPrecision(quotient(a, b, negative));
}

function quotient(a: NumberParts, b: NumberParts, negative: boolean): NumberParts {
  const shift = digitCount(b.coefficient) - digitCount(a.coefficient) + PRECISION + 1;
  let exponent = a.exponent - b.exponent - shift;
  const dividend = shift >= 0 ? a.coefficient * 10n ** BigInt(shift) : a.coefficient;
  const divisor = shift >= 0 ? b.coefficient : b.coefficient * 10n ** BigInt(-shift);
  let coefficient = dividend / divisor;
  if (dividend % divisor !== 0n) {
    // A digit that is neither 0 nor 5 keeps the rounding that follows from seeing a tie or an exact result.
    if (coefficient % 5n === 0n) coefficient += 1n;
  } else {
    while (exponent < a.exponent - b.exponent && coefficient % 10n === 0n) {
      coefficient /= 10n;
      exponent++;
    }
  }
  return finite(negative, coefficient, exponent);
}

/** The whole part of `a / b`, rounded toward zero, and what remains. */
function wholeDivision(a: NumberParts, b: NumberParts): readonly [NumberParts, NumberParts] {
  const negative = a.negative !== b.negative;
  const ideal = isInfinite(b) ? a.exponent : Math.min(a.exponent, b.exponent);
  const distance = adjustedExponent(a) - adjustedExponent(b);
  if (isZero(a) || isInfinite(b) || distance <= -2) {
    return [finite(negative, 0n, 0), rescale(a, ideal, 'ROUND_HALF_EVEN')];
  }
  if (distance > PRECISION) return invalid('DivisionImpossible');
  const exponent = Math.min(a.exponent, b.exponent);
  const dividend = a.coefficient * 10n ** BigInt(a.exponent - exponent);
  const divisor = b.coefficient * 10n ** BigInt(b.exponent - exponent);
  const whole = dividend / divisor;
  if (digitCount(whole) > PRECISION) return invalid('DivisionImpossible');
  return [finite(negative, whole, 0), finite(a.negative, dividend % divisor, ideal)];
}

/** `//`, which rounds toward zero, unlike that of ints. */
export function floorDivide(a: NumberParts, b: NumberParts): NumberParts {
  if (isNan(a) || isNan(b)) return NAN;
  if (isInfinite(a)) return isInfinite(b) ? invalid() : infinity(a.negative !== b.negative);
  if (isZero(b)) return isZero(a) ? invalid('DivisionUndefined') : divisionByZero();
  return toPrecision(wholeDivision(a, b)[0]);
}

/** `%`, whose result has the sign of the dividend, unlike that of ints. */
export function remainder(a: NumberParts, b: NumberParts): NumberParts {
  if (isNan(a) || isNan(b)) return NAN;
  if (isInfinite(a)) return invalid();
  if (isZero(b)) return isZero(a) ? invalid('DivisionUndefined') : invalid();
  return toPrecision(wholeDivision(a, b)[1]);
}
