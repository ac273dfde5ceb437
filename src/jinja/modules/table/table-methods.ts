import { type Methods, methodTable } from '../../methods/method.ts';
import { callValue, isCallable } from '../../runtime/call.ts';
import { equals, less } from '../../runtime/compare.ts';
import { iterate, truth } from '../../runtime/iteration.ts';
import { Slice } from '../../runtime/slice.ts';
import { str } from '../../runtime/text.ts';
import {
  GETITEM,
  isDict,
  mappingGet,
  mappingHas,
  numberOf,
  type PyNumber,
  PyTuple,
  raise,
} from '../../values/index.ts';
import type { DataType } from './data-type.ts';
import { csvText, jsonText } from './export-text.ts';
import { MappedSequence } from './mapped-sequence.ts';
import { mergeParts } from './merge-tables.ts';
import { printTable } from './print-table.ts';

/** What methods need of a table, and how they make another one. */
export interface TableParts {
  readonly columnNames: readonly string[];
  readonly columnTypes: readonly DataType[];
  readonly rows: MappedSequence;
  readonly columns: MappedSequence;
  /** Where `print_table` and its like write. */
  readonly print: (text: string) => void;
  fork(parts: {
    readonly columnNames?: readonly string[];
    readonly columnTypes?: readonly DataType[];
    readonly rows?: readonly MappedSequence[];
  }): TableParts;
}

const rowsOf = (table: TableParts): readonly MappedSequence[] =>
  table.rows.values as readonly MappedSequence[];

/** A column name or a sequence of them. */
function namesArgument(key: unknown): unknown[] {
  return typeof key === 'string' || key === null ? [key] : iterate(key);
}

function select(self: TableParts, key: unknown): TableParts {
  const names = namesArgument(key);
  const indices = names.map((name) => {
    const index = self.columnNames.indexOf(name as string);
    return index === -1 ? raise('ValueError', 'tuple.index(x): x not in tuple') : index;
  });
  return self.fork({
    columnNames: names as string[],
    columnTypes: indices.map((index) => self.columnTypes[index] as DataType),
    rows: rowsOf(self).map(
      (row) =>
        new MappedSequence(
          indices.map((index) => row.values[index]),
          names,
          'Row',
        ),
    ),
  });
}

function exclude(self: TableParts, key: unknown): TableParts {
  const names = namesArgument(key);
  return select(
    self,
    self.columnNames.filter((name) => !names.includes(name)),
  );
}

function passes(test: unknown, row: MappedSequence): boolean {
  const result = callValue(test, [row]);
  if (result instanceof Promise) return raise('TypeError', 'the test of a row cannot wait for a query');
  return truth(result);
}

function limit(self: TableParts, [start = null, stop = null, step = null]: readonly unknown[]): TableParts {
  const slice = truth(stop) || truth(step) ? new Slice(start, stop, step) : new Slice(null, start, null);
  return self.fork({ rows: [...(self.rows[GETITEM](slice) as readonly MappedSequence[])] });
}

/** The value by which a row is sorted or compared: of one column, of several, or of a function. */
function keyOf(row: MappedSequence, key: unknown): unknown {
  if (isCallable(key)) return callValue(key, [row]);
  if (typeof key !== 'string' && Array.isArray(key)) return PyTuple.of_(key.map((name) => itemOf(row, name)));
  return itemOf(row, key);
}

function itemOf(row: MappedSequence, key: unknown): unknown {
  const value = row[GETITEM](key);
  return value === undefined ? raise('KeyError', str(key)) : value;
}

/** Nulls are greater than everything. */
function compareKeys(a: unknown, b: unknown): number {
  if (a instanceof PyTuple && b instanceof PyTuple) {
    for (let index = 0; index < Math.min(a.length, b.length); index++) {
      const order = compareKeys(a[index], b[index]);
      if (order !== 0) return order;
    }
    return 0;
  }
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return less(a, b) ? -1 : less(b, a) ? 1 : 0;
}

