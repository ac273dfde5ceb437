import { lazily } from './lazily.ts';
import { BEST, scoreAll, scoreOf, type Texts, type Wanted, wantedWord } from './match.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';
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

/** Names count more than columns, columns more than tags, tags more than descriptions. */
const WEIGHT = { name: 3, column: 1.5, tag: 1.3, test: 1.2, macro: 1.6, description: 0.2 };
const MAX_HITS = 60;

/** Why a node was found: its name, or something of it with a number. */
const REASONS = ['name', 'column', 'tag', 'description', 'column description'] as const;
type Reason = (typeof REASONS)[number];

/**
 * What is known of every node while a search runs. Nearly everything fits a first letter, so nothing is made for a node but
 * numbers; what it was found by is put into words for those that are shown.
 */
interface Scores {
  readonly best: Float64Array;
  readonly reason: Uint8Array;
  /** The column or tag that the reason names. */
  readonly by: Int32Array;
}

interface Searching {
  readonly site: Site;
  readonly index: SearchIndex;
  readonly wanted: readonly Wanted[];
  readonly scores: Scores;
}

function note(scores: Scores, node: number, score: number, reason: Reason, by: number): void {
  if ((scores.best[node] as number) >= score) return;
  scores.best[node] = score;
  scores.reason[node] = REASONS.indexOf(reason);
  scores.by[node] = by;
}

/** The scores of all names, by word of the query. */
function searchNames({ index, wanted, scores }: Searching): readonly Float64Array[] {
  const { names } = index;
  const count = names.texts.length;
  const byWord = wanted.map((each) => {
    const scores = new Float64Array(count);
    for (let node = 0; node < count; node++) scores[node] = scoreOf(names, node, each);
    return scores;
  });
  for (let node = 0; node < count; node++) {
    let sum = 0;
    for (const of of byWord) sum = of[node] === 0 ? Number.NaN : sum + (of[node] as number);
    if (sum > 0) note(scores, node, (sum / wanted.length) * WEIGHT.name, 'name', -1);
  }
  return byWord;
}

/** Columns; of several words, some may fit the node and others its column: `orders amount`. */
function searchColumns({ site, index, wanted, scores }: Searching, names: readonly Float64Array[]): void {
  const { columns } = index;
  for (const [at, bearers] of columns.bearers.entries()) {
    const own = wanted.map((each) => scoreOf(columns, at, each));
    if (own.every((each) => each === 0)) continue;
    for (const column of bearers) {
      const node = site.nodeOfColumn[column] as number;
      let sum = 0;
      for (let word = 0; word < own.length; word++) {
        const alone = own[word] as number;
        const score = own.length === 1 ? alone : Math.max(alone, names[word]?.[node] ?? 0);
        sum = score === 0 ? Number.NaN : sum + score;
      }
      if (sum > 0) note(scores, node, (sum / own.length) * WEIGHT.column, 'column', column);
    }
  }
}

function searchTags({ index, wanted, scores }: Searching): void {
  for (const [tag, nodes] of index.tags.bearers.entries()) {
    const score = scoreAll(index.tags, tag, wanted);
    if (score > 0) for (const node of nodes) note(scores, node, score * WEIGHT.tag, 'tag', tag);
  }
}

function searchDescriptions({ site, index, wanted, scores }: Searching): void {
  const { nodes, columns } = site.core;
  const fitting = Uint8Array.from(index.descriptions, (text) =>
    wanted.every(({ word }) => text.includes(word)) ? 1 : 0,
  );
  if (!fitting.includes(1)) return;
  const score = BEST * WEIGHT.description;
  for (let node = 0; node < nodes.description.length; node++) {
    if (fitting[nodes.description[node] as number] === 1) note(scores, node, score, 'description', -1);
  }
  for (let column = 0; column < columns.description.length; column++) {
    if (fitting[columns.description[column] as number] !== 1) continue;
    note(scores, site.nodeOfColumn[column] as number, score * 0.9, 'column description', column);
  }
}

