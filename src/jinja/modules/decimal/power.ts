import { raise } from '../../values/index.ts';
import { divide, invalid, multiply } from './arithmetic.ts';
import {
  adjustedExponent,
  digitCount,
  finite,
  infinity,
  isZero,
  NAN,
  type NumberParts,
  numberText,
} from './number-parts.ts';
import { normalized, PRECISION, rescale, toPrecision } from './rounding.ts';

/** Digits that intermediate results carry beyond the precision. */
const GUARD = 14;
const ONE = finite(false, 1n, 0);

function integerOf(parts: NumberParts): number | undefined {
  const { coefficient, exponent, negative, special } = normalized(parts);
  if (special !== null || exponent < 0 || digitCount(coefficient) + exponent > 15) return undefined;
  const size = Number(coefficient) * 10 ** exponent;
  return negative ? -size : size;
}

/** A whole power by repeated squaring, rounded with guard digits. */
function wholePower(base: NumberParts, exponent: number): NumberParts {
  const negative = base.negative && exponent % 2 === 1;
  let result = ONE;
  let square: NumberParts = { ...base, negative: false };
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = guarded(result, square);
    if (rest > 1) square = guarded(square, square);
  }
  return { ...result, negative };
}

function guarded(a: NumberParts, b: NumberParts): NumberParts {
  return toPrecision(
    finite(false, a.coefficient * b.coefficient, a.exponent + b.exponent),
    PRECISION * 2 + GUARD,
  );
}

/** `a ** b`. */
export function power(a: NumberParts, b: NumberParts): NumberParts {
  if (a.special === 'NaN' || b.special === 'NaN') return NAN;
  if (isZero(b)) return isZero(a) ? invalid() : ONE;
  const exponent = integerOf(b);
  if (a.special !== null || b.special !== null) return specialPower(a, b);
  if (isZero(a)) {
    const negative = a.negative && exponent !== undefined && exponent % 2 !== 0;
    return b.negative ? infinity(negative) : finite(negative, 0n, 0);
  }
  if (a.negative && exponent === undefined && !isWhole(b)) return invalid();
  const magnitude = leadingExponent(a, b);
  if (magnitude > MAX_EXPONENT) return overflow();
  if (magnitude < -MAX_EXPONENT - PRECISION) return UNDERFLOW;
  if (exponent === undefined) {
    return padded(exponential(scaledProduct(logarithm(a), b)));
  }
  const result = wholePower(a, Math.abs(exponent));
  return exponent < 0 ? divide(ONE, result) : toPrecision(result);
}

const MAX_EXPONENT = 999_999;
/** What is left of a number that is too small. */
const UNDERFLOW = finite(false, 0n, -MAX_EXPONENT - PRECISION + 1);

const isWhole = (parts: NumberParts): boolean => normalized(parts).exponent >= 0;

/** About the exponent of the leading digit of `a ** b`. */
function leadingExponent(a: NumberParts, b: NumberParts): number {
  const digits = Number(`0.${a.coefficient}`);
  const logarithm = Math.log10(digits) + digitCount(a.coefficient) + a.exponent;
  return logarithm === 0 ? 0 : logarithm * Number(numberText(b));
}

function overflow(): never {
  return raise(
    'Overflow',
    "[<class 'decimal.Overflow'>, <class 'decimal.Inexact'>, <class 'decimal.Rounded'>]",
  );
}

function specialPower(a: NumberParts, b: NumberParts): NumberParts {
  if (b.special !== null) {
    if (isZero(a)) return b.negative ? infinity(false) : finite(false, 0n, 0);
    if (a.negative) return invalid();
    if (isOne(a)) return padded(ONE);
    const grows = adjustedExponent(a) >= 0 !== b.negative;
    return grows ? infinity(false) : finite(false, 0n, 0);
  }
  if (a.negative && !isWhole(b)) return invalid();
  return b.negative ? finite(false, 0n, 0) : infinity(a.negative && (integerOf(b) ?? 0) % 2 !== 0);
}

/** With all digits of the precision, as inexact results have. */
function padded(parts: NumberParts): NumberParts {
  const missing = PRECISION - digitCount(parts.coefficient);
  return missing > 0 ? rescale(parts, parts.exponent - missing, 'ROUND_HALF_EVEN') : parts;
}

const DIGITS = PRECISION + GUARD + 12;
const UNIT = 10n ** BigInt(DIGITS);

/** `ln(a)` for a positive number, in units of `10 ** -DIGITS`. */
function logarithm(parts: NumberParts): bigint {
  const shift = digitCount(parts.coefficient);
  // a = m * 10 ** k with m in [0.1, 1)
  const mantissa = (parts.coefficient * UNIT) / 10n ** BigInt(shift);
  return fixedLogarithm(mantissa) + BigInt(parts.exponent + shift) * LN10;
}

