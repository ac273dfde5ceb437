import type { Span } from './span.ts';

/**
 * The whole entry of a list in YAML, from the name that a span stands on to the next entry at the same depth or the end of the
 * list.
 */
export function entrySpan({ source, start }: Span): Span {
  const { text } = source;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const depth = /^\s*/.exec(text.slice(lineStart, start))?.[0].length ?? 0;
  let end = text.indexOf('\n', start);
  while (end !== -1) {
    const next = /^([ ]*)(\S)/m.exec(text.slice(end + 1).split('\n', 1)[0] as string);
    if (next !== null && (next[1] as string).length <= depth && next[2] !== '#') break;
    end = text.indexOf('\n', end + 1);
  }
  return { source, start: lineStart, end: end === -1 ? text.length : end };
}

/** The place where a column is declared below the entry that a span stands on; else that entry's name. */
export function columnSpan(entry: Span, column: string): Span {
  const { source, start, end } = entrySpan(entry);
  const name = column.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(`\\bname:\\s*(["']?)(${name})\\1(?![\\w])`).exec(
    source.text.slice(entry.end, end),
  );
  if (found === null) return entry;
  const begin = entry.end + found.index + found[0].lastIndexOf(column);
  return start <= begin ? { source, start: begin, end: begin + column.length } : entry;
}
