import type { QueryLineage } from '../adapter/contract.ts';
import { sha256 } from '../base/index.ts';

/** Lineage of queries from one analysis to the next, by a hash of all that it depends on. */
export interface KeptLineage {
  find(key: string): QueryLineage | undefined;
  keep(key: string, lineage: QueryLineage): void;
  /** What was found or kept, as text; null when that is what was read. */
  text(): string | null;
}

type Sources = QueryLineage['columns'][number]['sources'];
type Source = Sources[number] | QueryLineage['indirect'][number];
/** Numbers of words: where a column comes from, its name there, and in which ways. */
type SourceRow = readonly number[];
/** Columns as name, type and sources, then what decides which rows there are. */
type Row = readonly [readonly (readonly [number, number, readonly SourceRow[]])[], readonly SourceRow[]];

interface Content {
  readonly words: readonly string[];
  readonly rows: Readonly<Record<string, Row>>;
}

/** Grows when the form changes. */
const FORMAT = 1;

/** The checksum is of the stamp and the content: text of another stamp is none. */
function heading(stamp: string, body: string): string {
  return `sluice lineage ${FORMAT} ${sha256(`${stamp}\n${body}`)}\n`;
}

function read(text: string | null, stamp: string): Content {
  const end = text?.indexOf('\n') ?? -1;
  const body = text?.slice(end + 1) ?? '';
  const isWhole = end > 0 && text?.slice(0, end + 1) === heading(stamp, body);
  return isWhole ? (JSON.parse(body) as Content) : { words: [], rows: {} };
}

function decode([columns, indirect]: Row, words: readonly string[]): QueryLineage {
  const word = (at: number | undefined) => words[at ?? -1] as string;
  const source = ([from, column, ...kinds]: SourceRow) =>
    ({ from: JSON.parse(word(from)), column: word(column), kinds: kinds.map(word) }) as unknown as Source;
  return {
    columns: columns.map(([name, type, sources]) => ({
      name: word(name),
      type: word(type),
      sources: sources.map(source) as Sources,
    })),
    indirect: indirect.map(source) as QueryLineage['indirect'],
    reads: [],
  };
}

function createWords() {
  const words: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, words.length);
    return words.push(word) - 1;
  };
  return { words, numberOf };
}

function encoded(lineages: ReadonlyMap<string, QueryLineage>): Content {
  const { words, numberOf } = createWords();
  const row = ({ from, column, kinds }: Source): SourceRow =>
    [JSON.stringify(from), column, ...kinds].map(numberOf);
  const rows: Record<string, Row> = {};
  // Binding goes on side by side: only in the order of keys are two files of the same project alike.
  const ordered = [...lineages].sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [key, { columns, indirect }] of ordered) {
    rows[key] = [
      columns.map(({ name, type, sources }) => [numberOf(name), numberOf(type), sources.map(row)]),
      indirect.map(row),
    ];
  }
  return { words, rows };
}

/**
 * Takes up what an earlier analysis left. Text that is damaged, of another version, or of another `stamp` is as none: the stamp
 * says which build of Sluice and which engine made it.
 */
export function openKeptLineage(text: string | null, stamp: string): KeptLineage {
  const { words, rows } = read(text, stamp);
  const before = new Map(Object.entries(rows));
  const current = new Map<string, QueryLineage>();
  let hasNew = false;
  return {
    find(key) {
      const known = current.get(key);
      const row = before.get(key);
      if (known !== undefined || row === undefined) return known;
      const lineage = decode(row, words);
      current.set(key, lineage);
      return lineage;
    },
    keep(key, lineage) {
      current.set(key, lineage);
      hasNew = true;
    },
    text() {
      if (!hasNew && current.size === before.size) return null;
      const body = JSON.stringify(encoded(current));
      return heading(stamp, body) + body;
    },
  };
}
