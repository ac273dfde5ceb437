import { decodePlain } from '../base/index.ts';
import { partsOf, type Shape } from './record-shape.ts';
import type { SourceReader } from './source-table.ts';
import { type Origin, type RecordKind, StoredRecord, storedRecord } from './stored-record.ts';
import type { StoredTable } from './stored-table.ts';

type Dict = Readonly<Record<string, unknown>>;

/** A record with its id. */
export type RecordRow = readonly [id: string, record: Dict];

/** What stands in a line before the light values: id and shape. */
const BEFORE = 2;

type Line = readonly [id: string, shape: number, ...light: unknown[]];

/** What rows of one shape share. */
interface RowKind extends RecordKind {
  readonly table: StoredTable;
  readonly sources: SourceReader;
  /** Where the values of the bulk stand as they are stored. */
  readonly stored: ReadonlyMap<string, number>;
  /** The shape of `config`; undefined when it is among the bulk. */
  readonly config: RecordKind | undefined;
}

const places = (keys: readonly string[], start: number): ReadonlyMap<string, number> =>
  new Map(keys.map((key, at) => [key, start + at]));

function rowKind(shape: Shape, table: StoredTable, sources: SourceReader): RowKind {
  const { light, bulk, config, configBulk } = partsOf(shape);
  const start = BEFORE + light.length;
  return {
    ...{ table, sources, stored: places(bulk, 0), latest: undefined },
    light: places(light, BEFORE),
    bulk: new Set(bulk.filter((key) => shape.config === null || key !== 'config')),
    order: shape.keys,
    config:
      shape.config === null
        ? undefined
        : {
            light: places(config, start),
            bulk: new Set(configBulk),
            order: shape.config,
            latest: undefined,
          },
  };
}

/** A record of a table. */
class Row extends StoredRecord {
  readonly #kind: RowKind;
  readonly #at: number;
  #parts: readonly unknown[] | undefined;

  constructor(kind: RowKind, at: number, line: Line) {
    super(kind, line);
    this.#kind = kind;
    this.#at = at;
  }

  read(key: string): unknown {
    const { stored, table, sources } = this.#kind;
    this.#parts ??= decodePlain(table.bulkText(this.#at), sources.decode) as readonly unknown[];
    return this.#parts[stored.get(key) ?? -1];
  }

  protected override config(line: readonly unknown[]): StoredRecord | null {
    const { config } = this.#kind;
    return config === undefined ? null : new Config(config, line, this);
  }

  protected override get origin(): Origin {
    return { table: this.#kind.table, at: this.#at };
  }
}

/** The `config` of a record. */
class Config extends StoredRecord {
  readonly #row: Row;

  constructor(kind: RecordKind, line: readonly unknown[], row: Row) {
    super(kind, line);
    this.#row = row;
  }

  protected read(key: string): unknown {
    return (this.#row.read('config') as Dict)[key];
  }
}

/** The records of a table, in their order. */
export function decodeRecords(table: StoredTable, sources: SourceReader): readonly RecordRow[] {
  const [shapes, ...rows] = decodePlain(table.text, sources.decode) as [readonly Shape[], ...Line[]];
  const kinds = shapes.map((shape) => rowKind(shape, table, sources));
  return rows.map((row, at) => {
    const kind = kinds[row[1]];
    if (kind === undefined) throw new SyntaxError(`no such shape: ${row[1]}`);
    return [row[0], storedRecord(new Row(kind, at, row))];
  });
}
