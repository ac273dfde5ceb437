import type { Scratch } from '../../adapter/contract.ts';
import { sha256 } from '../../base/index.ts';
import { compileNode } from '../../compile/index.ts';
import { momentOf, type RunEnvironment } from '../../context/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { BatchWindow, CompiledNode, ModelNode, Relation, UnitTestNode } from '../../domain/index.ts';
import type { Execution } from '../executors/executor.ts';
import { type Materialized, materialize } from '../executors/materialization.ts';
import { batchOf, batchSizeOf, batchWindows } from '../microbatch/batches.ts';
import { isMicrobatch } from '../microbatch/is-microbatch.ts';

/** What `config.compare` of a unit test may say. */
const COMPARED: ReadonlySet<unknown> = new Set([undefined, null, 'query', 'after_merge']);

/** Whether a unit test is about the table behind the model, not about the rows of its query. */
export function comparesTable(node: UnitTestNode): boolean {
  const { compare } = node.declaredConfig;
  if (COMPARED.has(compare)) return compare === 'after_merge';
  throw new DiagnosticError(
    diagnostic('T106', `'${node.name}' has 'compare: ${String(compare)}' in its config`, {
      span: node.patchSpan ?? node.span,
      uniqueId: node.uniqueId,
      hint: "Write 'compare: after_merge', or leave it out.",
    }),
  );
}

/** What is done aside: the model builds its table in a database that nobody else sees. */
interface Aside {
  readonly execution: Execution;
  readonly test: UnitTestNode;
  readonly model: ModelNode;
  readonly compiled: CompiledNode;
}

const relationOf = ({ database, schema, alias }: ModelNode, type: Relation['type']): Relation => ({
  database,
  schema,
  identifier: alias,
  type,
});

/** The model as it is built aside: in another database, and without what reaches out of its table. */
function modelAside({ testedNode }: UnitTestNode, { database }: Scratch): ModelNode {
  const config = {
    ...testedNode.config,
    full_refresh: false,
    'pre-hook': [],
    'post-hook': [],
    grants: {},
    persist_docs: {},
  };
  return Object.freeze({ ...testedNode, database, relationName: null, config: Object.freeze(config) });
}

/** Whether the table is there before the model runs: its rows are given, and the run is not the first one. */
function standsBefore({ test, execution }: Aside): boolean {
  const own = execution.environment.unitTest?.own ?? null;
  return own !== null && test.overrides.macros['is_incremental'] !== false;
}

/** Makes the table with the rows that it has before. */
async function makeStanding(aside: Aside): Promise<void> {
  const { execution, model } = aside;
  const { environment, session } = execution;
  const own = environment.unitTest?.own;
  const { adapter, connection } = await session.open();
  const relation = relationOf(model, 'table');
  if (own && standsBefore(aside)) {
    const rows = await compileNode({ node: own, environment, database: session, injectCtes: false });
    await connection.execute(`create table ${adapter.dialect.render(relation)} as (${rows.compiledCode}\n)`);
  }
  await adapter.catalog.load(connection, [{ database: model.database, schema: model.schema }]);
}

const millis = (value: unknown): number | null => {
  const text = value === null || value === undefined ? '' : String(value);
  const parsed = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(parsed) ? null : parsed;
};

/** The stretch of time that the batches cover: as the test says, otherwise that of the new rows. */
async function boundsOf({ execution, test, model, compiled }: Aside) {
  const { event_time_start: from, event_time_end: to } = test.declaredConfig;
  const given = { start: writtenMillis(from), end: writtenMillis(to) };
  if (given.start !== null && given.end !== null) return given;
  const { connection } = await execution.session.open();
  const column = String(model.config['event_time']);
  const moment = (what: string) => `strftime(cast(${what}(${column}) as timestamp), '%Y-%m-%d %H:%M:%S.%g')`;
  const sql = `select ${moment('min')}, ${moment('max')} from (${compiled.compiledCode}\n) new_rows`;
  const { rows } = await connection.execute(sql, { fetch: true });
  const [first, last] = rows[0] ?? [];
  const end = millis(last);
  return { start: given.start ?? millis(first), end: given.end ?? (end === null ? null : end + 1) };
}

function writtenMillis(value: unknown): number | null {
  return value === undefined || value === null ? null : millis(String(value).replace(/Z$/, ''));
}

async function windowsOf(aside: Aside): Promise<readonly BatchWindow[]> {
  const { start, end } = await boundsOf(aside);
  if (start === null || end === null) return [];
  return batchWindows(aside.model, { start, end, now: end, isIncremental: true });
}

function withBatch(model: ModelNode, window: BatchWindow): ModelNode {
  const config = {
    ...model.config,
    __dbt_internal_microbatch_event_time_start: momentOf(window.start),
    __dbt_internal_microbatch_event_time_end: momentOf(window.end),
  };
  return Object.freeze({ ...model, batch: batchOf(window, batchSizeOf(model)), config });
}

/** Runs the model's materialization on the table; of a microbatch model once for each batch. */
async function build(aside: Aside, environment: RunEnvironment): Promise<void> {
  const { execution, model, compiled } = aside;
  const run = (node: ModelNode) =>
    materialize({ ...execution, environment, node, compiled: { ...compiled, node } });
  if (!isMicrobatch(model, environment)) {
    await run(model);
    return;
  }
  for (const window of await windowsOf(aside)) await run(withBatch(model, window));
}

/** Lays the table beside what is expected of it. */
function compare({ execution, test, model, compiled }: Aside): Promise<Materialized> {
  const { dialect } = execution.environment.plugin;
  const compiledCode = `select * from ${dialect.render(relationOf(model, null))}`;
  return materialize({ ...execution, node: test, compiled: { ...compiled, compiledCode, spanMap: [] } });
}

function impossible(node: UnitTestNode, message: string): DiagnosticError {
  const details = { span: node.patchSpan ?? node.span, uniqueId: node.uniqueId };
  return new DiagnosticError(diagnostic('T106', message, details));
}

/**
 * Builds the model in a database of its own, over the rows that `this` gives it, and compares the whole table that comes of
 * it: what the strategy keeps, replaces and adds. Nothing of the target is written.
 */
export async function compareAfterMerge(
  execution: Execution,
  test: UnitTestNode,
  compiled: CompiledNode,
): Promise<Materialized> {
  const { session, environment } = execution;
  await session.settle();
  const { adapter, connection } = await session.open();
  const kind = test.testedNode.config.materialized;
  if (kind === 'ephemeral' || adapter.scratch === undefined)
    throw impossible(test, `'${test.name}' compares a table, and '${test.testedNode.name}' builds none`);
  const scratch = await adapter.scratch(connection, {
    name: `__unit_test_${sha256(test.uniqueId).slice(0, 16)}`,
    schema: test.schema,
  });
  const model = modelAside(test, scratch);
  const aside: Aside = { execution, test, model, compiled };
  try {
    await makeStanding(aside);
    await build(aside, environment);
    await session.settle();
    return await compare(aside);
  } finally {
    await session.settle();
    adapter.catalog.dropped(relationOf(model, null));
    await scratch.drop();
  }
}
