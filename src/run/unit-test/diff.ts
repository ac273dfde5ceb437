import { jsonText } from '../../base/index.ts';
import type { RowDifference } from '../../domain/index.ts';
import { getAttribute, iterate, lessThan, strOf } from '../../jinja/index.ts';

type Values = readonly unknown[];

interface Sides {
  readonly columns: readonly string[];
  readonly actual: readonly Values[];
  readonly expected: readonly Values[];
}

const SIDE = 'actual_or_expected';

const isNone = (value: unknown): boolean => value === null || value === undefined;

/** dbt's order of rows: cell by cell, what is missing last. */
function compareRows(left: Values, right: Values): number {
  for (const [at, value] of left.entries()) {
    const other = right[at];
    if (isNone(value) || isNone(other)) {
      if (isNone(value) !== isNone(other)) return isNone(value) ? 1 : -1;
    } else if (lessThan(value, other)) return -1;
    else if (lessThan(other, value)) return 1;
  }
  return 0;
}

/** Parts the table that the query of a unit test gave. */
function sidesOf(table: unknown): Sides {
  const names = iterate(getAttribute(table, 'column_names')).map((name) => strOf(name).toLowerCase());
  const side = names.indexOf(SIDE);
  const without = (row: Values) => row.filter((_, at) => at !== side);
  const rows = iterate(getAttribute(table, 'rows')).map((row) => [...iterate(row)]);
  const of = (name: string) =>
    rows
      .filter((row) => row[side] === name)
      .map(without)
      .sort(compareRows);
  return { columns: without(names) as string[], actual: of('actual'), expected: of('expected') };
}

/** A value as daff prints it. */
const cellOf = (value: unknown): string | null =>
  isNone(value) ? null : typeof value === 'boolean' ? String(value) : strOf(value);

const cellsOf = (row: Values): (string | null)[] => row.map(cellOf);

function isSame({ actual, expected }: { actual: readonly unknown[]; expected: readonly unknown[] }): boolean {
  return jsonText(actual) === jsonText(expected);
}

/** Takes the colours out of what daff draws. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour
const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, '');

export interface UnitTestDifference extends RowDifference {
  /** dbt's message. */
  readonly message: string;
}

/** How the rows that a model gave differ from those that its unit test expects; null when they do not. */
export async function unitTestDifference(table: unknown): Promise<UnitTestDifference | null> {
  const { columns, ...sides } = sidesOf(table);
  const [actual, expected] = [sides.actual.map(cellsOf), sides.expected.map(cellsOf)];
  if (isSame({ actual, expected })) return null;
  const { default: daff } = await import('daff/lib/core.js');
  const flags = new daff.CompareFlags();
  flags.ordered = false;
  const view = (rows: readonly (readonly (string | null)[])[]) => new daff.TableView([columns, ...rows]);
  const alignment = daff.compareTables(view(expected), view(actual), flags).align();
  const difference = new daff.TableDiff(alignment, flags);
  const lines = new daff.TableView([]);
  difference.hilite(lines);
  if (!difference.hasDifference()) return null;
  const drawn = withoutColours(new daff.TerminalDiffRender().render(lines));
  return {
    columns,
    actual,
    expected,
    lines: lines.data,
    message: `\n\nactual differs from expected:\n\n${drawn}\n`,
  };
}
