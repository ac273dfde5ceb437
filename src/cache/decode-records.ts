import { decodePlain } from '../base/index.ts';
import { partsOf, type Shape, type ShapeParts } from './record-shape.ts';
import type { SourceReader } from './source-table.ts';
import { type Bulk, storedRecord } from './stored-record.ts';
import type { StoredTable } from './stored-table.ts';

type Dict = Readonly<Record<string, unknown>>;

/** What records of one shape share. */
interface Maker extends ShapeParts {
  readonly shape: Shape;
  readonly table: StoredTable;
  readonly sources: SourceReader;
  readonly keys: ReadonlySet<string>;
  readonly configKeys: ReadonlySet<string>;
}

/** The row of a record, read on demand. */
class Row implements Bulk {
  readonly #maker: Maker;
  readonly #at: number;
  #values: readonly unknown[];
  #whole: Dict | undefined;

  constructor(maker: Maker, at: number, values: readonly unknown[]) {
    this.#maker = maker;
    this.#at = at;
    this.#values = values;
  }

  get keys(): ReadonlySet<string> {
    return this.#maker.keys;
  }

  get order(): readonly string[] {
    return this.#maker.shape.keys;
  }

  read(): Dict {
    if (this.#whole !== undefined) return this.#whole;
    const { bulk, table, sources } = this.#maker;
    const parts = decodePlain(table.bulkText(this.#at), sources.decode) as readonly unknown[];
    this.#whole = Object.fromEntries(bulk.map((key, index) => [key, parts[index]]));
    return this.#whole;
  }

  config(): Dict | undefined {
    const { shape, config, light, configKeys } = this.#maker;
    if (shape.config === null) return undefined;
    const part: Record<string, unknown> = {};
    for (let index = 0; index < config.length; index++)
      part[config[index] as string] = this.#values[light.length + index + 2];
    this.#values = [];
    const read = () => this.read()['config'] as Dict;
    return storedRecord(part, { keys: configKeys, order: shape.config, read });
  }
}

/** Puts records of one shape together again. */
function createMaker(shape: Shape, table: StoredTable, sources: SourceReader) {
  const parts = partsOf(shape);
  const keys = new Set(parts.bulk.filter((key) => shape.config === null || key !== 'config'));
  const maker: Maker = { ...parts, shape, table, sources, keys, configKeys: new Set(parts.configBulk) };
  const { light } = parts;
  return (at: number, values: readonly unknown[]): Dict => {
    const own: Record<string, unknown> = {};
    for (let index = 0; index < light.length; index++) own[light[index] as string] = values[index + 2];
    return storedRecord(own, new Row(maker, at, values), { table, at });
  };
}

type Line = readonly [id: string, shape: number, ...light: unknown[]];

/** A record with its id. */
export type RecordRow = readonly [id: string, record: Dict];

/** The records of a table, in their order. */
export function decodeRecords(table: StoredTable, sources: SourceReader): readonly RecordRow[] {
  const [shapes, ...rows] = decodePlain(table.text, sources.decode) as [readonly Shape[], ...Line[]];
  const makers = shapes.map((shape) => createMaker(shape, table, sources));
  return rows.map((row, at) => {
    const make = makers[row[1]];
    if (make === undefined) throw new SyntaxError(`no such shape: ${row[1]}`);
    return [row[0], make(at, row)];
  });
}
