import { readLongNodes } from '../artifacts/index.ts';
import {
  type IdleStep,
  isEphemeral,
  isNode,
  type ModelNode,
  type NodeResult,
  type NodeStatus,
  type SourceDefinition,
  type Step,
  wholeNode,
} from '../domain/index.ts';
import { isFlagSet } from './flags.ts';
import { checkSource } from './freshness/check-source.ts';
import { interruptedResult, isInterruption } from './interruption.ts';
import { type LongNodes, longNodes } from './long-nodes.ts';
import { isMicrobatch } from './microbatch/is-microbatch.ts';
import { runMicrobatch } from './microbatch/run-microbatch.ts';
import { nodeOutcomes } from './node-outcomes.ts';
import { runNode } from './run-node.ts';
import { halt, type RunState, withSession } from './run-state.ts';
import { type NodeTask, type ScheduleOutcome, schedule } from './schedule.ts';
import { skippedBecause, skippedResult } from './skipped.ts';
import type { SkipCause } from './skips.ts';

const FAILING: ReadonlySet<NodeStatus> = new Set(['error', 'fail', 'partial success', 'runtime error']);
/** dbt's name of the thread that hands out the work. */
const DISPATCHER = 'MainThread';

/** The result of a node that was stopped in the middle, told as what it is. */
function truthful(state: RunState, result: NodeResult): NodeResult {
  if (state.halted === null || !isInterruption(result)) return result;
  return state.halted === 'fail-fast'
    ? skippedResult({ node: result.node, threadId: result.threadId, message: 'Skipping due to fail_fast' })
    : interruptedResult(result);
}

/** An exposure or a saved query is taken in its turn and has nothing to do. */
function passIdle(state: RunState, task: NodeTask, node: IdleStep): NodeResult {
  const { environment } = state.options;
  const { clock } = environment.host;
  const started = clock.monotonic();
  const startedAt = clock.now();
  const result: NodeResult = {
    ...skippedResult({ node, threadId: task.worker.threadId, message: 'NO-OP' }),
    status: 'no-op',
    failures: 0,
    timing: [
      { name: 'compile', startedAt, completedAt: clock.now() },
      { name: 'execute', startedAt, completedAt: clock.now() },
    ],
    executionTime: (clock.monotonic() - started) / 1000,
  };
  environment.events({ type: 'nodeFinished', result, ...task.place });
  return result;
}

/** Looks at a source of `source freshness`. */
async function checkTask(state: RunState, task: NodeTask, source: SourceDefinition): Promise<NodeResult> {
  const { environment } = state.options;
  const { worker, place } = task;
  environment.events({ type: 'nodeStarted', node: source, thread: worker.threadId, ...place });
  const found = await withSession(state, source.uniqueId, (session) =>
    checkSource({ source, environment, session, threadId: worker.threadId }),
  );
  const result = truthful(state, found);
  environment.events({ type: 'nodeFinished', result, ...place });
  return result;
}

/** Builds a microbatch model batch by batch. */
async function batchTask(state: RunState, task: NodeTask, model: ModelNode): Promise<NodeResult> {
  const { environment } = state.options;
  const { worker, place } = task;
  environment.events({
    type: 'nodeStarted',
    node: model,
    inBatches: true,
    thread: worker.threadId,
    ...place,
  });
  const result = truthful(state, await runMicrobatch({ state, model, threadId: worker.threadId }));
  environment.events({ type: 'nodeFinished', result, ...place });
  return result;
}

