import { toFloat } from '../../../base/index.ts';
import { toJson } from '../../format/json.ts';
import { str } from '../../runtime/text.ts';
import { isDict, isNumber, mappingEntries, PyDict } from '../../values/index.ts';
import { PyDate } from '../datetime/date.ts';
import { PyDateTime } from '../datetime/date-time.ts';
import { PyTime } from '../datetime/time.ts';
import { Decimal } from '../decimal/decimal.ts';

/** A value as JSON can hold it, the way dbt encodes results: decimals as floats, moments in ISO form, the rest as text. */
export function jsonReady(value: unknown): unknown {
  if (value === null || typeof value === 'string' || isNumber(value)) return value;
  if (value instanceof Decimal) return toFloat(value.toNumber());
  if (value instanceof PyDateTime) return value.isoText('T', 'auto');
  if (value instanceof PyDate || value instanceof PyTime) return str(value);
  if (Array.isArray(value)) return value.map(jsonReady);
  if (isDict(value))
    return PyDict.from(mappingEntries(value).map(([key, item]) => [key, jsonReady(item)] as const));
  return str(value);
}

/** The rows as a JSON list of objects. */
export function jsonText(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return toJson(
    rows.map((row) => PyDict.from(names.map((name, index) => [name, jsonReady(row[index])] as const))),
  );
}

function csvCell(value: unknown): string {
  const text = value === null ? '' : value instanceof PyDateTime ? value.isoText('T', 'auto') : str(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows as CSV with a header. */
export function csvText(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [names, ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}