/** `ln` of a fixed-point number in (0, 2) by `2 * atanh((m - 1) / (m + 1))`. */
function fixedLogarithm(mantissa: bigint): bigint {
  const z = ((mantissa - UNIT) * UNIT) / (mantissa + UNIT);
  const square = (z * z) / UNIT;
  let term = z;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term / n;
    term = (term * square) / UNIT;
  }
  return 2n * sum;
}

const LN10 = -fixedLogarithm(UNIT / 10n);

function scaledProduct(fixed: bigint, factor: NumberParts): bigint {
  const product = fixed * (factor.negative ? -factor.coefficient : factor.coefficient);
  return factor.exponent >= 0
    ? product * 10n ** BigInt(factor.exponent)
    : product / 10n ** BigInt(-factor.exponent);
}

/** `e ** x` for a fixed-point number. */
function exponential(x: bigint): NumberParts {
  let tens = x / LN10;
  if (x < 0n) tens -= 1n;
  const rest = x - tens * LN10;
  // e ** rest = (e ** (rest / 2 ** 8)) ** (2 ** 8) keeps the series short
  let term = UNIT;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = (term * rest) / (UNIT * n);
  }
  return toPrecision(finite(false, sum, Number(tens) - DIGITS));
}

/** What functions that grow without limit answer for infinity and what is no number. */
function special(parts: NumberParts): NumberParts {
  return parts.special === 'Infinity' && parts.negative ? invalid() : parts;
}

/** `Decimal.exp()`. */
export function naturalExponential(parts: NumberParts): NumberParts {
  if (parts.special !== null)
    return parts.special === 'NaN' || !parts.negative ? parts : finite(false, 0n, 0);
  if (isZero(parts)) return ONE;
  if (adjustedExponent(parts) > 6) return parts.negative ? UNDERFLOW : overflow();
  return padded(exponential(scaledProduct(UNIT, parts)));
}

function fromFixed(value: bigint): NumberParts {
  return padded(toPrecision(finite(value < 0n, value < 0n ? -value : value, -DIGITS)));
}

/** `Decimal.ln()`. */
export function naturalLogarithm(parts: NumberParts): NumberParts {
  if (parts.special !== null) return special(parts);
  if (isZero(parts)) return infinity(true);
  if (parts.negative) return invalid();
  const value = logarithm(parts);
  return value === 0n || isOne(parts) ? finite(false, 0n, 0) : fromFixed(value);
}

const isOne = (parts: NumberParts): boolean => {
  const { coefficient, exponent } = normalized(parts);
  return coefficient === 1n && exponent === 0;
};

/** `Decimal.log10()`: exact for powers of ten. */
export function commonLogarithm(parts: NumberParts): NumberParts {
  if (parts.special !== null) return special(parts);
  if (isZero(parts)) return infinity(true);
  if (parts.negative) return invalid();
  const { coefficient, exponent } = normalized(parts);
  if (coefficient === 1n) return finite(exponent < 0, BigInt(Math.abs(exponent)), 0);
  return fromFixed((logarithm(parts) * UNIT) / LN10);
}

/** `Decimal.sqrt()`: exact results keep the ideal exponent. */
export function squareRoot(parts: NumberParts): NumberParts {
  if (parts.special !== null) return special(parts);
  const ideal = Math.floor(parts.exponent / 2);
  if (isZero(parts)) return finite(parts.negative, 0n, ideal);
  if (parts.negative) return invalid();
  const wanted = PRECISION + 2;
  let shift = Math.max(0, 2 * wanted - digitCount(parts.coefficient));
  if ((parts.exponent - shift) % 2 !== 0) shift++;
  const scaled = parts.coefficient * 10n ** BigInt(shift);
  let root = integerRoot(scaled);
  let exponent = (parts.exponent - shift) / 2;
  if (root * root !== scaled) {
    if (root % 5n === 0n) root += 1n;
    return toPrecision(finite(false, root, exponent));
  }
  while (exponent < ideal && root % 10n === 0n) {
    root /= 10n;
    exponent++;
  }
  return toPrecision(finite(false, root, exponent));
}

function integerRoot(value: bigint): bigint {
  let guess = 10n ** BigInt(Math.ceil(digitCount(value) / 2));
  for (;;) {
    const next = (guess + value / guess) / 2n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** `a * b` without rounding, for whatever is then added to it. */
export function fusedMultiplyAdd(
  a: NumberParts,
  b: NumberParts,
  addend: (product: NumberParts) => NumberParts,
): NumberParts {
  if (a.special !== null || b.special !== null) return addend(multiply(a, b));
  return addend(finite(a.negative !== b.negative, a.coefficient * b.coefficient, a.exponent + b.exponent));
}
