import type { QueryResult } from '../adapter/contract.ts';
import { type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { SqlValue, TimestampValue } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import { iterate, raise, strOf, tuple, typeNameOf, Undefined } from '../jinja/index.ts';
import {
  createModules,
  Decimal,
  PRECISION,
  PyDate,
  PyDateTime,
  PyTime,
  parseNumber,
  Table,
  tableFrom,
  valueFromSql,
} from '../jinja/modules/index.ts';
import { numberExtent } from './seed-number.ts';

/** `modules`: datetime, pytz, re, itertools. */
export function pythonModules(host: Host, sink?: DiagnosticSink): unknown {
  const onItertools = () => sink?.report(ITERTOOLS);
  return createModules({ now: () => host.clock.now(), onItertools });
}

const ITERTOOLS = diagnostic('J117', 'a template uses `modules.itertools`', {
  dbtMessage:
    'Templates that use `modules.itertools` will not work in a later version of dbt: loops and filters of Jinja take its place.',
});

/** A moment as Python's `datetime` in UTC that does not say so: what dbt measures times with. */
export function naiveMoment(at: Date): unknown {
  return valueFromSql({ kind: 'timestamp', micros: BigInt(at.getTime()) * 1000n, zoned: false });
}

/** A moment of a database as Python's `datetime`. */
export function momentOf(value: TimestampValue): unknown {
  return valueFromSql(value);
}

/** A moment as Python's aware `datetime` in UTC. */
export function moment(at: Date): unknown {
  return valueFromSql({ kind: 'timestamp', micros: BigInt(at.getTime()) * 1000n, zoned: true });
}

/**
 * The type of numbers. As agate counts, the digits before and behind the point share those of a decimal: numbers too long for
 * it are floats, as those with a fraction are.
 */
function numberType(values: readonly unknown[]): string {
  let whole = 1;
  let places = 0;
  for (const value of values) {
    const extent = numberExtent(value === null ? undefined : parseNumber(strOf(value)));
    whole = Math.max(whole, extent.whole);
    places = Math.max(places, extent.places);
  }
  return (whole + places > PRECISION ? PRECISION - whole : places) === 0 ? 'integer' : 'float8';
}

const SQL_TYPES: Readonly<Record<string, (values: () => readonly unknown[]) => string>> = {
  Integer: () => 'integer',
  Text: () => 'text',
  Number: (values) => numberType(values()),
  Boolean: () => 'boolean',
  DateTime: () => 'timestamp without time zone',
  ISODateTime: () => 'timestamp without time zone',
  Date: () => 'date',
};

/** The type that a column of a table would get in the database; null when its type has no counterpart. */
export function sqlTypeOfColumn(table: unknown, index: number): string | null {
  if (!(table instanceof Table))
    return raise('AttributeError', `'${typeNameOf(table)}' object has no attribute 'column_types'`);
  const type = table.columnTypes[index];
  const values = () => (table.typical ?? table.rows.values).map((row) => iterate(row)[index]);
  if (type === undefined) return raise('IndexError', 'tuple index out of range');
  return SQL_TYPES[type.name]?.(values) ?? null;
}

/** A table without columns and rows. */
export function emptyTable(): unknown {
  return tableFrom({ columns: [], rows: [] });
}

/** The rows of a table, as `load_result(...).data` has them. */
export function tableMatrix(table: unknown): unknown {
  return iterate(table).map((row) => tuple(...iterate(row)));
}

/** The answer to a query as a table. `print` gets what `print_table` and its like write. */
export function tableOf(result: QueryResult, print: (text: string) => void): unknown {
  return tableFrom({ columns: result.columns.map((column) => column.name), rows: result.rows, print });
}

/** Days, moments, times and decimals. */
export const isDateLike = (value: unknown): boolean =>
  value instanceof PyDate ||
  value instanceof PyDateTime ||
  value instanceof PyTime ||
  value instanceof Decimal;

/** A value of a template as one that a statement can be bound to: what has no simpler form is text, which the engine casts. */
function bindable(value: unknown): SqlValue {
  if (value === null || value instanceof Undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return value;
  return isDateLike(value) || typeof value !== 'string' ? strOf(value) : value;
}

/** Values bound to a statement; null when there are none. */
export function bindingsOf(bindings: unknown): readonly SqlValue[] | null {
  if (bindings === null || bindings === undefined || bindings instanceof Undefined) return null;
  return iterate(bindings).map(bindable);
}
