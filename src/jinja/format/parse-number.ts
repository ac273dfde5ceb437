import { strip } from '../methods/text-split.ts';
import { intOf } from '../values/index.ts';

const PREFIXES: Readonly<Record<number, RegExp>> = { 2: /^0b/i, 8: /^0o/i, 16: /^0x/i };

/** Decimal digits of other scripts as ASCII digits. */
export function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) as number;
    const code = zero;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--;
    return String(code - zero);
  });
}

function digitsValue(digits: string, base: number): bigint | null {
  let value = 0n;
  for (const each of digits) {
    const digit = Number.parseInt(each, 36);
    if (Number.isNaN(digit) || digit >= base) return null;
    value = value * BigInt(base) + BigInt(digit);
  }
  return value;
}

/** Python's `int(text, base)`; null where that raises `ValueError`. */
export function intFromText(text: string, base: number): number | bigint | null {
  const trimmed = asciiDigits(strip(text, null, 'both'));
  const negative = trimmed.startsWith('-');
  let digits = trimmed.replace(/^[+-]/, '');
  let radix = base;
  if (base === 0) {
    radix = /^0x/i.test(digits) ? 16 : /^0o/i.test(digits) ? 8 : /^0b/i.test(digits) ? 2 : 10;
    if (radix === 10 && /^0[0_]*[1-9]/.test(digits)) return null;
  }
  const prefix = PREFIXES[radix];
  if (prefix?.test(digits)) digits = digits.replace(prefix, '').replace(/^_/, '');
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(digits)) return null;
  const plain = digits.replaceAll('_', '');
  const value = radix === 10 ? (/^\d+$/.test(plain) ? BigInt(plain) : null) : digitsValue(plain, radix);
  return value === null ? null : intOf(negative ? -value : value);
}

/** Python's `float(text)`; null where that raises `ValueError`. */
export function floatFromText(text: string): number | null {
  const trimmed = asciiDigits(strip(text, null, 'both'));
  if (/(?:^|[^\d])_|_(?:$|[^\d])/.test(trimmed)) return null;
  const plain = trimmed.replaceAll('_', '');
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return Number(plain);
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(plain);
  if (special === null) return null;
  if (special[2]?.toLowerCase() === 'nan') return Number.NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}
