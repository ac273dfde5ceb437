import { characterWidth, displayWidth, lineStarts, positionAt } from '../base/index.ts';
import type { Span } from './span.ts';

/** A line of source as it is drawn, and the part of it that is underlined, in columns from 0. */
export interface CodeLine {
  readonly number: number;
  readonly text: string;
  readonly from: number;
  /** Exclusive; equal to `from` when nothing is underlined. */
  readonly to: number;
}

const TAB = 4;

/** A line with tabs expanded and control characters made visible, and the column of each of its code units. */
function drawable(line: string): { readonly text: string; readonly columns: readonly number[] } {
  let text = '';
  let column = 0;
  const columns: number[] = [];
  for (const character of line) {
    for (let unit = 0; unit < character.length; unit++) columns.push(column);
    const code = character.codePointAt(0) ?? 0;
    const drawn = code === 9 ? ' '.repeat(TAB - (column % TAB)) : code < 32 || code === 127 ? '·' : character;
    text += drawn;
    column += code === 9 ? drawn.length : characterWidth(drawn);
  }
  columns.push(column);
  return { text, columns };
}

/** The part of a long line around what is underlined, with an ellipsis where something is left out. */
function windowed(line: CodeLine, width: number): CodeLine {
  if (displayWidth(line.text) <= width) return line;
  const before = Math.floor(width / 3);
  const left = line.from < width - 10 ? 0 : Math.max(0, line.from - before);
  let column = 0;
  let text = '';
  let isCut = false;
  for (const character of line.text) {
    const wide = characterWidth(character);
    if (column >= left && column + wide <= left + width - 1) text += character;
    else if (column >= left) isCut = true;
    column += wide;
  }
  const shift = left === 0 ? 0 : left - 1;
  const end = left + width - 1;
  const isUnderlined = line.to > line.from;
  return {
    ...line,
    text: `${left === 0 ? '' : '…'}${text}${isCut ? '…' : ''}`,
    from: line.from - shift,
    to: isUnderlined ? Math.max(line.from + 1, Math.min(line.to, end)) - shift : line.from - shift,
  };
}

/** Lines that a span covers, and `context` lines before it. A span of no length underlines one column. */
export function codeLines(
  span: Span,
  options: { readonly width: number; readonly context: number },
): CodeLine[] {
  const { text } = span.source;
  const starts = lineStarts(text);
  const first = positionAt(text, span.start).line;
  const last = positionAt(text, Math.max(span.start, span.end - 1)).line;
  const lines: CodeLine[] = [];
  for (let number = Math.max(1, first - options.context); number <= last; number++) {
    const start = starts[number - 1] as number;
    const stop = (starts[number] ?? text.length + 1) - 1;
    const { text: drawn, columns } = drawable(text.slice(start, stop).replace(/\r$/, ''));
    if (number < first) {
      lines.push(windowed({ number, text: drawn, from: 0, to: 0 }, options.width));
      continue;
    }
    const at = (offset: number) =>
      columns[Math.max(0, Math.min(offset - start, columns.length - 1))] as number;
    const indent = drawn.length - drawn.trimStart().length;
    const from = number === first ? at(span.start) : indent;
    const to = number === last ? at(span.end) : (columns.at(-1) as number);
    lines.push(windowed({ number, text: drawn, from, to: Math.max(to, from + 1) }, options.width));
  }
  return lines;
}
