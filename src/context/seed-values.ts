import type { SqlValue } from '../domain/index.ts';
import { readMoment } from './iso-moment.ts';

/** A cell as a value of a type: null for what counts as empty, undefined when the type cannot hold it. */
type Cast = (text: string) => SqlValue | undefined;

const isEmpty = (text: string): boolean => ['null', ''].includes(text.trim().toLowerCase());

/** Signs of currencies that agate strips from numbers. */
const CURRENCIES = '؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫';
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?$/;

const strip = (text: string, chars: string): string => {
  let [start, end] = [0, text.length];
  while (start < end && chars.includes(text[start] as string)) start++;
  while (end > start && chars.includes(text[end - 1] as string)) end--;
  return text.slice(start, end);
};

/** Digits as an exact decimal. */
function decimalValue(digits: string): SqlValue {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const unscaled = BigInt(`${whole}${fraction}`.replace('+', '') || '0');
  return scale >= 0
    ? { kind: 'decimal', unscaled, scale }
    : { kind: 'decimal', unscaled: unscaled * 10n ** BigInt(-scale), scale: 0 };
}

const number: Cast = (text) => {
  if (isEmpty(text)) return null;
  const bare = strip(text.trim(), '%');
  const isNegative = bare.startsWith('-');
  let digits = isNegative ? bare.slice(1) : bare;
  for (const sign of CURRENCIES) digits = strip(digits, sign);
  digits = digits
    .replaceAll(',', '')
    .replace(/(?<=\d)_(?=\d)/g, '')
    .trim();
  if (!NUMBER.test(digits)) return undefined;
  return decimalValue(isNegative ? negated(digits) : digits);
};

const negated = (digits: string): string =>
  digits.startsWith('-') ? digits.slice(1) : `-${digits.replace(/^\+/, '')}`;

const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const SECONDS = /^(\d{4}-\d{1,2}-\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})$/;

/** Days since 1970 of a day that exists. */
function dayNumber(text: string): number | undefined {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const exists = year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? Math.round(at.getTime() / 86_400_000) : undefined;
}

const date: Cast = (text) => {
  if (isEmpty(text)) return null;
  const days = dayNumber(text);
  return days === undefined ? undefined : { kind: 'date', days };
};

const timestamp: Cast = (text) => {
  if (isEmpty(text)) return null;
  const match = SECONDS.exec(text);
  const days = match === null ? undefined : dayNumber(match[1] as string);
  if (match === null || days === undefined) return undefined;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])];
  if (hour > 23 || minute > 59 || second > 61) return undefined;
  const seconds = BigInt(days) * 86_400n + BigInt(hour * 3600 + minute * 60 + second);
  return { kind: 'timestamp', micros: seconds * 1_000_000n, zoned: false };
};

const isoTimestamp: Cast = (text) => (isEmpty(text) ? null : readMoment(text.trim()));

const boolean: Cast = (text) => {
  const word = text.replaceAll(',', '').trim().toLowerCase();
  if (word === 'null' || word === '') return null;
  return word === 'true' ? true : word === 'false' ? false : undefined;
};

const text: Cast = (value) => (isEmpty(value) ? null : value);

/** The types in dbt's order; the first that can hold every cell of a column is the column's. */
const CASTS: readonly Cast[] = [number, date, timestamp, isoTimestamp, boolean];

/** The cells of a column as values. `isText` keeps them text, as `column_types` asks for. */
export function seedValues(cells: readonly (string | undefined)[], isText: boolean): readonly SqlValue[] {
  const casts = isText ? [] : CASTS;
  for (const cast of casts) {
    const values: SqlValue[] = [];
    for (const cell of cells) {
      const value = cell === undefined ? null : cast(cell);
      if (value === undefined) break;
      values.push(value);
    }
    if (values.length === cells.length) return values;
  }
  return cells.map((cell) => (cell === undefined ? null : (text(cell) ?? null)));
}
