import { DiagnosticError } from '../../../diagnostics/index.ts';
import type { Column, Relation } from '../../../domain/index.ts';
import type { Connection, LineageSource, QueryLineage } from '../../contract.ts';
import { duckdbDialect } from '../dialect.ts';
import { outputColumns } from './output-columns.ts';
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

interface PlanReading {
  readonly root: PlanOperator;
  /** The query's output, in order. */
  readonly columns: readonly Column[];
  readonly scans?: ReadonlyMap<string, string>;
}

/** The tables below an operator; null when anything else is read there. */
function readsOf(root: PlanOperator): readonly Relation[] | null {
  const found: Relation[] = [];
  const pending = [root];
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    pending.push(...(each.children ?? []));
    if (each.type !== 'LOGICAL_GET') continue;
    const { catalog = null, schema = null, table } = each.function_data ?? {};
    if (table === undefined) return null;
    found.push({ database: catalog, schema, identifier: table, type: 'table' });
  }
  return found;
}

function lineageOf({ root, columns, scans = new Map() }: PlanReading): QueryLineage {
  const keys = createKeys(scans);
  const resolved = resolvePlan(root, keys.keyOf);
  if (resolved.columns.length < columns.length) throw new UnreadablePlanError('columns are missing');
  return {
    columns: columns.map((column, index) => ({
      ...column,
      sources: sourcesOf(resolved.columns[index] ?? new Map(), keys),
    })),
    indirect: sourcesOf(resolved.indirect, keys),
    reads: scans.size > 0 ? null : readsOf(root),
  };
}

function textOf(cell: unknown): string | null {
  return typeof cell === 'string' ? cell : null;
}

/** What says nothing takes a fifth of a plan: it is left out. */
function planOf(text: string): string {
  return `json_serialize_plan(${text}, optimize := false, skip_null := true, skip_empty := true)`;
}

async function onePlan(connection: Connection, sql: string): Promise<string | null> {
  const { rows } = await connection.execute(`select ${planOf('$1::varchar')}`, {
    fetch: true,
    parameters: [sql],
  });
  return textOf(rows[0]?.[0]);
}

/** A query that selects from another all that it has: its plan tells the names of the columns. */
function around(sql: string): string {
  return `select * from (${sql}\n)`;
}

/** One cell for each query, worked out in one statement; null where there is none. */
async function forEach(
  connection: Connection,
  queries: readonly string[],
  cell: string,
): Promise<readonly (string | null)[]> {
  const rows = queries.map((each, index) => `(${index}, ${duckdbDialect.literal(around(each))})`);
  try {
    const found = await connection.execute(
      `select place, ${cell} from (values ${rows.join(', ')}) as all_queries(place, sql)`,
      { fetch: true },
    );
    const cells = new Map(found.rows.map(([place, value]) => [Number(place), textOf(value)]));
    return queries.map((_, place) => cells.get(place) ?? null);
  } catch (error) {
    // One of them cannot even stand in a statement, or broke the engine: each is then asked for by itself.
    if (error instanceof DiagnosticError) return queries.map(() => null);
    throw error;
  }
}

/** The plans of queries. What is wrong with a query stands in its plan. */
export function queryPlans(connection: Connection, queries: readonly string[]) {
  return forEach(connection, queries, planOf('sql'));
}

/** Columns of queries; null for those of which more must be asked than the outermost part of their plan. */
export async function queryColumns(
  connection: Connection,
  queries: readonly string[],
): Promise<readonly (readonly Column[] | null)[]> {
  const paths = "['$.plans[0].type', '$.plans[0].expressions']";
  const cells = await forEach(connection, queries, `to_json(json_extract(${planOf('sql')}, ${paths}))`);
  return cells.map((cell) => {
    const [type, expressions] = JSON.parse(cell ?? '[]');
    return outputColumns({ type, expressions });
  });
}

function unlessUnreadable<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnreadablePlanError) return null;
    throw error;
  }
}

/** Lineage from a plan of `queryPlans`; null when it takes more than the plan. */
export function plannedLineage(plan: string | null): QueryLineage | null {
  return unlessUnreadable(() => {
    const root = readPlan(plan);
    const columns = outputColumns(root);
    return columns === null ? null : lineageOf({ root, columns });
  });
}

export interface QueryOptions {
  readonly connection: Connection;
  readonly sql: string;
  /** The query's output, in order. */
  readonly columns: readonly Column[];
}

/**
 * Column lineage of a query from DuckDB's bound plan: the binder has expanded stars, aliases, macros and correlated subqueries,
 * so each output column can be followed down to the scans. Null when the plan cannot be read.
 */
export async function queryLineage({ connection, sql, columns }: QueryOptions): Promise<QueryLineage | null> {
  const plan = await onePlan(connection, sql);
  const found = unlessUnreadable(() => lineageOf({ root: readPlan(plan), columns }));
  if (found !== null) return found;
  try {
    const swapped = await swapScans(connection, sql);
    if (swapped === null) return null;
    const root = readPlan(await onePlan(connection, swapped.sql));
    return lineageOf({ root, columns, scans: swapped.scans });
  } catch (error) {
    if (error instanceof UnreadablePlanError) return null;
    throw error;
  }
}
