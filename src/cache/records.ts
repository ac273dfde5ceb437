import { decodePlain, encodePlain } from '../base/index.ts';
import type { SourceReader, SourceWriter } from './source-table.ts';
import { storedRecord } from './stored-record.ts';

type Dict = Readonly<Record<string, unknown>>;

/** What selection and listing look at in everything; the rest of a record is its bulk, read when it is asked for. */
const LIGHT: ReadonlySet<string> = new Set([
  'resourceType',
  'uniqueId',
  'name',
  'packageName',
  'path',
  'originalFilePath',
  'fqn',
  'tags',
  'dependsOn',
  'version',
  'latestVersion',
  'access',
  'group',
  'sourceName',
  'attachedNode',
  'fileKeyName',
  'patchPath',
  'deprecationDate',
  'database',
  'schema',
  'alias',
]);

/** The same of a record's `config`. */
const LIGHT_CONFIG: readonly string[] = ['enabled', 'materialized', 'store_failures'];

/** The keys of a record in their order, and those of its `config`; null when it has none. */
interface Shape {
  readonly keys: readonly string[];
  readonly config: readonly string[] | null;
}

/** Records of one map: which keys they have, then a row for each: its shape, where its bulk lies, its light values. */
interface RecordTable {
  readonly shapes: readonly Shape[];
  readonly rows: readonly (readonly [
    id: string,
    shape: number,
    start: number,
    length: number,
    ...light: unknown[],
  ])[];
}

/** Whether a value is a map of records, which are worth to be stored in parts. */
export function isRecordMap(value: unknown): value is ReadonlyMap<string, Dict> {
  if (!(value instanceof Map)) return false;
  for (const [id, each] of value) {
    if (typeof id !== 'string' || !isPlainRecord(each)) return false;
  }
  return true;
}

const isLight = (key: string): boolean => LIGHT.has(key);

/** `config` stands among the bulk, and its light part among the light values behind all others. */
function partsOf(shape: Shape) {
  const bulk = shape.keys.filter((key) => !isLight(key));
  const config = shape.config?.filter((key) => LIGHT_CONFIG.includes(key)) ?? [];
  return { light: shape.keys.filter(isLight), bulk, config };
}

type Parts = ReturnType<typeof partsOf>;

function shapeOf(record: Dict): Shape {
  const { config } = record;
  return { keys: Object.keys(record), config: isPlainRecord(config) ? Object.keys(config) : null };
}

function isPlainRecord(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Writes the bulk of records to where `write` puts it, and answers the text of their table. */
export function encodeRecords(options: {
  readonly records: ReadonlyMap<string, Dict>;
  readonly sources: SourceWriter;
  readonly write: (bytes: Uint8Array) => void;
}): string {
  const { records, sources, write } = options;
  const shapes = new Map<string, { readonly number: number; readonly parts: Parts }>();
  const rows: string[] = [];
  let at = 0;
  for (const [id, record] of records) {
    const shape = shapeOf(record);
    const text = JSON.stringify(shape);
    let known = shapes.get(text);
    if (known === undefined) {
      known = { number: shapes.size, parts: partsOf(shape) };
      shapes.set(text, known);
    }
    const { light, bulk, config } = known.parts;
    const texts = (from: Dict, keys: readonly string[]) =>
      keys.map((key) => encodePlain(from[key], sources.encode));
    const bytes = Buffer.from(`[${texts(record, bulk).join(',')}]`);
    write(bytes);
    const values = [...texts(record, light), ...texts((record['config'] ?? {}) as Dict, config)];
    rows.push(`[${[JSON.stringify(id), known.number, at, bytes.length, ...values].join(',')}]`);
    at += bytes.length;
  }
  return `{"shapes":[${[...shapes.keys()].join(',')}],"rows":[${rows.join(',\n')}]}`;
}

/** How records of one shape are put together again. */
function createMaker(shape: Shape, bytes: Buffer, sources: SourceReader) {
  const { light, bulk, config } = partsOf(shape);
  const keys = new Set(bulk.filter((key) => shape.config === null || key !== 'config'));
  const order = shape.keys;
  const configOrder = shape.config ?? [];
  const configKeys = new Set(configOrder.filter((key) => !LIGHT_CONFIG.includes(key)));
  return (start: number, length: number, values: readonly unknown[]): Dict => {
    let whole: Dict | undefined;
    const read = (): Dict => {
      if (whole !== undefined) return whole;
      const parts = decodePlain(bytes.toString('utf8', start, start + length), sources.decode) as unknown[];
      whole = Object.fromEntries(bulk.map((key, at) => [key, parts[at]]));
      return whole;
    };
    const own: Record<string, unknown> = {};
    for (let at = 0; at < light.length; at++) own[light[at] as string] = values[at];
    if (shape.config !== null) {
      const part: Record<string, unknown> = {};
      for (let at = 0; at < config.length; at++) part[config[at] as string] = values[light.length + at];
      own['config'] = storedRecord(part, {
        keys: configKeys,
        order: configOrder,
        read: () => read()['config'] as Dict,
      });
    }
    return storedRecord(own, { keys, order, read });
  };
}

/** The records of a table, in their order. */
export function decodeRecords(options: {
  readonly table: string;
  readonly bytes: Buffer;
  readonly sources: SourceReader;
}): ReadonlyMap<string, Dict> {
  const { bytes, sources } = options;
  const { shapes, rows } = decodePlain(options.table, sources.decode) as RecordTable;
  const makers = shapes.map((shape) => createMaker(shape, bytes, sources));
  const records = new Map<string, Dict>();
  for (const [id, number, start, length, ...values] of rows) {
    const make = makers[number];
    if (make === undefined) throw new SyntaxError(`no such shape: ${number}`);
    records.set(id, make(start, length, values));
  }
  return records;
}
