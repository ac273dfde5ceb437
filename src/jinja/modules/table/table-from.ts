import { toJson } from '../../format/json.ts';
import { isDict } from '../../values/index.ts';
import type { TzInfo } from '../datetime/tz-info.ts';
import { localZone } from '../zones/offsets.ts';
import { zoneEntry } from '../zones/zone-names.ts';
import { ZoneObject } from '../zones/zone-object.ts';
import { DataType } from './data-type.ts';
import { jsonReady } from './export-text.ts';
import { typedColumn } from './infer-types.ts';
import { MappedSequence } from './mapped-sequence.ts';
import { Table } from './table.ts';
import { type ResultValue, valueFromSql } from './value-from-sql.ts';

export interface TableSource {
  /** Names in order; a name that comes again gets a number. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ResultValue[])[];
  /** Where `print_table` and its like write. Default: nowhere. */
  readonly print?: (text: string) => void;
  /** The zone that moments are shown in: the session's. Default: this machine's. */
  readonly timeZone?: string;
}

/** `['a', 'a']` → `['a', 'a_2']`. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  });
}

/** Zones by the name asked for, as asking the machine for its own takes longer than a small query. */
const zones = new Map<string | undefined, TzInfo>();

/** The zone of a session; that of UTC under the name that ICU gives it. Default: this machine's. */
function sessionZone(asked: string | undefined): TzInfo {
  const known = zones.get(asked);
  if (known !== undefined) return known;
  const name = asked ?? localZone();
  const entry = zoneEntry(name === 'UTC' ? 'Etc/UTC' : name) ?? zoneEntry('Etc/UTC');
  const zone = ZoneObject.of(entry as NonNullable<typeof entry>);
  zones.set(asked, zone);
  return zone;
}

/** Lists and structs are JSON texts in a table, as in dbt's. */
function cellOf(value: ResultValue, zone: () => TzInfo): unknown {
  const seen = valueFromSql(value, zone);
  return Array.isArray(seen) || isDict(seen) ? toJson(jsonReady(seen)) : seen;
}

/** A query's result as the table that templates see; column types follow from the values as dbt infers them. */
export function tableFrom({ columns, rows, print = () => {}, timeZone }: TableSource): Table {
  const names = uniqueNames(columns);
  const zone = () => sessionZone(timeZone);
  const typed = names.map((_, index) => typedColumn(rows.map((row) => cellOf(row[index] ?? null, zone))));
  return new Table({
    columnNames: names,
    columnTypes: typed.map(({ type }) => new DataType(type)),
    rows: rows.map(
      (_, at) =>
        new MappedSequence(
          typed.map(({ values }) => values[at]),
          names,
          'Row',
        ),
    ),
    print,
  });
}

export interface LateTableSource extends Pick<TableSource, 'columns' | 'print'> {
  /** For each column values that are typed as all of its values together are. */
  readonly typical: readonly (readonly ResultValue[])[];
  readonly count: number;
  readonly load: () => readonly (readonly ResultValue[])[];
}

/** A table whose rows are made when a template looks at them. */
export function lateTable({ columns, typical, count, load, print }: LateTableSource): Table {
  const height = Math.max(1, ...typical.map((values) => values.length));
  const rows = Array.from({ length: height }, (_, at) => typical.map((values) => values[at] ?? null));
  const shown = tableFrom({ columns, rows, ...(print === undefined ? {} : { print }) });
  const { columnNames, columnTypes } = shown;
  if (count === 0) return shown.fork({ rows: [] });
  return new Table({
    columnNames,
    columnTypes,
    print: shown.print,
    rows: { count, load: () => tableFrom({ columns, rows: load() }).rows.values },
    typical: shown.rows.values as readonly MappedSequence[],
  });
}
