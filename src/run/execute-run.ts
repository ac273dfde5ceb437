import type { Adapter } from '../adapter/contract.ts';
import type { EphemeralCache } from '../compile/index.ts';
import type { RunEnvironment } from '../context/index.ts';
import { isEphemeral, type Node, type NodeResult, type NodeStatus, type RunResult } from '../domain/index.ts';
import { createSession, type Session } from './connections.ts';
import { endHookNames } from './end-hook-names.ts';
import { isFlagSet } from './flags.ts';
import { interruptedResult, interruptWith, isInterruption } from './interruption.ts';
import { runOnRunHooks } from './on-run-hooks.ts';
import type { RunPlan } from './plan.ts';
import { recordRun } from './record-run.ts';
import { type NodeTreatment, runNode } from './run-node.ts';
import { type NodeTask, type ScheduleOutcome, schedule } from './schedule.ts';
import { createSchemas, loadCatalog } from './schemas.ts';
import { skippedBecause, skippedResult } from './skipped.ts';

export interface RunOptions {
  readonly plan: RunPlan;
  readonly environment: RunEnvironment;
  /** Asked when something first needs the engine, and at most once. */
  readonly openAdapter: () => Promise<Adapter>;
  readonly threads: number;
  /** Stops the run: running statements are interrupted, nothing new starts, and the results say so. */
  readonly signal?: AbortSignal | undefined;
}

/** The steps that set one command apart from another. */
export interface RunShape {
  readonly treatment: NodeTreatment;
  /** Make schemas, fill the relation cache, run the on-run hooks: what changes data does, `compile` and `show` do not. */
  readonly preparesDatabase: boolean;
  /** Keep results of ephemeral models. */
  readonly reportsEphemeral: boolean;
}

const FAILING: ReadonlySet<NodeStatus> = new Set(['error', 'fail', 'partial success']);
const UNSUCCESSFUL: ReadonlySet<NodeStatus> = new Set([...FAILING, 'skipped']);
/** dbt's name of the thread that hands out the work. */
const DISPATCHER = 'MainThread';

/** The live things of one run, let go of at its end. */
interface RunState {
  readonly options: RunOptions;
  readonly shape: RunShape;
  readonly master: Session;
  readonly workers: Map<number, Session>;
  readonly ephemerals: EphemeralCache;
  readonly openAdapter: () => Promise<Adapter>;
  halted: 'interrupt' | 'fail-fast' | null;
  stopping: Promise<void>;
}

function createState(options: RunOptions, shape: RunShape): RunState {
  let adapter: Promise<Adapter> | undefined;
  const openAdapter = () => {
    adapter ??= options.openAdapter();
    return adapter;
  };
  return {
    options,
    shape,
    master: createSession({
      openAdapter,
      name: 'master',
      isHalted: () => options.signal?.aborted === true,
    }),
    workers: new Map(),
    ephemerals: new Map(),
    openAdapter,
    halted: null,
    stopping: Promise.resolve(),
  };
}

function workerSession(state: RunState, number: number, name: string): Session {
  const known = state.workers.get(number);
  if (known !== undefined) return known;
  const session = createSession({
    openAdapter: state.openAdapter,
    name,
    isHalted: () => state.halted !== null,
  });
  state.workers.set(number, session);
  return session;
}

/** Stops what is running. Opening an engine only to stop it would be absurd, so nothing happens before the first use. */
function halt(state: RunState, why: 'interrupt' | 'fail-fast'): Promise<void> {
  if (state.halted !== null) return state.stopping;
  state.halted = why;
  const inUse = [state.master, ...state.workers.values()].some((session) => session.isOpen());
  if (inUse) state.stopping = state.openAdapter().then((adapter) => adapter.interruptAll());
  return state.stopping;
}

/** The result of a node that was stopped in the middle, told as what it is. */
function truthful(state: RunState, result: NodeResult): NodeResult {
  if (state.halted === null || !isInterruption(result)) return result;
  return state.halted === 'fail-fast'
    ? skippedResult({ node: result.node, threadId: result.threadId, message: 'Skipping due to fail_fast' })
    : interruptedResult(result);
}

async function executeTask(state: RunState, task: NodeTask): Promise<NodeResult> {
  const { environment } = state.options;
  const { node, worker, place } = task;
  const isShown = !isEphemeral(node) || state.shape.reportsEphemeral;
  if (isShown) environment.events({ type: 'nodeStarted', node, thread: worker.threadId, ...place });
  const result = truthful(
    state,
    await runNode({
      node,
      environment,
      session: workerSession(state, worker.number, worker.threadId),
      threadId: worker.threadId,
      ephemerals: state.ephemerals,
      treatment: state.shape.treatment,
    }),
  );
  if (isShown) environment.events({ type: 'nodeFinished', result, ...place });
  return result;
}

function skipTask(state: RunState, task: NodeTask, cause: Parameters<typeof skippedBecause>[2]): NodeResult {
  const result = skippedBecause(task.node, task.worker.threadId, cause);
  if (!isEphemeral(task.node)) {
    state.options.environment.events({ type: 'nodeSkipped', result, because: cause.because, ...task.place });
  }
  return result;
}

