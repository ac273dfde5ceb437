import { getAttribute, iterate, reprOf, tuple, typeNameOf } from '../jinja/index.ts';
import { PyDateTime, Table } from '../jinja/modules/index.ts';
import { failTemplate } from './context-errors.ts';
import { responseFields } from './stored-results.ts';

const MICROS_PER_DAY = 86_400_000_000n;

/** What a `collect_freshness` macro answered. Moments in microseconds since 1970. */
export interface FreshnessAnswer {
  /** Null when the source has no rows: loaded infinitely long ago. */
  readonly maxLoadedAt: bigint | null;
  readonly snapshottedAt: bigint;
  /** What the engine said, under dbt's keys. */
  readonly response: Readonly<Record<string, unknown>>;
  /** The macro gave a table alone, as before dbt 1.5. */
  readonly isBareTable: boolean;
}

/** A moment; one without a zone counts as UTC. */
function microsOf(value: unknown, field: string): bigint {
  if (value instanceof PyDateTime) {
    const { days, micros } = value.utc();
    return BigInt(days) * MICROS_PER_DAY + BigInt(Math.round(micros));
  }
  const isNull = value === null || value === undefined;
  const what = isNull
    ? `Expected a non-null value when querying field '${field}' of table None  but received value 'null' instead`
    : `Expected a timestamp value when querying field '${field}' of table None but received value of type '${typeNameOf(value).split('.').at(-1)}' instead`;
  return failTemplate('D112', what, {
    kind: 'Database Error',
    dbtMessage: what,
    hint: 'Cast it in \'loaded_at_field\': "cast(loaded_on as timestamp)".',
  });
}

/** Reads the one row of two moments that a `collect_freshness` macro gives. Throws a `DiagnosticError` for anything else. */
export function readFreshness(value: unknown, macroName: string): FreshnessAnswer {
  const isBareTable = value instanceof Table;
  const table = isBareTable ? value : getAttribute(value, 'table');
  const rows = iterate(getAttribute(table, 'rows')).map((row) => iterate(row));
  const [row = []] = rows;
  if (rows.length !== 1 || row.length !== 2) {
    const shown = reprOf(rows.map((each) => tuple(...each)));
    const dbtMessage = `Got an invalid result from "${macroName}" macro: ${shown}`;
    return failTemplate('D112', dbtMessage, { kind: 'Compilation Error', dbtMessage });
  }
  const [loaded, now] = row;
  const response = isBareTable ? {} : responseFields(getAttribute(value, 'response'));
  return {
    maxLoadedAt: loaded === null || loaded === undefined ? null : microsOf(loaded, 'last_modified'),
    snapshottedAt: microsOf(now, 'snapshotted_at'),
    response,
    isBareTable,
  };
}
