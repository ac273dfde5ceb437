import { pythonFloat, toFloat } from '../base/index.ts';
import type {
  DateValue,
  DecimalValue,
  IntervalValue,
  SqlValue,
  TimestampValue,
  TimeValue,
} from './values.ts';

function decimalText({ unscaled, scale }: DecimalValue): string {
  if (scale === 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** `1.50` is `1.5`, `2.00` is `2`. */
function shortDecimal(value: DecimalValue): string {
  const text = decimalText(value);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const DAY = 86_400_000_000n;

function isoDay(days: number): string {
  return new Date(days * 86_400_000).toISOString().replace(/T.*/, '').replace(/^\+0*/, '');
}

function clock(micros: bigint): string {
  const pad = (value: bigint, width: number) => value.toString().padStart(width, '0');
  const seconds = micros / 1_000_000n;
  const fraction = micros % 1_000_000n;
  const time = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => pad(part, 2)).join(':');
  return fraction === 0n ? time : `${time}.${pad(fraction, 6)}`;
}

function timestampText({ micros, zoned }: TimestampValue, separator: string): string {
  let days = micros / DAY;
  let rest = micros % DAY;
  if (rest < 0n) {
    days -= 1n;
    rest += DAY;
  }
  return `${isoDay(Number(days))}${separator}${clock(rest)}${zoned ? '+00:00' : ''}`;
}

/** As Python prints a timedelta: `1 day, 0:00:00`. Months have no place there and are counted as 30 days. */
function intervalText({ months, days, micros }: IntervalValue): string {
  const all = days + months * 30;
  const time = clock(micros < 0n ? -micros : micros).replace(/^0/, '');
  const signed = micros < 0n ? `-${time}` : time;
  return all === 0 ? signed : `${all} day${Math.abs(all) === 1 ? '' : 's'}, ${signed}`;
}

type Tagged =
  | DecimalValue
  | DateValue
  | TimestampValue
  | TimeValue
  | IntervalValue
  | { kind: 'double'; value: number };

function isTagged(value: SqlValue): value is Tagged {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** What JSON shows for a value inside a list or struct, or by itself. */
export function cellJson(value: SqlValue): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (Array.isArray(value)) return (value as readonly SqlValue[]).map(cellJson);
  if (isTagged(value)) {
    if (value.kind === 'decimal') return toFloat(Number(decimalText(value)));
    if (value.kind === 'double') return toFloat(value.value);
    return value.kind === 'timestamp' ? timestampText(value, 'T') : cellText(value);
  }
  return new Map(
    [...(value as ReadonlyMap<SqlValue, SqlValue>)].map(([key, each]) => [cellText(key), cellJson(each)]),
  );
}

function nestedText(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(nestedText).join(', ')}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, each]) => `${String(key)}: ${nestedText(each)}`).join(', ')}}`;
  return typeof value === 'object' ? String((value as { value?: unknown }).value ?? value) : String(value);
}

/** A value as a preview shows it; null is empty. */
export function cellText(value: SqlValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (!isTagged(value)) return nestedText(cellJson(value));
  switch (value.kind) {
    case 'decimal':
      return shortDecimal(value);
    case 'double':
      return Number.isInteger(value.value) ? String(value.value) : pythonFloat(value.value);
    case 'date':
      return isoDay(value.days);
    case 'timestamp':
      return timestampText(value, ' ');
    case 'time':
      return clock(value.micros);
    case 'interval':
      return intervalText(value);
  }
}

/** Whether a column of such values is set to the right. */
export function isNumeric(value: SqlValue): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return true;
  return isTagged(value) && (value.kind === 'decimal' || value.kind === 'double');
}
