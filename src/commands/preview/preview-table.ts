import type { QueryResult } from '../../adapter/index.ts';
import { displayWidth, jsonText } from '../../base/index.ts';
import { cellJson, cellText, isNumeric } from '../../domain/index.ts';

/** Longer texts are cut, or one long value would make the table unreadable. */
const WIDEST = 60;

function shortened(text: string): string {
  const line = text.replace(/[\r\n\t]+/g, ' ');
  return line.length <= WIDEST ? line : `${line.slice(0, WIDEST - 1)}…`;
}

/**
 * Rows as dbt prints them:
 *
 *     | id | name |
 *     | -- | ---- |
 *     |  1 | Ada  |
 */
export function previewText(result: QueryResult): string {
  const columns = result.columns.map(({ name }, at) => {
    const values = result.rows.map((row) => row[at] ?? null);
    const texts = values.map((value) => shortened(cellText(value)));
    const width = Math.max(displayWidth(name), ...texts.map(displayWidth), 1);
    const known = values.filter((value) => value !== null);
    return { name, texts, width, isNumeric: known.length > 0 && known.every(isNumeric) };
  });
  const pad = (text: string, at: number) => {
    const column = columns[at] as (typeof columns)[number];
    const gap = ' '.repeat(column.width - displayWidth(text));
    return column.isNumeric ? gap + text : text + gap;
  };
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((column, at) => pad(column.name, at))),
    line(columns.map((column) => '-'.repeat(column.width))),
    ...result.rows.map((_, row) => line(columns.map((column, at) => pad(column.texts[row] ?? '', at)))),
    '',
  ].join('\n');
}

/** Lists and structs are texts of JSON in dbt's output. */
function flatJson(value: unknown): unknown {
  return Array.isArray(value) || value instanceof Map ? jsonText(toObject(value)) : value;
}

function toObject(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toObject);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, toObject(each)]));
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/** Rows as records. */
export function previewJson(result: QueryResult): readonly Readonly<Record<string, unknown>>[] {
  return result.rows.map((row) =>
    Object.fromEntries(result.columns.map(({ name }, at) => [name, flatJson(cellJson(row[at] ?? null))])),
  );
}
