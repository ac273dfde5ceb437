import { truth } from '../runtime/iteration.ts';
import { raise, tuple } from '../values/index.ts';
import { type MethodTable, requireIndex, requireText } from './method.ts';
import { LINE_BREAKS, WHITE_SPACE } from './white-space.ts';

const SPACES = new RegExp(`[${WHITE_SPACE}]+`, 'g');
const SPACE: ReadonlySet<string> = new Set(WHITE_SPACE);
const SURROGATE = /[\ud800-\udfff]/;
const LINE_BREAK = new RegExp(`\r\n|[${LINE_BREAKS}]`, 'g');

/** `strip`: without the given characters (white space when null) at the chosen ends. */
export function strip(text: string, characters: unknown, ends: 'both' | 'left' | 'right'): string {
  const given =
    characters === undefined || characters === null
      ? null
      : requireText(characters, 'strip arg must be None or str');
  // A character outside of the first plane is two units: then the text has to be taken apart.
  if (given !== null && SURROGATE.test(given)) return stripOf([...text], new Set(given), ends).join('');
  return stripOf(text, given === null ? SPACE : new Set(given), ends);
}

/** A text, or its characters, without those that are removed at the chosen ends. */
function stripOf<Text extends string | readonly string[]>(
  all: Text,
  removed: ReadonlySet<string>,
  ends: 'both' | 'left' | 'right',
): Text {
  let start = 0;
  let end = all.length;
  if (ends !== 'right') while (start < end && removed.has(all[start] as string)) start++;
  if (ends !== 'left') while (end > start && removed.has(all[end - 1] as string)) end--;
  return all.slice(start, end) as Text;
}

function words(text: string, limit: number): string[] {
  const trimmed = strip(text, null, 'both');
  if (trimmed === '') return [];
  const parts: string[] = [];
  let from = 0;
  for (const gap of trimmed.matchAll(SPACES)) {
    if (limit >= 0 && parts.length >= limit) break;
    parts.push(trimmed.slice(from, gap.index));
    from = gap.index + gap[0].length;
  }
  // What is left over keeps its trailing white space when a limit stopped the splitting.
  const rest =
    limit >= 0 && parts.length >= limit ? strip(text, null, 'left').slice(from) : trimmed.slice(from);
  return [...parts, rest];
}

function lastWords(text: string, limit: number): string[] {
  const trimmed = strip(text, null, 'right');
  if (strip(text, null, 'both') === '') return [];
  const gaps = [...trimmed.matchAll(SPACES)].filter((gap) => gap.index > 0);
  const used = gaps.slice(Math.max(0, gaps.length - limit));
  const parts: string[] = [];
  let from = 0;
  for (const gap of used) {
    parts.push(trimmed.slice(from, gap.index));
    from = gap.index + gap[0].length;
  }
  parts.push(trimmed.slice(from));
  if (gaps.length < limit) parts[0] = strip(parts[0] as string, null, 'left');
  return parts.filter((part, index) => index > 0 || part !== '');
}

/** `split`. */
export function split(text: string, separator: unknown, limit: unknown): string[] {
  const most = limit === undefined ? -1 : requireIndex(limit);
  if (separator === undefined || separator === null) return words(text, most);
  const at = requireText(separator, 'must be str or None, not %');
  if (at === '') raise('ValueError', 'empty separator');
  const parts = text.split(at);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(at)];
}

/** `rsplit`: the limit counts from the right. */
export function splitRight(text: string, separator: unknown, limit: unknown): string[] {
  const most = limit === undefined ? -1 : requireIndex(limit);
  if (separator === undefined || separator === null)
    return most < 0 ? words(text, -1) : lastWords(text, most);
  const at = requireText(separator, 'must be str or None, not %');
  const parts = split(text, at, undefined);
  if (most < 0 || parts.length <= most + 1) return parts;
  const kept = parts.length - most;
  return [parts.slice(0, kept).join(at), ...parts.slice(kept)];
}

/** `splitlines`. */
export function splitLines(text: string, keepEnds: boolean): string[] {
  const lines: string[] = [];
  let from = 0;
  for (const end of text.matchAll(LINE_BREAK)) {
    const after = end.index + end[0].length;
    lines.push(text.slice(from, keepEnds ? after : end.index));
    from = after;
  }
  if (from < text.length) lines.push(text.slice(from));
  return lines;
}

function partition(text: string, separator: unknown, last: boolean): unknown {
  const at = requireText(separator, 'must be str, not %');
  if (at === '') raise('ValueError', 'empty separator');
  const index = last ? text.lastIndexOf(at) : text.indexOf(at);
  if (index === -1) return last ? tuple('', '', text) : tuple(text, '', '');
  return tuple(text.slice(0, index), at, text.slice(index + at.length));
}

/** Methods that take a text apart. */
export const splitTable: MethodTable<string> = {
  lstrip: ['chars? /', (text, [characters]) => strip(text, characters, 'left')],
  partition: ['sep /', (text, [separator]) => partition(text, separator, false)],
  removeprefix: [
    'prefix /',
    (text, [prefix]) => {
      const affix = requireText(prefix, 'removeprefix() argument must be str, not %');
      return text.startsWith(affix) ? text.slice(affix.length) : text;
    },
  ],
  removesuffix: [
    'suffix /',
    (text, [suffix]) => {
      const affix = requireText(suffix, 'removesuffix() argument must be str, not %');
      return affix !== '' && text.endsWith(affix) ? text.slice(0, -affix.length) : text;
    },
  ],
  rpartition: ['sep /', (text, [separator]) => partition(text, separator, true)],
  rsplit: ['sep? maxsplit?', (text, [separator, limit]) => splitRight(text, separator, limit)],
  rstrip: ['chars? /', (text, [characters]) => strip(text, characters, 'right')],
  split: ['sep? maxsplit?', (text, [separator, limit]) => split(text, separator, limit)],
  splitlines: ['keepends?', (text, [keepEnds]) => splitLines(text, truth(keepEnds))],
  strip: ['chars? /', (text, [characters]) => strip(text, characters, 'both')],
};
