/** Thrown where a text leaves the part of YAML that the fast reader knows; the full parser takes over then. */
export class BeyondFastReader extends Error {}

export function beyond(): never {
  throw new BeyondFastReader();
}

const SPACE = 32;
const TAB = 9;
const HASH = 35;
const COLON = 58;
const NEWLINE = 10;

/** The end of the line that `at` is in: the offset of its line break, or of the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The first offset from `at` on that holds no blank. */
export function skipBlanks(text: string, at: number): number {
  let next = at;
  while (text.charCodeAt(next) === SPACE) next++;
  if (text.charCodeAt(next) === TAB) beyond();
  return next;
}

/** The first offset from `at` on that holds neither blank, line break nor comment: the space inside brackets. */
export function skipFlowSpace(text: string, at: number): number {
  for (let next = at; ; ) {
    next = skipBlanks(text, next);
    const code = text.charCodeAt(next);
    if (code === HASH && (next > at || text.charCodeAt(next - 1) === SPACE)) next = lineEnd(text, next);
    if (text.charCodeAt(next) !== NEWLINE) return next;
    next++;
    if (/^(?:---|\.\.\.)/.test(text.slice(next, next + 3))) beyond();
  }
}

/** Whether nothing but blanks or a comment stands between `at` and the end of the line. */
export function isRestEmpty(text: string, at: number): boolean {
  const next = skipBlanks(text, at);
  const code = text.charCodeAt(next);
  if (next >= text.length || code === NEWLINE) return true;
  return code === HASH && next > at;
}

/** A plain scalar's part of one line. */
export interface PlainPart {
  /** After its last character that is no blank. */
  readonly end: number;
  /** What ended it. */
  readonly stop: 'line' | 'comment' | 'colon';
}

/** Reads a plain scalar from `at` to a comment, to a colon that makes it a key, or to the end of the line. */
export function readPlainPart(text: string, at: number): PlainPart {
  let end = at;
  for (let next = at; ; next++) {
    const code = text.charCodeAt(next);
    if (next >= text.length || code === NEWLINE) return { end, stop: 'line' };
    if (code === SPACE) continue;
    if (code === TAB) beyond();
    if (code === HASH && next > at && text.charCodeAt(next - 1) === SPACE) return { end, stop: 'comment' };
    if (code === COLON) {
      const after = text.charCodeAt(next + 1);
      if (next + 1 >= text.length || after === SPACE || after === NEWLINE || after === TAB)
        return { end, stop: 'colon' };
    }
    end = next + 1;
  }
}

/** Characters that begin something other than a plain scalar. */
const INDICATORS = new Set('-?:,[]{}#&*!|>\'"%@`');

/** Whether a plain scalar can begin at `at`. */
export function startsPlain(text: string, at: number): boolean {
  const first = text[at] as string;
  if (!INDICATORS.has(first)) return true;
  if (first !== '-' && first !== '?' && first !== ':') return false;
  const after = text.charCodeAt(at + 1);
  return !(Number.isNaN(after) || after === SPACE || after === NEWLINE || after === TAB);
}

export interface QuotedText {
  readonly value: string;
  /** After the closing quote. */
  readonly end: number;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\"': '"',
  '\\\\': '\\',
  '\\n': '\n',
  '\\t': '\t',
  '\\/': '/',
};

/** Reads a quoted text of one line, from its opening quote. */
export function readQuoted(text: string, at: number): QuotedText {
  const quote = text[at] as string;
  for (let end = text.indexOf(quote, at + 1); end >= 0; end = text.indexOf(quote, end + 1)) {
    const inside = text.slice(at + 1, end);
    if (inside.includes('\n')) beyond();
    if (quote === "'") {
      if (text[end + 1] !== "'") return { value: inside.replaceAll("''", "'"), end: end + 1 };
      end++;
    } else if (!inside.includes('\\')) {
      return { value: inside, end: end + 1 };
    } else if (/^(?:[^\\]|\\.)*$/s.test(inside)) {
      const value = inside.replace(/\\(.)/g, (pair) => ESCAPES[pair] ?? beyond());
      return { value, end: end + 1 };
    }
  }
  return beyond();
}

export interface BlockText {
  readonly value: string;
  /** After the last line of content. */
  readonly end: number;
  /** The start of the line after the block. */
  readonly next: number;
}

const HEADER = /[|>]([-+]?) *(?: #.*)?$/y;

function indentAt(text: string, at: number): number {
  let next = at;
  while (text.charCodeAt(next) === SPACE) next++;
  return next - at;
}

/** Reads a `|` or `>` text from its indicator. `outer` is the indentation that its lines must exceed. */
export function readBlockText(text: string, at: number, outer: number): BlockText {
  const headerEnd = lineEnd(text, at);
  const header = text.slice(at, headerEnd);
  HEADER.lastIndex = 0;
  const chomp = HEADER.exec(header)?.[1];
  if (chomp === undefined || headerEnd >= text.length) return beyond();
  const lines: string[] = [];
  let indent = -1;
  let next = headerEnd + 1;
  let end = headerEnd;
  while (next < text.length) {
    const stop = lineEnd(text, next);
    const own = indentAt(text, next);
    const isBlank = next + own >= stop;
    if (!isBlank && indent < 0) {
      if (own <= outer) break;
      if (lines.some((each) => each.length > own)) beyond();
      lines.fill('');
      indent = own;
    }
    if (!isBlank && own < indent) {
      if (own > outer && text.charCodeAt(next + own) !== HASH) beyond();
      break;
    }
    // Blank lines before the first text are kept whole until its indentation is known.
    lines.push(indent < 0 ? text.slice(next, stop) : text.slice(Math.min(next + indent, stop), stop));
    if (!isBlank) end = stop;
    if (stop >= text.length && !isBlank) beyond();
    next = stop + 1;
  }
  if (indent < 0) return beyond();
  return { value: assemble(header[0] as string, chomp, lines), end, next: Math.min(next, text.length) };
}

function assemble(style: string, chomp: string, lines: readonly string[]): string {
  let used = lines.length;
  while (used > 0 && lines[used - 1] === '') used--;
  if (lines.slice(used).length > 0 && chomp === '+' && style === '>') beyond();
  const body = style === '|' ? lines.slice(0, used).join('\n') : fold(lines.slice(0, used));
  if (chomp === '-') return body;
  return chomp === '+' ? `${body}\n${'\n'.repeat(lines.length - used)}` : `${body}\n`;
}

/** Folds lines: one break becomes a blank, each empty line a break. Lines that are indented further are not for here. */
export function fold(lines: readonly string[]): string {
  let folded = '';
  let empty = 0;
  lines.forEach((line, at) => {
    if (line === '') {
      empty++;
      return;
    }
    if (/^[ \t]/.test(line)) beyond();
    if (empty > 0) folded += '\n'.repeat(empty);
    else if (at > 0) folded += ' ';
    empty = 0;
    folded += line;
  });
  return folded;
}
