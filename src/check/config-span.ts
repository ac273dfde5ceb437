import type { Span } from '../diagnostics/index.ts';
import type { Node } from '../domain/index.ts';

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Where a word stands as a value of a key, in `key='word'`, `key=['a', 'word']` or `key: word`; else the key itself. */
function find({ source, start, end }: Span, key: string, value: string): Span | null {
  const text = source.text.slice(start, end);
  const at = new RegExp(`\\b${key}\\b['"]?\\s*[=:]`).exec(text);
  if (at === null) return null;
  const from = at.index + at[0].length;
  const word = new RegExp(`(?<![\\w])${escaped(value)}(?![\\w])`).exec(text.slice(from, from + 400));
  const begin = start + (word === null ? at.index : from + word.index);
  return { source, start: begin, end: begin + (word === null ? key : value).length };
}

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

/** The place where a node is configured with a value, in its own text or its properties; else where it begins. */
export function configSpan(node: Node, key: string, value: string): Span {
  const own = node.resourceType === 'test' ? null : find(node.span, key, value);
  const entry = node.patchSpan ?? (node.resourceType === 'snapshot' ? node.span : undefined);
  const patched = entry === undefined ? null : find(entrySpan(entry), key, value);
  return own ?? patched ?? node.patchSpan ?? { ...node.span, end: node.span.start };
}

/** The place where a column is declared below the entry that a span stands on; else that entry's name. */
export function columnSpan(entry: Span, column: string): Span {
  const { source, start, end } = entrySpan(entry);
  const found = new RegExp(`\\bname:\\s*(["']?)(${escaped(column)})\\1(?![\\w])`).exec(
    source.text.slice(entry.end, end),
  );
  if (found === null) return entry;
  const begin = entry.end + found.index + found[0].lastIndexOf(column);
  return start <= begin ? { source, start: begin, end: begin + column.length } : entry;
}
