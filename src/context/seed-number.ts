import type { SqlValue } from '../domain/index.ts';
import { type NumberParts, normalized, parseNumber, toPrecision } from '../jinja/modules/index.ts';

/** Signs of currencies that agate strips from numbers. */
const CURRENCIES = '؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫';
/** What Python's `Decimal` holds; dbt ends in an error of Python's beyond it. */
const LARGEST_EXPONENT = 999_999;

const strip = (text: string, chars: string): string => {
  let [start, end] = [0, text.length];
  while (start < end && chars.includes(text[start] as string)) start++;
  while (end > start && chars.includes(text[end - 1] as string)) end--;
  return text.slice(start, end);
};

function sqlValueOf(parts: NumberParts, isNegated: boolean): SqlValue | undefined {
  const isNegative = parts.negative !== isNegated;
  if (parts.special === 'NaN') return { kind: 'double', value: Number.NaN };
  if (parts.special !== null)
    return { kind: 'double', value: isNegative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY };
  const { coefficient, exponent } = toPrecision(parts);
  return { kind: 'decimal', unscaled: isNegative ? -coefficient : coefficient, scale: -exponent };
}

/** A cell as the number that agate takes it for, rounded to 28 digits; undefined when it takes it for none. */
export function seedNumber(text: string): SqlValue | undefined {
  const bare = strip(text.trim(), '%');
  const isNegated = bare.startsWith('-');
  let digits = isNegated ? bare.slice(1) : bare;
  for (const sign of CURRENCIES) digits = strip(digits, sign);
  const parts = parseNumber(digits.replaceAll(',', ''));
  if (parts === undefined) return undefined;
  if (Math.abs(parts.exponent) + String(parts.coefficient).length > LARGEST_EXPONENT) return undefined;
  return sqlValueOf(parts, isNegated);
}

/** How many digits numbers have before and behind the point, zeros at the end aside. */
export interface NumberExtent {
  readonly whole: number;
  readonly places: number;
}

const NO_EXTENT: NumberExtent = { whole: 1, places: 0 };

/** The digits of a number; those of 1 for what is no finite number, or none as a float. */
export function numberExtent(parts: NumberParts | undefined): NumberExtent {
  if (parts === undefined || parts.special !== null) return NO_EXTENT;
  const { coefficient, exponent } = normalized(parts);
  if (!Number.isFinite(Number(`${coefficient}e${exponent}`))) return NO_EXTENT;
  return { whole: Math.max(1, String(coefficient).length + exponent), places: Math.max(0, -exponent) };
}

/** The same for a value of `seedNumber`. */
export function extentOfValue(value: SqlValue): NumberExtent {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'decimal')
    return numberExtent(undefined);
  const { unscaled, scale } = value;
  const isNegative = unscaled < 0n;
  return numberExtent({
    negative: isNegative,
    coefficient: isNegative ? -unscaled : unscaled,
    exponent: -scale,
    special: null,
  });
}
