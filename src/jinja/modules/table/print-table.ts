import { str } from '../../runtime/text.ts';
import { Decimal } from '../decimal/decimal.ts';
import { numberText, plainText } from '../decimal/number-parts.ts';
import { normalized, rescale } from '../decimal/rounding.ts';
import type { DataType } from './data-type.ts';

export interface PrintedTable {
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly rows: readonly (readonly unknown[])[];
}

export interface PrintOptions {
  readonly maxRows: number;
  readonly maxColumns: number;
  /** Null for no limit. */
  readonly maxColumnWidth: number | null;
  readonly maxPrecision: number;
}

const ELLIPSIS = '...';

/** The most decimal places that any of the values needs. */
export function decimalPlaces(values: readonly unknown[]): number {
  let places = 0;
  let whole = 1;
  for (const value of values) {
    if (!(value instanceof Decimal) || value.parts.special !== null) continue;
    const { coefficient, exponent } = normalized(value.parts);
    whole = Math.max(whole, String(coefficient).length + exponent);
    places = Math.max(places, -exponent);
  }
  return whole + places > 28 ? 28 - whole : places;
}

/** A number with thousands separators and a fixed number of places. */
function numberCell(value: unknown, places: number, suffix: string): string {
  if (!(value instanceof Decimal)) return str(value);
  if (value.parts.special === 'NaN') return 'NaN';
  if (value.parts.special !== null) return numberText(value.parts);
  const rounded = rescale(value.parts, -places, 'ROUND_HALF_EVEN');
  const text = plainText({ ...rounded, negative: false }).replace(/^\d+/, (digits) =>
    digits.replace(/\B(?=(\d{3})+$)/g, ','),
  );
  return `${value.parts.negative && value.parts.coefficient !== 0n ? '-' : ''}${text}${suffix}`;
}

function truncated(text: string, width: number | null): string {
  const characters = [...text];
  if (width === null || characters.length <= width) return text;
  return characters.slice(0, Math.max(0, width - ELLIPSIS.length)).join('') + ELLIPSIS;
}

type CellText = (value: unknown) => string;

/** How the cells of a column are written. */
function cellWriter(table: PrintedTable, column: number, { maxRows, maxPrecision }: PrintOptions): CellText {
  if (table.columnTypes[column]?.name !== 'Number') return (value) => (value === null ? '' : str(value));
  const places = decimalPlaces(table.rows.slice(0, maxRows).map((row) => row[column]));
  const shown = Math.min(places, maxPrecision);
  return (value) => (value === null ? '' : numberCell(value, shown, places > maxPrecision ? '…' : ''));
}

const lengthOf = (text: string): number => [...text].length;

/** Python's `print_table`: a table in Markdown. */
export function printTable(table: PrintedTable, options: PrintOptions): string {
  const { maxRows, maxColumns, maxColumnWidth } = options;
  const shownColumns = table.columnNames.slice(0, maxColumns);
  const columnsCut = maxColumns < table.columnNames.length;
  const header = shownColumns.map((name) => truncated(name, maxColumnWidth));
  const writers = shownColumns.map((_, index) => cellWriter(table, index, options));
  const body = table.rows.slice(0, maxRows).map((row) => {
    const cells = writers.map((write, index) => truncated(write(row[index] ?? null), maxColumnWidth));
    return columnsCut ? [...cells, ELLIPSIS] : cells;
  });
  if (columnsCut) header.push(ELLIPSIS);
  const widths = header.map((name, index) =>
    Math.max(lengthOf(name), ...body.map((row) => lengthOf(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell, index) => placed(cell, index)).join('|')}|`;
  const placed = (cell: string, index: number): string => {
    const gap = ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(cell)));
    return table.columnTypes[index]?.name === 'Text' ? ` ${cell}${gap} ` : ` ${gap}${cell} `;
  };
  const lines = [
    line(header),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...body.map(line),
  ];
  if (maxRows < table.rows.length) lines.push(line(header.map(() => ELLIPSIS)));
  return lines.map((each) => `${each}\n`).join('');
}
