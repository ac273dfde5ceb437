import type { Column, Relation } from '../../../domain/index.ts';
import type { Connection, LineageSource, QueryLineage } from '../../contract.ts';
import { type PlanOperator, readPlan, UnreadablePlanError } from './plan-json.ts';
import type { PlanWalk } from './plan-walk.ts';
import { resolvePlan } from './resolve-plan.ts';
import { swapScans } from './swap-scans.ts';

type Origin = LineageSource<never>['from'];

interface BaseColumn {
  readonly from: Origin;
  readonly column: string;
}

/** Gives keys to columns of scans, and columns to keys. */
interface ColumnKeys {
  readonly keyOf: PlanWalk['keyOf'];
  readonly columnOf: (key: string) => BaseColumn;
}

/** `read_parquet(lake/*.parquet)`: a scan of files, by the first of them. */
function scanText(operator: PlanOperator): string {
  const scan = operator.function_data;
  const first = scan?.files?.[0] ?? scan?.file_list?.files?.[0] ?? operator.parameters?.[0]?.value;
  return `${(operator.name ?? 'scan').toLowerCase()}(${first === undefined ? '' : String([first].flat()[0])})`;
}

function originOf(operator: PlanOperator, scans: ReadonlyMap<string, string>): Origin | null {
  const { catalog = null, schema = null, table } = operator.function_data ?? {};
  if (table !== undefined) {
    const scan = scans.get(table);
    if (scan !== undefined) return { relation: null, scan };
    const relation: Relation = { database: catalog, schema, identifier: table, type: 'table' };
    return { relation, scan: null };
  }
  const readsFiles = /scan|read_|parquet|csv|json/i.test(operator.name ?? '');
  return readsFiles ? { relation: null, scan: scanText(operator) } : null;
}

function createKeys(scans: ReadonlyMap<string, string>): ColumnKeys {
  const columns = new Map<string, BaseColumn>();
  return {
    keyOf(operator, column) {
      const from = originOf(operator, scans);
      if (from === null) return null;
      const key = JSON.stringify([from, column]);
      if (!columns.has(key)) columns.set(key, { from, column });
      return key;
    },
    columnOf: (key) => columns.get(key) as BaseColumn,
  };
}

function sourcesOf<Kind>(
  found: ReadonlyMap<string, ReadonlySet<Kind>>,
  keys: ColumnKeys,
): readonly LineageSource<Kind>[] {
  return [...found].map(([key, kinds]) => ({ ...keys.columnOf(key), kinds: [...kinds] }));
}

interface LineageOptions {
  readonly connection: Connection;
  readonly sql: string;
  /** The query's output, in order. */
  readonly columns: readonly Column[];
  readonly scans?: ReadonlyMap<string, string>;
}

async function readLineage(options: LineageOptions): Promise<QueryLineage> {
  const { connection, sql, columns } = options;
  const { rows } = await connection.execute('select json_serialize_plan($1::varchar, optimize := false)', {
    fetch: true,
    parameters: [sql],
  });
  const text = rows[0]?.[0];
  const keys = createKeys(options.scans ?? new Map());
  const resolved = resolvePlan(readPlan(typeof text === 'string' ? text : null), keys.keyOf);
  if (resolved.columns.length < columns.length) throw new UnreadablePlanError('columns are missing');
  return {
    columns: columns.map((column, index) => ({
      ...column,
      sources: sourcesOf(resolved.columns[index] ?? new Map(), keys),
    })),
    indirect: sourcesOf(resolved.indirect, keys),
  };
}

async function unlessUnreadable<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadablePlanError) return null;
    throw error;
  }
}

/**
 * Column lineage of a query from DuckDB's bound plan: the binder has expanded stars, aliases, macros and correlated subqueries,
 * so each output column can be followed down to the scans. Null when the plan cannot be read.
 */
export async function queryLineage(options: LineageOptions): Promise<QueryLineage | null> {
  const found = await unlessUnreadable(() => readLineage(options));
  if (found !== null) return found;
  return unlessUnreadable(async () => {
    const swapped = await swapScans(options.connection, options.sql);
    return swapped === null ? null : readLineage({ ...options, ...swapped });
  });
}
