import { momentOf } from '../../context/index.ts';
import type { Batch, BatchResults, BatchWindow, ModelNode, NodeResult } from '../../domain/index.ts';
import { hostFunction } from '../../jinja/index.ts';
import { failureOf, plainErrorText } from '../failure.ts';
import { runNode } from '../run-node.ts';
import { type RunState, withSession } from '../run-state.ts';
import { skippedResult } from '../skipped.ts';
import { batchOf, batchSizeOf, batchWindows } from './batches.ts';
import { boundsOf, type StandingRelation, standingRelation } from './bounds.ts';

/** One batch on its way, with what it needs to know of the others. */
interface BatchTask {
  readonly state: RunState;
  readonly model: ModelNode;
  readonly threadId: string;
  readonly batch: Batch;
  readonly index: number;
  readonly total: number;
  /** Whether templates of this batch see an incremental run. */
  readonly isIncremental: boolean;
  /** Whether everything before it went well, so that the model is whole behind it. */
  readonly completes: boolean;
}

/** The copy of the model that builds a batch: hooks before the model belong to the first one, those behind it to the last. */
function batchModel({ model, batch, index, total }: BatchTask): ModelNode {
  return Object.freeze({
    ...model,
    batch,
    config: Object.freeze({
      ...model.config,
      ...(index === 1 ? {} : { 'pre-hook': [] }),
      ...(index === total ? {} : { 'post-hook': [] }),
      __dbt_internal_microbatch_event_time_start: momentOf(batch.start),
      __dbt_internal_microbatch_event_time_end: momentOf(batch.end),
    }),
  });
}

/** What templates of a batch find in place of the built-in macros of these names. */
const INCREMENTAL_NAMES = {
  is_incremental: hostFunction('is_incremental', () => true),
  should_full_refresh: hostFunction('should_full_refresh', () => false),
};

/** dbt tells of what the engine refused without the node, and of what a macro refused with it. */
function exceptionText({ status, compiled, diagnostics, message }: NodeResult): string | null {
  if (status !== 'error' || compiled === null) return null;
  const isRefusal = diagnostics.some((each) => each.kind === 'Compilation Error');
  return isRefusal ? message : diagnostics.map(plainErrorText).join('\n');
}

function tellFinished(task: BatchTask, result: NodeResult): void {
  const { state, model: node, batch, index, total } = task;
  state.options.environment.events({
    type: 'batchFinished',
    node,
    batch,
    index,
    total,
    status: result.status,
    message: result.message,
    exception: exceptionText(result),
    seconds: result.executionTime,
  });
}

async function runBatch(task: BatchTask): Promise<NodeResult> {
  const { state, model: node, batch, index, total, threadId } = task;
  const { environment } = state.options;
  environment.events({ type: 'batchStarted', node, batch, index, total });
  const result = await withSession(state, node.uniqueId, (session) =>
    runNode({
      node: batchModel(task),
      environment,
      session,
      threadId,
      ephemerals: new Map(),
      treatment: state.shape.treatment,
      extra: task.isIncremental ? INCREMENTAL_NAMES : {},
      completes: index === total && task.completes,
    }),
  );
  tellFinished(task, result);
  return result;
}

function skipBatch(task: BatchTask): NodeResult {
  const result = skippedResult({ node: task.model, threadId: task.threadId, message: 'SKIPPED' });
  tellFinished(task, result);
  return result;
}

/** Whether batches between the first and the last may run side by side. */
function runsSideBySide(model: ModelNode, { threads }: RunState['options']): boolean {
  if (threads < 2) return false;
  const configured = model.config['concurrent_batches'];
  if (typeof configured === 'boolean') return configured;
  return !(model.rawCode.match(/\{[{%][\s\S]*?[%}]\}/g) ?? []).some((tag) => /(?<![.\w])this\b/.test(tag));
}

/** Runs work with so many at a time; results in the order of the list. */
async function pooled<Item, Value>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const results: Value[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(width, items.length)) }, worker));
  return results;
}

function inOrderOfTime(windows: readonly BatchWindow[]): readonly BatchWindow[] {
  return [...windows].sort((left, right) => Number(left.start.micros - right.start.micros));
}

