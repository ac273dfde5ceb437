import { asciiDigits } from '../../format/parse-number.ts';

/**
 * The exact number behind a Python `Decimal`: `(-1) ** negative * coefficient * 10 ** exponent`, or a special value.
 * Trailing zeros count: `1.0` and `1.00` are equal, but print as they were made.
 */
export interface NumberParts {
  readonly negative: boolean;
  readonly coefficient: bigint;
  readonly exponent: number;
  readonly special: 'Infinity' | 'NaN' | null;
}

export function finite(negative: boolean, coefficient: bigint, exponent: number): NumberParts {
  return { negative, coefficient, exponent, special: null };
}

export const NAN: NumberParts = { negative: false, coefficient: 0n, exponent: 0, special: 'NaN' };

export function infinity(negative: boolean): NumberParts {
  return { negative, coefficient: 0n, exponent: 0, special: 'Infinity' };
}

/** How many digits a coefficient has; zero has one. */
export function digitCount(coefficient: bigint): number {
  return String(coefficient).length;
}

export function isZero(parts: NumberParts): boolean {
  return parts.special === null && parts.coefficient === 0n;
}

/** The exponent of the leading digit. */
export function adjustedExponent(parts: NumberParts): number {
  return parts.exponent + digitCount(parts.coefficient) - 1;
}

/** The coefficient with its sign. */
export function signed(parts: NumberParts): bigint {
  return parts.negative ? -parts.coefficient : parts.coefficient;
}

const NUMERIC = /^([-+]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([-+]?\d+))?$/i;

/** Reads what `Decimal(text)` accepts; undefined for anything else. */
export function parseNumber(text: string): NumberParts | undefined {
  const clean = asciiDigits(text.trim().replaceAll('_', ''));
  const match = NUMERIC.exec(clean);
  if (match === null) return parseSpecial(clean);
  const fraction = match[3] ?? match[4] ?? '';
  const digits = `${match[2] ?? ''}${fraction}`;
  return finite(match[1] === '-', BigInt(digits), Number(match[5] ?? '0') - fraction.length);
}

function parseSpecial(text: string): NumberParts | undefined {
  const match = /^([-+]?)(inf(?:inity)?|nan\d*)$/i.exec(text);
  if (match === null) return undefined;
  return match[2]?.toLowerCase().startsWith('nan')
    ? { ...NAN, negative: match[1] === '-' }
    : infinity(match[1] === '-');
}

/** Exactly the value of a JavaScript number, as `Decimal(float)` is. */
export function exactNumber(value: number): NumberParts {
  if (Number.isNaN(value)) return NAN;
  if (!Number.isFinite(value)) return infinity(value < 0);
  let scaled = Math.abs(value);
  let exponent = 0;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    exponent++;
  }
  return finite(value < 0 || Object.is(value, -0), BigInt(scaled) * 5n ** BigInt(exponent), -exponent);
}

/** Where the point stands in scientific notation, and in that with exponents that are multiples of three. */
function pointOf(leftDigits: number, isZero: boolean, notation: Notation): number {
  const rest = (value: number): number => ((value % 3) + 3) % 3;
  if (notation === 'scientific') return 1;
  return isZero ? rest(leftDigits + 1) - 1 : rest(leftDigits - 1) + 1;
}

type Notation = 'scientific' | 'engineering';

/** Python's `str(Decimal)`: plain digits where the exponent is small, `notation` otherwise. */
export function numberText(parts: NumberParts, notation: Notation = 'scientific'): string {
  const sign = parts.negative ? '-' : '';
  if (parts.special !== null) return sign + parts.special;
  const digits = String(parts.coefficient);
  const leftDigits = parts.exponent + digits.length;
  const isPlain = parts.exponent <= 0 && leftDigits > -6;
  const point = isPlain ? leftDigits : pointOf(leftDigits, parts.coefficient === 0n, notation);
  const exponent = leftDigits === point ? '' : `E${leftDigits > point ? '+' : ''}${leftDigits - point}`;
  return sign + withPoint(digits, point) + exponent;
}

function withPoint(digits: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits + '0'.repeat(point - digits.length);
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The value in plain digits, without an exponent. */
export function plainText(parts: NumberParts): string {
  const digits = String(parts.coefficient);
  const sign = parts.negative ? '-' : '';
  if (parts.exponent >= 0)
    return sign + (parts.coefficient === 0n ? '0' : digits + '0'.repeat(parts.exponent));
  return sign + withPoint(digits, digits.length + parts.exponent);
}