function orderBy(self: TableParts, key: unknown, reverse: boolean): TableParts {
  const keyed = rowsOf(self).map((row) => ({ row, key: keyOf(row, key) }));
  const sorted = keyed.sort((a, b) => (reverse ? -1 : 1) * compareKeys(a.key, b.key));
  return self.fork({ rows: sorted.map((each) => each.row) });
}

function distinct(self: TableParts, key: unknown): TableParts {
  const seen: unknown[] = [];
  const rows = rowsOf(self).filter((row) => {
    const value = key === undefined || key === null ? PyTuple.of_(row.values) : keyOf(row, key);
    if (seen.some((each) => equals(each, value))) return false;
    seen.push(value);
    return true;
  });
  return self.fork({ rows });
}

function rename(self: TableParts, names: unknown): TableParts {
  if (names === undefined || names === null) return self;
  const renamed = isDict(names)
    ? self.columnNames.map((name) => (mappingHas(names, name) ? str(mappingGet(names, name)) : name))
    : iterate(names).map(str);
  if (renamed.length !== self.columnNames.length) {
    raise('ValueError', 'column_names and column_types must be the same length.');
  }
  return self.fork({
    columnNames: renamed,
    rows: rowsOf(self).map((row) => new MappedSequence(row.values, renamed, 'Row')),
  });
}

/** A limit where None means none. */
function limitArgument(value: unknown, fallback: number, none: number): number {
  if (value === undefined) return fallback;
  return value === null ? none : numberOf(value as PyNumber);
}

function print(self: TableParts, [rows, columns, , width, , precision]: readonly unknown[]): null {
  self.print(
    printTable(
      {
        ...self,
        columnNames: self.columnNames,
        columnTypes: self.columnTypes,
        rows: rowsOf(self).map((row) => row.values),
      },
      {
        maxRows: limitArgument(rows, 20, Number.POSITIVE_INFINITY),
        maxColumns: limitArgument(columns, 6, Number.POSITIVE_INFINITY),
        maxColumnWidth: width === null ? null : limitArgument(width, 20, 20),
        maxPrecision: limitArgument(precision, 3, Number.POSITIVE_INFINITY),
      },
    ),
  );
  return null;
}

function noFiles(name: string): never {
  return raise('SecurityError', `${name}() would write a file, which templates may not`);
}

/** The methods of tables. What needs Python functions or draws charts is left out. */
export const TABLE_METHODS: Methods = methodTable<TableParts>({
  select: ['key', (self, [key]) => select(self, key)],
  exclude: ['key', (self, [key]) => exclude(self, key)],
  where: ['test', (self, [test]) => self.fork({ rows: rowsOf(self).filter((row) => passes(test, row)) })],
  find: ['test', (self, [test]) => rowsOf(self).find((row) => passes(test, row)) ?? null],
  limit: ['start_or_stop? stop? step?', limit],
  order_by: ['key reverse?', (self, [key, reverse]) => orderBy(self, key, truth(reverse ?? false))],
  distinct: ['key?', (self, [key]) => distinct(self, key)],
  rename: ['column_names? row_names? slug_columns? slug_rows?', (self, [names]) => rename(self, names)],
  merge: [
    'tables row_names? column_names?',
    (self, [tables]) => self.fork(mergeParts(iterate(tables) as TableParts[])),
  ],
  print_table: ['max_rows? max_columns? output? max_column_width? locale? max_precision?', print],
  print_structure: [
    'output? max_rows?',
    (self) => {
      self.print(str(self));
      return null;
    },
  ],
  print_csv: [
    '**',
    (self) => {
      self.print(
        csvText(
          self.columnNames,
          rowsOf(self).map((row) => row.values),
        ),
      );
      return null;
    },
  ],
  print_json: [
    '**',
    (self) => {
      self.print(
        jsonText(
          self.columnNames,
          rowsOf(self).map((row) => row.values),
        ),
      );
      return null;
    },
  ],
  to_csv: ['path **', () => noFiles('to_csv')],
  to_json: ['path **', () => noFiles('to_json')],
});
