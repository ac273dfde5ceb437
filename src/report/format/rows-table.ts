import { displayWidth } from '../../base/index.ts';

type Cells = readonly (string | null)[];

/** Longer values are cut, or one of them would make the table unreadable. */
const WIDEST = 40;

function shown(cell: string | null): string {
  const line = (cell ?? 'NULL').replace(/\s+/g, ' ');
  return line.length <= WIDEST ? line : `${line.slice(0, WIDEST - 1)}…`;
}

interface RowsTable {
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
  /** How many columns there was no room for. */
  readonly left: number;
}

/** Rows as texts of one width a column, as many columns from the left as there is room for. */
function rowsTable(columns: readonly string[], rows: readonly Cells[], room: number): RowsTable {
  const texts = rows.map((row) => row.map(shown));
  const widths = columns.map((name, at) =>
    Math.max(displayWidth(shown(name)), ...texts.map((row) => displayWidth(row[at] ?? ''))),
  );
  let used = 0;
  const fitting = widths.findIndex((width, at) => {
    used += width + (at === 0 ? 0 : 2);
    return at > 0 && used > room;
  });
  const count = fitting === -1 ? columns.length : fitting;
  const padded = (cells: readonly string[]) =>
    cells
      .slice(0, count)
      .map((text, at) => text + ' '.repeat(Math.max(0, (widths[at] as number) - displayWidth(text))));
  return { head: padded(columns.map(shown)), lines: texts.map(padded), left: columns.length - count };
}

/** The same as lines of text. */
export function rowsLines(
  columns: readonly string[],
  rows: readonly Cells[],
  room: number,
): readonly string[] {
  const { head, lines, left } = rowsTable(columns, rows, room);
  const all = [head, ...lines].map((cells) => cells.join('  ').trimEnd());
  return left === 0 ? all : [...all, `${left} more ${left === 1 ? 'column' : 'columns'}`];
}
