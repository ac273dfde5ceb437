import { type Methods, methodTable } from '../../methods/method.ts';
import { typeName } from '../../runtime/type-name.ts';
import { PyTuple, raise } from '../../values/index.ts';
import { NamedTuple } from '../objects/named-tuple.ts';
import { add, compareNumbers, negated, remainder, subtract } from './arithmetic.ts';
import { adjustedExponent, finite, isZero, NAN, type NumberParts, numberText } from './number-parts.ts';
import { operand } from './operand.ts';
import {
  commonLogarithm,
  fusedMultiplyAdd,
  naturalExponential,
  naturalLogarithm,
  squareRoot,
} from './power.ts';
import { normalized, quantized, rescale, roundingOf, toPrecision } from './rounding.ts';

function argument(value: unknown): NumberParts {
  return (
    operand(value) ?? raise('TypeError', `conversion from ${typeName(value)} to Decimal is not supported`)
  );
}

function comparison(self: NumberParts, other: unknown): NumberParts {
  const order = compareNumbers(self, argument(other));
  return Number.isNaN(order) ? NAN : finite(order < 0, order === 0 ? 0n : 1n, 0);
}

function pick(self: NumberParts, other: unknown, sign: number): NumberParts {
  const parts = argument(other);
  const order = compareNumbers(self, parts);
  if (Number.isNaN(order)) return self.special === 'NaN' ? parts : self;
  return toPrecision(order * sign >= 0 ? self : parts);
}

function toIntegral(self: NumberParts, rounding: unknown): NumberParts {
  if (self.special !== null || self.exponent >= 0) return self;
  return rescale(self, 0, roundingOf(rounding));
}

/** `a - b * n` with `n` the integer nearest to `a / b`. */
function remainderNear(self: NumberParts, other: unknown): NumberParts {
  const divisor = argument(other);
  const rest = remainder(self, divisor);
  const size = { ...divisor, negative: false };
  const twice = compareNumbers(add({ ...rest, negative: false }, { ...rest, negative: false }), size);
  if (twice < 0 || (twice === 0 && !isOddQuotient(self, divisor, rest))) return rest;
  return subtract(rest, rest.negative ? negated(size) : size);
}

function isOddQuotient(a: NumberParts, b: NumberParts, rest: NumberParts): boolean {
  const doubled = remainder(a, add(b, b));
  return compareNumbers({ ...doubled, negative: false }, { ...rest, negative: false }) !== 0;
}

function asIntegerRatio(self: NumberParts): PyTuple {
  const { coefficient, exponent, negative, special } = self;
  if (special !== null)
    return raise(
      special === 'NaN' ? 'ValueError' : 'OverflowError',
      `cannot convert ${special} to integer ratio`,
    );
  let numerator = coefficient * 10n ** BigInt(Math.max(0, exponent));
  let denominator = 10n ** BigInt(Math.max(0, -exponent));
  for (const factor of [2n, 5n]) {
    while (denominator % factor === 0n && numerator % factor === 0n && numerator !== 0n) {
      numerator /= factor;
      denominator /= factor;
    }
  }
  if (numerator === 0n) denominator = 1n;
  const shown = (value: bigint) => (value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value);
  return PyTuple.of_([
    negative && numerator !== 0n ? shown(-numerator) : shown(numerator),
    shown(denominator),
  ]);
}

function logb(self: NumberParts): NumberParts {
  if (self.special !== null) return { ...self, negative: false };
  const exponent = adjustedExponent(self);
  return isZero(self)
    ? raise('DivisionByZero', "[<class 'decimal.DivisionByZero'>]")
    : finite(exponent < 0, BigInt(Math.abs(exponent)), 0);
}

/** `(sign, digits, exponent)`. */
function asTuple({ special, negative, coefficient, exponent }: NumberParts): PyTuple {
  const digits = special === 'NaN' ? [] : [...String(coefficient)].map(Number);
  return NamedTuple.of_fields('DecimalTuple', {
    sign: negative ? 1 : 0,
    digits: PyTuple.of_(special === 'Infinity' ? [0] : digits),
    exponent: special === null ? exponent : special === 'NaN' ? 'n' : 'F',
  });
}

/** The methods of `decimal.Decimal`. Numbers stand for decimals, in what they take as `self` and in what they answer. */
export const DECIMAL_METHODS: Methods = methodTable<NumberParts>({
  adjusted: ['', (self) => (self.special === null ? adjustedExponent(self) : 0)],
  as_integer_ratio: ['', asIntegerRatio],
  as_tuple: ['', (self) => asTuple(self)],
  canonical: ['', (self) => self],
  compare: ['other context?', (self, [other]) => comparison(self, other)],
  conjugate: ['', (self) => self],
  copy_abs: ['', (self) => ({ ...self, negative: false })],
  copy_negate: ['', (self) => negated(self)],
  copy_sign: ['other context?', (self, [other]) => ({ ...self, negative: argument(other).negative })],
  exp: ['context?', (self) => naturalExponential(self)],
  fma: [
    'other third context?',
    (self, [other, third]) =>
      fusedMultiplyAdd(self, argument(other), (product) => add(product, argument(third))),
  ],
  is_canonical: ['', () => true],
  is_finite: ['', (self) => self.special === null],
  is_infinite: ['', (self) => self.special === 'Infinity'],
  is_nan: ['', (self) => self.special === 'NaN'],
  is_normal: ['context?', (self) => self.special === null && !isZero(self)],
  is_qnan: ['', (self) => self.special === 'NaN'],
  is_signed: ['', (self) => self.negative],
  is_snan: ['', () => false],
  is_subnormal: ['context?', () => false],
  is_zero: ['', (self) => isZero(self)],
  ln: ['context?', (self) => naturalLogarithm(self)],
  log10: ['context?', (self) => commonLogarithm(self)],
  logb: ['context?', logb],
  max: ['other context?', (self, [other]) => pick(self, other, 1)],
  min: ['other context?', (self, [other]) => pick(self, other, -1)],
  normalize: ['context?', (self) => normalized(self)],
  number_class: ['context?', (self) => numberClass(self)],
  quantize: [
    'exp rounding? context?',
    (self, [exponent, rounding]) => {
      const target = argument(exponent);
      return quantized(self, target.exponent, roundingOf(rounding));
    },
  ],
  remainder_near: ['other context?', (self, [other]) => remainderNear(self, other)],
  same_quantum: ['other context?', (self, [other]) => self.exponent === argument(other).exponent],
  scaleb: [
    'other context?',
    (self, [other]) =>
      toPrecision({ ...self, exponent: self.exponent + Number(numberText(argument(other))) }),
  ],
  sqrt: ['context?', (self) => squareRoot(self)],
  to_eng_string: ['context?', (self) => numberText(self, 'engineering')],
  to_integral: ['rounding? context?', (self, [rounding]) => toIntegral(self, rounding)],
  to_integral_exact: ['rounding? context?', (self, [rounding]) => toIntegral(self, rounding)],
  to_integral_value: ['rounding? context?', (self, [rounding]) => toIntegral(self, rounding)],
});

function numberClass(parts: NumberParts): string {
  if (parts.special === 'NaN') return 'NaN';
  const sign = parts.negative ? '-' : '+';
  return sign + (parts.special ?? (isZero(parts) ? 'Zero' : 'Normal'));
}
