import type { QueryResult } from '../adapter/contract.ts';
import { nodeEntry } from '../artifacts/index.ts';
import { createNodeScope, queryCommenter } from '../context/index.ts';
import type { NodeResult, RunResult, UniqueId } from '../domain/index.ts';
import { strOf } from '../jinja/index.ts';
import { builtInMacro } from './built-in-macro.ts';
import { runPlan } from './execute-run.ts';
import { type Executed, type Execution, NOTHING_EXECUTED } from './executors/index.ts';
import type { RunOptions } from './run-state.ts';

export interface PreviewOptions extends RunOptions {
  /** Rows to read; null for all. */
  readonly limit: number | null;
  /** Only a look in the middle of another command: no events, no artifacts. Default false. */
  readonly isAside?: boolean;
}

/** Rows of one node. */
export interface Preview {
  readonly result: NodeResult;
  /** Undefined when the node failed. */
  readonly rows: QueryResult | undefined;
}

export interface PreviewResult {
  readonly run: RunResult;
  readonly previews: readonly Preview[];
}

/** What DuckDB's answers never say: dbt keeps the empty fields in the results of `show` alone. */
const UNSAID = { code: null, rows_affected: null, query_id: null };

/** The statement that `show` runs: the node's query with a limit, through the macro that projects may override. */
async function previewSql(execution: Execution, limit: number | null): Promise<string> {
  const { environment, node, compiled, session, threadId } = execution;
  const code = compiled?.compiledCode ?? `select * from ${node.relationName ?? node.name}`;
  const scope = createNodeScope({ environment, node, database: session, compiledCode: code, threadId });
  const macro = builtInMacro(environment, 'get_show_sql');
  const header = node.config['sql_header'] ?? null;
  return strOf(await scope.call(macro, [], { compiled_code: code, sql_header: header, limit }));
}

async function readRows(execution: Execution, sql: string): Promise<QueryResult> {
  const { environment, node, session } = execution;
  const { connection } = await session.open();
  const comment = queryCommenter({
    environment,
    connectionName: node.uniqueId,
    node: () => nodeEntry(node),
  });
  return connection.execute(comment(sql), { fetch: true });
}

/**
 * Compiles the planned nodes and reads their first rows; ephemeral models too. A seed's rows are those of its table.
 */
export async function previewNodes(options: PreviewOptions): Promise<PreviewResult> {
  const found = new Map<UniqueId, QueryResult>();
  const execute = async (execution: Execution): Promise<Executed> => {
    const sql = await previewSql(execution, options.limit);
    const rows = await readRows(execution, sql);
    found.set(execution.node.uniqueId, rows);
    const { compiled } = execution;
    const limited = compiled === null ? {} : { compiled: { ...compiled, compiledCode: sql } };
    return { ...NOTHING_EXECUTED, ...limited, adapterResponse: { ...rows.response, ...UNSAID } };
  };
  const run = await runPlan(options, {
    treatment: { execute, runsEphemeral: true },
    preparesDatabase: false,
    stopsWithFirstError: true,
    reportsEphemeral: true,
    isAside: options.isAside ?? false,
  });
  const previews = run.results.map((result) => ({ result, rows: found.get(result.node.uniqueId) }));
  return { run, previews };
}