async function scheduleNodes(state: RunState): Promise<ScheduleOutcome> {
  const { options } = state;
  const failsFast = isFlagSet(options.environment.invocation, 'FAIL_FAST');
  return schedule({
    plan: options.plan,
    threads: options.threads,
    signal: options.signal,
    execute: (task) => executeTask(state, task),
    skip: (task, cause) => skipTask(state, task, cause),
    onResult: (result) => {
      if (failsFast && FAILING.has(result.status)) void halt(state, 'fail-fast').catch(() => undefined);
      return state.halted !== null;
    },
  });
}

function unstartedResults(state: RunState, nodes: readonly Node[]): NodeResult[] {
  const message =
    state.halted === 'fail-fast' ? 'Skipping due to fail_fast' : 'Skipping because the run was interrupted';
  return nodes.map((node) => skippedResult({ node, threadId: DISPATCHER, message }));
}

async function runNodes(state: RunState): Promise<readonly NodeResult[]> {
  const { results, unstarted } = await scheduleNodes(state);
  const kept = results.filter((each) => state.shape.reportsEphemeral || !isEphemeral(each.node));
  return [...kept, ...unstartedResults(state, unstarted)];
}

/** After a failed on-run-start hook no node runs, but each is reported. */
function skipEverything(state: RunState): readonly NodeResult[] {
  const { plan, environment } = state.options;
  return plan.nodes.map((node, position) => {
    const result = skippedResult({ node, threadId: DISPATCHER });
    const place = { index: position + 1, total: plan.total };
    environment.events({ type: 'nodeSkipped', result, because: null, ...place });
    return result;
  });
}

async function runWithHooks(state: RunState): Promise<readonly NodeResult[]> {
  const { environment, plan, signal } = state.options;
  const hooks = { environment, session: state.master, ephemerals: state.ephemerals };
  await createSchemas(environment, state.master, plan.nodes);
  await loadCatalog(environment, state.master, plan.nodes);
  const before = await runOnRunHooks({ ...hooks, moment: 'on-run-start', extra: {} });
  const isStopped =
    before.some((each) => each.status === 'error') &&
    isFlagSet(environment.invocation, 'SKIP_NODES_IF_ON_RUN_START_FAILS', true);
  const nodes = isStopped ? skipEverything(state) : await runNodes(state);
  if (signal?.aborted === true) return [...before, ...nodes];
  const seen = isStopped ? [] : [...before, ...nodes];
  const extra = endHookNames(environment, seen);
  const after = await runOnRunHooks({ ...hooks, moment: 'on-run-end', extra });
  return [...before, ...nodes, ...after];
}

async function closeSessions(state: RunState): Promise<void> {
  await state.stopping.catch(() => undefined);
  await Promise.all([state.master, ...state.workers.values()].map((session) => session.close()));
}

/** Runs a plan in the shape of a command and records the outcome. */
export async function runPlan(options: RunOptions, shape: RunShape): Promise<RunResult> {
  const { environment, plan, signal } = options;
  const { clock } = environment.host;
  const startedAt = clock.now();
  const started = clock.monotonic();
  const state = createState(options, shape);
  const stopListening = interruptWith(signal, () => halt(state, 'interrupt'));
  try {
    const results = await (shape.preparesDatabase ? runWithHooks(state) : runNodes(state));
    const interrupted = signal?.aborted === true;
    const result: RunResult = Object.freeze({
      command: plan.command,
      results,
      startedAt,
      elapsed: (clock.monotonic() - started) / 1000,
      success: !interrupted && !results.some((each) => UNSUCCESSFUL.has(each.status)),
      interrupted,
    });
    recordRun(environment, result);
    environment.events({ type: 'runFinished', result });
    return result;
  } finally {
    await stopListening();
    await closeSessions(state);
  }
}

function emptyResult(options: RunOptions): RunResult {
  const { environment, plan } = options;
  environment.events({
    type: 'nothingToDo',
    message: 'Nothing to do. Try checking your model configs and model specification args',
  });
  const result = {
    command: plan.command,
    results: [],
    startedAt: environment.host.clock.now(),
    elapsed: 0,
    success: true,
    interrupted: false,
  };
  recordRun(environment, result);
  return result;
}

const EXECUTED: RunShape = { treatment: {}, preparesDatabase: true, reportsEphemeral: false };

/**
 * Executes a plan: schemas, relation cache, on-run-start hooks, the nodes in order with `threads` connections, on-run-end
 * hooks. Failures of nodes are results; what stops the run before its nodes is thrown as a `DiagnosticError`. Writes
 * `run_results.json` and the history, after an interruption too.
 */
export async function executeRun(options: RunOptions): Promise<RunResult> {
  const { environment, plan } = options;
  if (plan.nodes.length === 0) return emptyResult(options);
  environment.events({
    type: 'concurrency',
    threads: options.threads,
    target: environment.project.target.name,
    total: plan.total,
  });
  return runPlan(options, EXECUTED);
}
