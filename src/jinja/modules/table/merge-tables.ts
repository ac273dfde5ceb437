import { raise } from '../../values/index.ts';
import type { DataType } from './data-type.ts';
import { MappedSequence } from './mapped-sequence.ts';

interface MergedParts {
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly rows: readonly MappedSequence[];
}

/** The columns of several tables, by name, and their rows one after another; a column that a table lacks is null there. */
export function mergeParts(
  tables: readonly {
    readonly columnNames: readonly string[];
    readonly columnTypes: readonly DataType[];
    readonly rows: MappedSequence;
  }[],
): MergedParts {
  const types = new Map<string, DataType>();
  for (const table of tables) {
    table.columnNames.forEach((name, index) => {
      const type = table.columnTypes[index] as DataType;
      const known = types.get(name);
      if (known === undefined) types.set(name, type);
      else if (known.name !== type.name)
        raise('DataTypeError', 'Tables contain columns with the same names, but different types.');
    });
  }
  const columnNames = [...types.keys()];
  const rows = tables.flatMap((table) =>
    table.rows.values.map((row) => {
      const values = columnNames.map((name) => (row as MappedSequence).byKey(name) ?? null);
      return new MappedSequence(values, columnNames, 'Row');
    }),
  );
  return { columnNames, columnTypes: [...types.values()], rows };
}
