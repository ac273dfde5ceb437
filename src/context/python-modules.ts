import type { QueryResult } from '../adapter/contract.ts';
import type { SqlValue } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import {
  GETATTR,
  GETITEM,
  hostFunction,
  ITER,
  iterate,
  LEN,
  PyDict,
  STR,
  strOf,
  TYPE,
  tuple,
} from '../jinja/index.ts';

/** `modules`: datetime, pytz, re, itertools. */
export function pythonModules(_host: Host): unknown {
  return new PyDict();
}

/** A moment as Python's aware `datetime` in UTC. */
export function moment(at: Date): unknown {
  return at.toISOString();
}

/** The type that a column of a table would get in the database; null when its type has no counterpart. */
export function sqlTypeOfColumn(_table: unknown, _index: number): string | null {
  return 'text';
}

function rowObject(names: readonly string[], values: readonly unknown[]): unknown {
  const item = (key: unknown): unknown =>
    typeof key === 'number'
      ? values.at(key)
      : typeof key === 'string' && names.includes(key)
        ? values[names.indexOf(key)]
        : undefined;
  return Object.freeze({
    [GETITEM]: item,
    [GETATTR]: (name: string) => {
      if (name === 'values') return hostFunction('values', () => tuple(...values));
      if (name === 'keys') return hostFunction('keys', () => tuple(...names));
      if (name === 'dict')
        return hostFunction('dict', () => PyDict.from(names.map((key, at) => [key, values[at]] as const)));
      return name === 'get' ? hostFunction('get', ([key, other]) => item(key) ?? other ?? null) : undefined;
    },
    [ITER]: () => values,
    [LEN]: () => values.length,
    [TYPE]: 'agate.Row',
  });
}

function columnOf(name: string, values: readonly unknown[]): unknown {
  return Object.freeze({
    [GETITEM]: (key: unknown) => (typeof key === 'number' ? values.at(key) : undefined),
    [GETATTR]: (attribute: string) => {
      if (attribute === 'name') return name;
      return attribute === 'values' ? hostFunction('values', () => tuple(...values)) : undefined;
    },
    [ITER]: () => values,
    [LEN]: () => values.length,
    [TYPE]: 'agate.Column',
  });
}

function tableObject(names: readonly string[], rows: readonly (readonly unknown[])[]): unknown {
  const all = rows.map((row) => rowObject(names, row));
  const columns = names.map((name, at) =>
    columnOf(
      name,
      rows.map((row) => row[at]),
    ),
  );
  return Object.freeze({
    [GETITEM]: (key: unknown) => (typeof key === 'number' ? all.at(key) : undefined),
    [GETATTR]: (name: string) => {
      if (name === 'rows') return tuple(...all);
      if (name === 'columns') return tuple(...columns);
      return name === 'column_names' ? tuple(...names) : undefined;
    },
    [ITER]: () => all,
    [LEN]: () => all.length,
    [STR]: () => '<agate.table.Table object>',
    [TYPE]: 'agate.Table',
  });
}

/** A table without columns and rows. */
export function emptyTable(): unknown {
  return tableObject([], []);
}

/** The rows of a table, as `load_result(...).data` has them. */
export function tableMatrix(table: unknown): unknown {
  return iterate(table).map((row) => tuple(...iterate(row)));
}

/** The answer to a query as a table. */
export function tableOf(result: QueryResult): unknown {
  return tableObject(
    result.columns.map((column) => column.name),
    result.rows,
  );
}

/** Values bound to a statement; null when there are none. */
export function bindingsOf(bindings: unknown): readonly SqlValue[] | null {
  if (bindings === null || bindings === undefined) return null;
  return iterate(bindings).map((value) =>
    value === null || typeof value === 'number' || typeof value === 'boolean' ? value : strOf(value),
  );
}
