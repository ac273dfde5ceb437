import { entrySpan, type Span } from '../diagnostics/index.ts';
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

/** The place where a node is configured with a value, in its own text or its properties; else where it begins. */
export function configSpan(node: Node, key: string, value: string): Span {
  const own = node.resourceType === 'test' ? null : find(node.span, key, value);
  const entry = node.patchSpan ?? (node.resourceType === 'snapshot' ? node.span : undefined);
  const patched = entry === undefined ? null : find(entrySpan(entry), key, value);
  return own ?? patched ?? node.patchSpan ?? { ...node.span, end: node.span.start };
}
