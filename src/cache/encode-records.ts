import { encodePlain } from '../base/index.ts';
import { isPlainRecord, partsOf, type Shape, type ShapeParts, shapeOf } from './record-shape.ts';
import type { SourceWriter } from './source-table.ts';
import { originOf } from './stored-record.ts';
import { placesBytes, type RecordPlace, type StoredTable } from './stored-table.ts';

type Dict = Readonly<Record<string, unknown>>;

/** Where the text of a record lies in the body. */
export interface BodyPlace {
  readonly start: number;
  readonly length: number;
}

export interface EncodeRecordsOptions {
  readonly records: ReadonlyMap<string, Dict>;
  readonly sources: SourceWriter;
  /** Takes the bulk of one record after the other. */
  readonly write: (bytes: Uint8Array) => void;
  readonly bodyPlaces: ReadonlyMap<object, BodyPlace>;
  /** Records that were read from here are copied as they are stored. */
  readonly earlier?: StoredTable | undefined;
}

/** Whether a value is a map of records, which are worth to be stored in parts. */
export function isRecordMap(value: unknown): value is ReadonlyMap<string, Dict> {
  if (!(value instanceof Map)) return false;
  for (const [id, each] of value) {
    if (typeof id !== 'string' || !isPlainRecord(each)) return false;
  }
  return true;
}

interface KnownShape {
  readonly number: number;
  readonly parts: ShapeParts;
}

function sameKeys(some: readonly string[] | null, others: readonly string[] | null): boolean {
  if (some === null || others === null) return some === others;
  return some.length === others.length && some.every((key, at) => key === others[at]);
}

class Shapes {
  readonly #known = new Map<string, KnownShape>();
  /** Records stand behind others of their kind. */
  #last: { readonly shape: Shape; readonly known: KnownShape } | undefined;

  /** Rows that are copied name shapes by the numbers that they had. */
  constructor(earlier: readonly Shape[]) {
    for (const each of earlier) this.of(each);
  }

  of(shape: Shape): KnownShape {
    const last = this.#last;
    if (
      last !== undefined &&
      sameKeys(last.shape.keys, shape.keys) &&
      sameKeys(last.shape.config, shape.config)
    )
      return last.known;
    const known = this.#find(shape);
    this.#last = { shape, known };
    return known;
  }

  #find(shape: Shape): KnownShape {
    const text = JSON.stringify(shape);
    let known = this.#known.get(text);
    if (known === undefined) {
      known = { number: this.#known.size, parts: partsOf(shape) };
      this.#known.set(text, known);
    }
    return known;
  }

  text(): string {
    return `[${[...this.#known.keys()].join(',')}]`;
  }
}

/** The text of one list from those of its parts. */
function joined(lists: readonly string[]): string {
  const inner = lists.map((each) => each.slice(1, -1)).filter((each) => each !== '');
  return `[${inner.join(',')}]`;
}

/** Writes the bulk of records, and answers the text of their table with their places. */
export function encodeRecords(options: EncodeRecordsOptions): {
  readonly table: string;
  readonly places: Uint8Array;
} {
  const { records, sources, write, bodyPlaces, earlier } = options;
  const shapes = new Shapes(earlier === undefined ? [] : (JSON.parse(earlier.line(-1)) as readonly Shape[]));
  const rows: string[] = [];
  const places: RecordPlace[] = [];
  let at = 0;
  const put = (record: Dict, row: string, bytes: Uint8Array) => {
    const body = bodyPlaces.get(record);
    places.push({
      bulkStart: at,
      bulkLength: bytes.length,
      bodyStart: body?.start ?? 0,
      bodyLength: body?.length ?? 0,
    });
    rows.push(row);
    write(bytes);
    at += bytes.length;
  };
  for (const [id, record] of records) {
    const origin = earlier === undefined ? undefined : originOf(record);
    if (origin !== undefined && origin.table === earlier) {
      put(record, origin.table.line(origin.at), origin.table.bulk(origin.at));
      continue;
    }
    const { number, parts } = shapes.of(shapeOf(record));
    const valuesOf = (from: Dict, keys: readonly string[]) => keys.map((key) => from[key]);
    const config = (record['config'] ?? {}) as Dict;
    const light = [id, number, ...valuesOf(record, parts.light), ...valuesOf(config, parts.config)];
    const bulk = valuesOf(record, parts.bulk);
    const pointing = bulk.splice(bulk.length - parts.pointing);
    const text = joined([encodePlain(bulk, sources.encode), encodePlain(pointing, sources.encode)]);
    put(record, encodePlain(light, sources.encode), Buffer.from(text));
  }
  return { table: `[${[shapes.text(), ...rows].join(',\n')}]`, places: placesBytes(places) };
}