interface Batched {
  readonly windows: readonly BatchWindow[];
  readonly results: readonly NodeResult[];
  /** Batches that an earlier run has built already. */
  readonly before: readonly BatchWindow[];
}

/** What the model has come to, with dbt's words. */
function merged({ windows, results, before }: Batched): Pick<NodeResult, 'status' | 'message'> & {
  readonly batchResults: BatchResults;
} {
  const isDone = (_: BatchWindow, at: number) => results[at]?.status === 'success';
  const successful = inOrderOfTime(windows.filter(isDone));
  const failed = inOrderOfTime(windows.filter((window, at) => !isDone(window, at)));
  const batchResults = { successful: [...successful, ...before], failed };
  if (failed.length === 0) return { status: 'success', message: 'SUCCESS', batchResults };
  if (successful.length === 0) return { status: 'error', message: 'ERROR', batchResults };
  const message = `PARTIAL SUCCESS (${successful.length}/${windows.length})`;
  return { status: 'partial success', message, batchResults };
}

interface ModelTask {
  readonly state: RunState;
  readonly model: ModelNode;
  readonly threadId: string;
}

/** The batches in their order: the first alone, the last alone, those between side by side where that is allowed. */
async function runBatches(
  { state, model, threadId }: ModelTask,
  windows: readonly BatchWindow[],
  standing: StandingRelation,
): Promise<readonly NodeResult[]> {
  const size = batchSizeOf(model);
  const total = windows.length;
  const taskOf = (at: number, completes: boolean): BatchTask => ({
    state,
    model,
    threadId,
    batch: batchOf(windows[at] as BatchWindow, size),
    index: at + 1,
    total,
    isIncremental: at > 0 || standing.isIncremental,
    completes,
  });
  const first = await runBatch(taskOf(0, true));
  const isSkipped = first.status !== 'success';
  const run = async (at: number, completes: boolean): Promise<NodeResult> =>
    isSkipped || state.halted !== null ? skipBatch(taskOf(at, completes)) : runBatch(taskOf(at, completes));
  const between = Array.from({ length: Math.max(0, total - 2) }, (_, at) => at + 1);
  const width = runsSideBySide(model, state.options) ? state.options.threads - 1 : 1;
  const middle = await pooled(between, width, (at) => run(at, false));
  if (total === 1) return [first];
  const isWhole = [first, ...middle].every((each) => each.status === 'success');
  return [first, ...middle, await run(total - 1, isWhole)];
}

async function build(task: ModelTask): Promise<Partial<NodeResult> & Pick<NodeResult, 'status'>> {
  const { state, model } = task;
  const { environment } = state.options;
  const standing = await withSession(state, model.uniqueId, (session) =>
    standingRelation(model, environment, session),
  );
  const earlier = environment.retried?.batches.get(model.uniqueId);
  const windows = earlier?.failed ?? batchWindows(model, boundsOf(environment, standing.isIncremental));
  const results = await runBatches(task, windows, standing);
  const rows = results.reduce(
    (sum, { rows }) => (rows === null || sum === null ? null : sum + rows),
    0 as number | null,
  );
  return {
    ...merged({ windows, results, before: earlier?.successful ?? [] }),
    executionTime: results.reduce((sum, each) => sum + each.executionTime, 0),
    diagnostics: results.flatMap((each) => each.diagnostics),
    rows,
  };
}

/** Builds a microbatch model batch by batch. Whatever goes wrong becomes its result. */
export async function runMicrobatch(task: ModelTask): Promise<NodeResult> {
  const { state, model, threadId } = task;
  const { environment } = state.options;
  const { clock } = environment.host;
  const startedAt = clock.now();
  const started = clock.monotonic();
  const compiledAt = clock.now();
  const finish = (fields: Partial<NodeResult> & Pick<NodeResult, 'status'>): NodeResult => ({
    ...skippedResult({ node: model, threadId }),
    failures: 0,
    executionTime: (clock.monotonic() - started) / 1000,
    ...fields,
    timing: [
      { name: 'compile', startedAt, completedAt: compiledAt },
      { name: 'execute', startedAt: compiledAt, completedAt: clock.now() },
    ],
  });
  try {
    return finish(await build(task));
  } catch (error) {
    return finish({
      status: 'error',
      failures: null,
      ...failureOf(error, { node: model, compiled: null, environment }),
    });
  }
}
