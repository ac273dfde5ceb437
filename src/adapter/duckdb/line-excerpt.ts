/** Columns that DuckDB shows of the line with an error. */
const RENDER_WIDTH = 120;

/** How far from the error a line is looked at, in UTF-16 code units: far more than are shown. */
const REACH = 4000;

/** How far an end of what is shown moves to fall on the end of a word: so many graphemes back, and so many forth. */
const [SNAP_BACK, SNAP_FORTH] = [4, 3];

/** Wide characters take two columns in a terminal; combining marks and tabs none. */
function columnsOf(grapheme: string): number {
  const code = grapheme.codePointAt(0) as number;
  if (/^[\p{Mark}\p{Cc}]/u.test(grapheme)) return 0;
  const isWide =
    /\p{Extended_Pictographic}/u.test(grapheme) ||
    /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(grapheme) ||
    (code >= 0xff01 && code <= 0xff60);
  return isWide ? 2 : 1;
}

/** Its tables take several milliseconds to load, and few calls have an error to show. */
let graphemes: Intl.Segmenter | undefined;

interface Window {
  readonly first: number;
  readonly last: number;
  /** Whether something in front of it is left out; also said where the end of a word is the line's beginning. */
  readonly isCut: boolean;
}

/** The first place near one where a word ends; the place itself when there is none. */
function snapped(shown: readonly string[], place: number): number {
  for (let at = Math.max(0, place - SNAP_BACK); at <= place + SNAP_FORTH && at < shown.length; at++)
    if (/^[^\w\u0080-\uffff]$/.test(shown[at] as string)) return at;
  return place;
}

/** Which graphemes are shown: about half of the width in front of the error, half behind it, cut between words. */
function windowAround(shown: readonly string[], widths: readonly number[], at: number): Window {
  let width = 0;
  let first = at;
  while (first > 0 && width < RENDER_WIDTH / 2) width += widths[first--] as number;
  const isCut = width >= RENDER_WIDTH / 2;
  first = isCut ? snapped(shown, first + 1) : 0;
  width = 0;
  for (let i = at; i < widths.length; i++) {
    width += widths[i] as number;
    if (width >= RENDER_WIDTH / 2) return { first, last: snapped(shown, i), isCut };
  }
  return { first, last: widths.length, isCut };
}

/**
 * The two lines that DuckDB puts under an error, `LINE 3: ...` and a caret. The engine leaves them out of errors in JSON, and
 * dbt's messages have them. `offset` counts UTF-16 code units; null when it lies outside of the text.
 */
export function lineExcerpt(sql: string, offset: number): string | null {
  if (offset >= sql.length) return null;
  const lineNumber = (sql.slice(0, offset).match(/\n/g) ?? []).length + 1;
  const start = sql.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = sql.indexOf('\n', offset);
  const end = lineEnd === -1 ? sql.length : lineEnd;
  // A line of a million characters would be split into as many objects.
  const [from, to] = [Math.max(start, offset - REACH), Math.min(end, offset + REACH)];
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const parts = [...graphemes.segment(sql.slice(from, to))];
  const found = parts.findIndex((part) => part.index >= offset - from);
  const at = found === -1 ? 0 : found;
  const line = parts.map((part) => part.segment);
  const widths = line.map(columnsOf);
  const { first, last, isCut } = windowAround(line, widths, at);
  const prefix = `LINE ${lineNumber}: ${isCut || from > start ? '...' : ''}`;
  const before = widths.slice(first, at).reduce((sum, width) => sum + width, 0);
  const suffix = last < parts.length || to < end ? '...' : '';
  return `${prefix}${line.slice(first, last).join('')}${suffix}\n${' '.repeat(prefix.length + before)}^`;
}
