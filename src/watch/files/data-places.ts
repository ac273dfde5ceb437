import { externalLocation } from '../../context/index.ts';
import type { Manifest, SourceDefinition, UniqueId } from '../../domain/index.ts';
import { type DataPlace, dataPlace } from './glob-pattern.ts';

/** Files of data with what reads them. */
export interface ReadPlace extends DataPlace {
  /** The source that stands for them, or the nodes whose SQL names them. */
  readonly readers: readonly UniqueId[];
}

const QUOTED = /'((?:[^'\n]|'')+)'/g;

/** Endings by which DuckDB knows what to read a file with. */
const DATA_FILE = /\.(parquet|parq|csv|tsv|json|jsonl|ndjson|xlsx|arrow|avro)(\.(gz|zst|bz2))?$/i;

function locationOf(source: SourceDefinition): string | null {
  try {
    return externalLocation(source);
  } catch {
    return null;
  }
}

function* quotedIn(sql: string): Generator<string> {
  for (const [, text = ''] of sql.matchAll(QUOTED)) yield text.replaceAll("''", "'");
}

/** Files that the project's sources stand for, and those that models name themselves. */
export function dataPlaces(manifest: Manifest, root: string): readonly ReadPlace[] {
  const found = new Map<string, { readonly place: DataPlace; readonly readers: Set<UniqueId> }>();
  const add = (location: string, reader: UniqueId) => {
    const place = found.get(location)?.place ?? dataPlace(location, root);
    if (place === undefined) return;
    const readers = found.get(location)?.readers ?? new Set();
    found.set(location, { place, readers: readers.add(reader) });
  };
  for (const source of manifest.sources.values()) {
    for (const text of quotedIn(locationOf(source) ?? '')) {
      if (DATA_FILE.test(text) || /[*?]/.test(text)) add(text, source.uniqueId);
    }
  }
  for (const node of manifest.nodes.values()) {
    if (node.resourceType === 'test' || !node.rawCode.includes("'")) continue;
    for (const text of quotedIn(node.rawCode)) {
      if (DATA_FILE.test(text) && !text.includes('{')) add(text, node.uniqueId);
    }
  }
  return [...found.values()].map(({ place, readers }) => ({ ...place, readers: [...readers] }));
}
