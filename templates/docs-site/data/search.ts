import { lazily } from './lazily.ts';
import type { Site } from './site.ts';

/** What was found, and why. */
export interface Hit {
  readonly kind: 'node' | 'test' | 'macro';
  readonly index: number;
  readonly score: number;
  /** What fitted when it was not the name: `column net_amount`, `tag finance`. */
  readonly because: string | null;
  /** The column that fitted; -1 for none. */
  readonly column: number;
}

/** Whether two words differ by one letter at most: one more, one less, another one, or two swapped. */
export function isOneEdit(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  const restOf = (text: string, from: number) => text.slice(from);
  if (at === left.length && at === right.length) return true;
  return (
    restOf(left, at + 1) === restOf(right, at + 1) ||
    restOf(left, at) === restOf(right, at + 1) ||
    restOf(left, at + 1) === restOf(right, at) ||
    (left[at] === right[at + 1] &&
      left[at + 1] === right[at] &&
      restOf(left, at + 2) === restOf(right, at + 2))
  );
}

const EXACT = 100;
const PREFIX = 80;
const WORD = 70;
const WITHIN = 40;
const TYPO = 30;
/** Words shorter than this are too alike for typos. */
const MIN_TYPO = 4;

/** How well a text fits one word of the query; 0 when it does not. */
export function scoreOf(text: string, query: string): number {
  if (text === query) return EXACT;
  if (text.startsWith(query)) return PREFIX;
  const at = text.indexOf(query);
  if (at > 0) return /[^a-z0-9]/.test(text[at - 1] as string) ? WORD : WITHIN;
  if (query.length < MIN_TYPO) return 0;
  const isNear = isOneEdit(text, query) || text.split(/[^a-z0-9]+/).some((word) => isOneEdit(word, query));
  return isNear ? TYPO : 0;
}

/** The score of a text for all words; 0 unless each of them fits. */
function scoreAll(text: string, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const score = scoreOf(text, word);
    if (score === 0) return 0;
    sum += score;
  }
  return sum / words.length;
}

/** Texts in lower case, and columns by their names, made once. */
interface SearchIndex {
  readonly names: readonly string[];
  readonly tests: readonly string[];
  readonly macros: readonly string[];
  /** Distinct names of columns with the columns of that name. */
  readonly columns: readonly (readonly [string, readonly number[]])[];
  readonly tags: readonly (readonly [string, readonly number[]])[];
  readonly descriptions: readonly string[];
}

function byWord(
  site: Site,
  pairs: Iterable<readonly [number, number]>,
): (readonly [string, readonly number[]])[] {
  const groups = new Map<number, number[]>();
  for (const [word, value] of pairs) {
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [value]);
    else group.push(value);
  }
  return [...groups].map(([word, values]) => [site.word(word).toLowerCase(), values] as const);
}

function plainText(html: string | null): string {
  return html === null ? '' : html.replace(/<[^>]*>/g, ' ').toLowerCase();
}

function searchIndex(site: Site): SearchIndex {
  const { core } = site;
  const lower = (text: string) => text.toLowerCase();
  return {
    names: core.nodes.name.map(lower),
    tests: core.tests.name.map(lower),
    macros: core.macros.name.map(lower),
    columns: byWord(
      site,
      [...core.columns.name.entries()].map(([column, word]) => [word, column] as const),
    ),
    tags: byWord(
      site,
      core.nodes.tags.flatMap((tags, node) => tags.map((tag) => [tag, node] as const)),
    ),
    descriptions: core.texts.map(plainText),
  };
}

/** Names count more than columns, columns more than tags, tags more than descriptions. */
const WEIGHT = { name: 3, column: 1.5, tag: 1.3, test: 1.2, macro: 1.6, description: 0.2 };
const MAX_HITS = 60;

export type Search = (query: string) => readonly Hit[];

/** Search over names, columns, tags and descriptions, forgiving one wrong letter a word; the best come first. */
export function createSearch(site: Site): Search {
  const { core } = site;
  const readyIndex = lazily(() => searchIndex(site));
  return (query) => {
    const words = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return [];
    const index = readyIndex();
    const best = new Map<string, Hit>();
    const note = (hit: Hit) => {
      const key = `${hit.kind}${hit.index}`;
      const known = best.get(key);
      if (known === undefined || known.score < hit.score) best.set(key, hit);
    };
    searchNames(index, words, note);
    searchInside({ site, index, words, note });
    const hits = [...best.values()];
    const nameOf = ({ kind, index: at }: Hit) =>
      (kind === 'node' ? core.nodes.name : kind === 'test' ? core.tests.name : core.macros.name)[at] ?? '';
    hits.sort((left, right) => right.score - left.score || nameOf(left).length - nameOf(right).length);
    return hits.slice(0, MAX_HITS);
  };
}

function searchNames(index: SearchIndex, words: readonly string[], note: (hit: Hit) => void): void {
  const lists = [
    ['node', index.names, WEIGHT.name],
    ['test', index.tests, WEIGHT.test],
    ['macro', index.macros, WEIGHT.macro],
  ] as const;
  for (const [kind, names, weight] of lists) {
    for (let at = 0; at < names.length; at++) {
      const score = scoreAll(names[at] as string, words);
      if (score > 0) note({ kind, index: at, score: score * weight, because: null, column: -1 });
    }
  }
}

interface InsideSearch {
  readonly site: Site;
  readonly index: SearchIndex;
  readonly words: readonly string[];
  readonly note: (hit: Hit) => void;
}

/** A node whose name fits some words and whose column fits the others: `orders amount`. */
function mixedScore(name: string, column: string, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const score = Math.max(scoreOf(name, word), scoreOf(column, word));
    if (score === 0) return 0;
    sum += score;
  }
  return sum / words.length;
}

function searchInside({ site, index, words, note }: InsideSearch): void {
  const { nodes } = site.core;
  for (const [name, columns] of index.columns) {
    if (!words.some((word) => scoreOf(name, word) > 0)) continue;
    for (const column of columns) {
      const node = site.nodeOfColumn[column] as number;
      const score =
        words.length === 1 ? scoreAll(name, words) : mixedScore(index.names[node] as string, name, words);
      if (score === 0) continue;
      const because = `column ${site.columnName(column)}`;
      note({ kind: 'node', index: node, score: score * WEIGHT.column, because, column });
    }
  }
  for (const [tag, tagged] of index.tags) {
    const score = scoreAll(tag, words);
    if (score === 0) continue;
    for (const node of tagged)
      note({ kind: 'node', index: node, score: score * WEIGHT.tag, because: `tag ${tag}`, column: -1 });
  }
  const fitting = new Set<number>();
  for (let at = 0; at < index.descriptions.length; at++) {
    if (words.every((word) => index.descriptions[at]?.includes(word))) fitting.add(at);
  }
  if (fitting.size === 0) return;
  for (const [node, text] of nodes.description.entries()) {
    if (!fitting.has(text)) continue;
    note({
      kind: 'node',
      index: node,
      score: EXACT * WEIGHT.description,
      because: 'description',
      column: -1,
    });
  }
  for (const [column, text] of site.core.columns.description.entries()) {
    if (!fitting.has(text)) continue;
    const because = `description of ${site.columnName(column)}`;
    const node = site.nodeOfColumn[column] as number;
    note({ kind: 'node', index: node, score: EXACT * WEIGHT.description * 0.9, because, column });
  }
}
