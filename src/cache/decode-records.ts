import { decodePlain } from '../base/index.ts';
import { partsOf, type Shape } from './record-shape.ts';
import type { SourceReader } from './source-table.ts';
import { type Origin, storedRecord } from './stored-record.ts';
import type { StoredTable } from './stored-table.ts';

type Dict = Readonly<Record<string, unknown>>;

/** Puts records of one shape together again. */
function createMaker(shape: Shape, table: StoredTable, sources: SourceReader) {
  const { light, bulk, config, configBulk } = partsOf(shape);
  const keys = new Set(bulk.filter((key) => shape.config === null || key !== 'config'));
  const configKeys = new Set(configBulk);
  return (at: number, values: readonly unknown[]): Dict => {
    let whole: Dict | undefined;
    const read = (): Dict => {
      if (whole !== undefined) return whole;
      const parts = decodePlain(table.bulkText(at), sources.decode) as readonly unknown[];
      whole = Object.fromEntries(bulk.map((key, index) => [key, parts[index]]));
      return whole;
    };
    const own: Record<string, unknown> = {};
    for (let index = 0; index < light.length; index++) own[light[index] as string] = values[index + 2];
    if (shape.config !== null) {
      const part: Record<string, unknown> = {};
      for (let index = 0; index < config.length; index++)
        part[config[index] as string] = values[light.length + index + 2];
      const readConfig = () => read()['config'] as Dict;
      own['config'] = storedRecord(part, { keys: configKeys, order: shape.config, read: readConfig });
    }
    const origin: Origin = { table, at };
    return storedRecord(own, { keys, order: shape.keys, read }, origin);
  };
}

type Row = readonly [id: string, shape: number, ...light: unknown[]];

/** The records of a table, in their order. */
export function decodeRecords(table: StoredTable, sources: SourceReader): ReadonlyMap<string, Dict> {
  const [shapes, ...rows] = decodePlain(table.text, sources.decode) as [readonly Shape[], ...Row[]];
  const makers = shapes.map((shape) => createMaker(shape, table, sources));
  const records = new Map<string, Dict>();
  rows.forEach((row, at) => {
    const make = makers[row[1]];
    if (make === undefined) throw new SyntaxError(`no such shape: ${row[1]}`);
    records.set(row[0], make(at, row));
  });
  return records;
}