function because({ site, index, scores }: Searching, node: number): string | null {
  const by = scores.by[node] as number;
  const words: Readonly<Record<Reason, () => string | null>> = {
    name: () => null,
    column: () => `column ${site.columnName(by)}`,
    tag: () => `tag ${index.tags.texts[by]}`,
    description: () => 'description',
    'column description': () => `description of ${site.columnName(by)}`,
  };
  return words[REASONS[scores.reason[node] as number] as Reason]();
}

function nodeHit(searching: Searching, node: number): Hit {
  const { best, by, reason } = searching.scores;
  const isColumn = REASONS[reason[node] as number]?.startsWith('column') === true;
  return {
    kind: 'node',
    index: node,
    score: best[node] as number,
    because: because(searching, node),
    column: isColumn ? (by[node] as number) : -1,
  };
}

interface Candidate {
  readonly kind: Hit['kind'];
  readonly index: number;
  readonly score: number;
  readonly length: number;
}

/** The best of many, without putting all of them in order: the higher score first, then the shorter name. */
function createRanking() {
  const ranked: Candidate[] = [];
  const isBehind = (left: Candidate, score: number, length: number) =>
    left.score < score || (left.score === score && left.length > length);
  return {
    ranked,
    offer(kind: Hit['kind'], index: number, score: number, length: number): void {
      const last = ranked[MAX_HITS - 1];
      if (last !== undefined && !isBehind(last, score, length)) return;
      let low = 0;
      let high = ranked.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isBehind(ranked[middle] as Candidate, score, length)) high = middle;
        else low = middle + 1;
      }
      ranked.splice(low, 0, { kind, index, score, length });
      if (ranked.length > MAX_HITS) ranked.pop();
    },
  };
}

/** A search, and what makes it ready before the first key. */
export type Search = ((query: string) => readonly Hit[]) & { readonly prepare: () => void };

function searchFor(searching: Searching): readonly Hit[] {
  const { index, wanted, scores } = searching;
  const names = searchNames(searching);
  searchColumns(searching, names);
  searchTags(searching);
  searchDescriptions(searching);
  const { ranked, offer } = createRanking();
  for (let node = 0; node < scores.best.length; node++) {
    const score = scores.best[node] as number;
    if (score > 0) offer('node', node, score, index.names.texts[node]?.length ?? 0);
  }
  const others = [
    ['test', index.tests, WEIGHT.test],
    ['macro', index.macros, WEIGHT.macro],
  ] as const satisfies readonly (readonly [Hit['kind'], Texts, number])[];
  for (const [kind, texts, weight] of others) {
    for (let at = 0; at < texts.texts.length; at++) {
      const score = scoreAll(texts, at, wanted);
      if (score > 0) offer(kind, at, score * weight, texts.texts[at]?.length ?? 0);
    }
  }
  return ranked.map(({ kind, index: at, score }) =>
    kind === 'node' ? nodeHit(searching, at) : { kind, index: at, score, because: null, column: -1 },
  );
}

/** Search over names, columns, tags and descriptions, forgiving one wrong letter a word; the best come first. */
export function createSearch(site: Site): Search {
  const readyIndex = lazily(() => createSearchIndex(site));
  const search = (query: string): readonly Hit[] => {
    const words = query
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return [];
    const index = readyIndex();
    const { count } = site;
    return searchFor({
      site,
      index,
      wanted: words.map((word) => wantedWord(word, index.dictionary)),
      scores: { best: new Float64Array(count), reason: new Uint8Array(count), by: new Int32Array(count) },
    });
  };
  // Searching as a reader does, and not only making the index, has the browser compile what every key runs through.
  const prepare = lazily(() => ['a', 'warm up', 'aa column'].map(search));
  return Object.assign(search, { prepare: () => void prepare() });
}
