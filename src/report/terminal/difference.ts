import { displayWidth } from '../../base/index.ts';
import type { RowDifference } from '../../domain/index.ts';
import type { LineStyle } from './node-line.ts';

type Cells = readonly (string | null)[];

/** Lines of a difference that are shown at most; the message in `run_results.json` has all of them. */
const MAX_LINES = 20;
const MAX_CELL = 40;
const ARROW = '→';

/** daff's arrow in a row with changed cells: longer where the values hold one themselves. */
const arrowOf = (mark: string | null | undefined): string | null =>
  /^-+>$/.test(mark ?? '') ? (mark as string) : null;

const textOf = (cell: string | null | undefined): string =>
  cell === '...' ? '…' : (cell ?? 'NULL').replace(/\s+/g, ' ');

function cut(text: string): string {
  return text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL - 1)}…`;
}

/** Which columns are shown: all when there is room, otherwise those that differ, and others from the left as they fit. */
function shownColumns(
  head: Cells,
  rows: readonly Cells[],
  widths: readonly number[],
  room: number,
): number[] {
  const all = head.map((_, at) => at).slice(1);
  const isOfInterest = (at: number) =>
    rows.some((row) => {
      const arrow = arrowOf(row[0]);
      return arrow !== null && textOf(row[at]).includes(arrow);
    });
  const chosen = new Set(all.filter(isOfInterest));
  let used = [...chosen].reduce((sum, at) => sum + (widths[at] as number) + 2, 0);
  for (const at of all) {
    const next = (widths[at] as number) + 2;
    if (chosen.has(at) || used + next > room) continue;
    chosen.add(at);
    used += next;
  }
  return all.filter((at) => chosen.has(at));
}

const shortArrow = (text: string, arrow: string | null): string =>
  arrow === null ? text : text.replace(arrow, ARROW);

function padded(text: string, painted: string, width: number): string {
  return painted + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

function paintCell(mark: string, text: string, { paint }: LineStyle): string {
  if (mark === '+++') return paint.good(text);
  if (mark === '---') return paint.bad(text);
  const arrow = arrowOf(mark);
  const at = arrow === null ? -1 : text.indexOf(arrow);
  if (arrow === null || at === -1) return paint.faint(text);
  return `${paint.bad(text.slice(0, at))}${ARROW}${paint.good(text.slice(at + arrow.length))}`;
}

const MARKS: Readonly<Record<string, string>> = { '+++': '+', '---': '-' };

const markOf = (mark: string): string => MARKS[mark] ?? (arrowOf(mark) === null ? ' ' : ARROW);

/**
 * The rows of a unit test side by side: `-` before expected rows that are missing, `+` before rows that were not expected,
 * `→` before rows with other values, each of them as `expected→actual`.
 */
export function differenceLines(difference: RowDifference, style: LineStyle): readonly string[] {
  const { paint, width } = style;
  const head = difference.lines.find((line) => line[0] === '@@');
  if (head === undefined) return [];
  const rows = difference.lines.filter((line) => !['@@', '!'].includes(line[0] ?? ''));
  const texts = rows.map((row) => row.map((cell) => cut(textOf(cell))));
  const widthOf = (row: Cells, at: number): number => {
    const arrow = arrowOf(row[0]);
    return displayWidth(shortArrow(row[at] ?? '', arrow));
  };
  const widths = head.map((cell, at) =>
    Math.max(displayWidth(cut(textOf(cell))), ...texts.map((row) => widthOf(row, at))),
  );
  const columns = shownColumns(head, texts, widths, width - 8);
  const draw = (row: Cells, paintText: (text: string) => string) =>
    columns
      .map((at) => {
        const text = row[at] ?? '';
        return padded(shortArrow(text, arrowOf(row[0])), paintText(text), widths[at] as number);
      })
      .join('  ')
      .trimEnd();
  const lines = texts.slice(0, MAX_LINES).map((row) => {
    const mark = row[0] ?? '';
    return `${markOf(mark)} ${draw(row, (text) => paintCell(mark, text, style))}`;
  });
  const names = head.map((cell) => cut(textOf(cell)));
  const left = head.length - 1 - columns.length;
  const more = [
    ...(texts.length > MAX_LINES ? [`${texts.length - MAX_LINES} more rows`] : []),
    ...(left > 0 ? [`${left} more ${left === 1 ? 'column' : 'columns'} that do not differ`] : []),
  ];
  return [
    `${paint.bad('- expected')}  ${paint.good('+ actual')}`,
    `  ${draw(names, (text) => paint.strong(text))}`,
    ...lines,
    ...more.map((each) => paint.faint(`  ${each}`)),
  ];
}