async function executeTask(state: RunState, task: NodeTask): Promise<NodeResult> {
  if (!state.shape.preparesDatabase) await state.turn();
  const { environment } = state.options;
  const { worker, place } = task;
  const node = isNode(task.node) ? wholeNode(task.node) : task.node;
  if (state.options.isWanted?.(node) === false) {
    state.leftOut.add(node.uniqueId);
    return { ...skippedResult({ node, threadId: worker.threadId, message: 'NO-OP' }), status: 'no-op' };
  }
  if (node.resourceType === 'source') return checkTask(state, task, node);
  if (!isNode(node)) return passIdle(state, task, node);
  state.journal?.started(node.uniqueId);
  if (isMicrobatch(node, environment) && state.shape.treatment.execute === undefined)
    return batchTask(state, task, node);
  const isShown = !isEphemeral(node) || state.shape.reportsEphemeral;
  if (isShown) environment.events({ type: 'nodeStarted', node, thread: worker.threadId, ...place });
  const result = truthful(
    state,
    await withSession(state, node.uniqueId, (session) =>
      runNode({
        node,
        environment,
        session,
        threadId: worker.threadId,
        ephemerals: state.ephemerals,
        treatment: state.shape.treatment,
        around: state.options.around,
        signal: state.options.signal,
      }),
    ),
  );
  if (isEphemeral(node) && result.compiled !== null) state.compiledEphemerals.push(result.compiled);
  if (isShown) environment.events({ type: 'nodeFinished', result, ...place });
  const outcomes = nodeOutcomes({ results: [result], ephemerals: [] }, environment.project);
  for (const [id, outcome] of outcomes) environment.graph?.outcomes.set(id, outcome);
  return result;
}

function skipTask(state: RunState, task: NodeTask, cause: SkipCause): NodeResult {
  const result = skippedBecause(task.node, task.worker.threadId, cause);
  if (!isEphemeral(task.node)) {
    const causeStatus = cause.ephemeral?.status ?? null;
    const place = { ...task.place, because: cause.because, causeStatus };
    state.options.environment.events({ type: 'nodeSkipped', result, ...place });
  }
  return result;
}

/** With one worker nothing is gained by another order than dbt's, nor where nodes are compiled only. */
function knownLongNodes({ options, shape }: RunState): LongNodes | undefined {
  if (!shape.preparesDatabase || options.threads < 2) return undefined;
  const { host, project } = options.environment;
  const seconds = readLongNodes({
    files: host.files,
    projectRoot: project.root,
    target: project.target.name,
  });
  return seconds.size === 0 ? undefined : longNodes(seconds, host);
}

async function scheduleNodes(state: RunState): Promise<ScheduleOutcome> {
  const { options } = state;
  const failsFast = isFlagSet(options.environment.invocation, 'FAIL_FAST');
  return schedule({
    plan: options.plan,
    threads: options.threads,
    long: knownLongNodes(state),
    signal: options.signal,
    execute: (task) => executeTask(state, task),
    skip: (task, cause) => skipTask(state, task, cause),
    onResult: (result) => {
      state.journal?.finished(result);
      if (failsFast && FAILING.has(result.status)) void halt(state, 'fail-fast').catch(() => undefined);
      return state.halted !== null;
    },
  });
}

/** The results of nodes that never started because the run was stopped. */
export function unstartedResults(state: RunState, nodes: readonly Step[]): NodeResult[] {
  const message =
    state.halted === 'fail-fast' ? 'Skipping due to fail_fast' : 'Skipping because the run was interrupted';
  return nodes.map((node) => skippedResult({ node, threadId: DISPATCHER, message }));
}

/** Runs the planned nodes; what never started is reported too. */
export async function runNodes(state: RunState): Promise<readonly NodeResult[]> {
  const { results, unstarted } = await scheduleNodes(state);
  const kept = results.filter(
    ({ node }) => !state.leftOut.has(node.uniqueId) && (state.shape.reportsEphemeral || !isEphemeral(node)),
  );
  return [...kept, ...unstartedResults(state, unstarted)];
}

/** After a failed on-run-start hook no node runs, but each is reported. */
export function skipEverything(state: RunState): readonly NodeResult[] {
  const { plan, environment } = state.options;
  return plan.nodes.map((node, position) => {
    const result = skippedResult({ node, threadId: DISPATCHER });
    const place = { index: position + 1, total: plan.total };
    environment.events({ type: 'nodeSkipped', result, because: null, ...place });
    return result;
  });
}
