import { createRunJournal, type RunJournal } from '../artifacts/index.ts';
import { createLiveGraph } from '../context/index.ts';
import {
  type CompiledNode,
  isEphemeral,
  isNode,
  type NodeResult,
  type NodeStatus,
  type Relation,
  type RunResult,
} from '../domain/index.ts';
import { loadDeferrable, type OpenedCatalog } from './deferral.ts';
import { endHookNames } from './end-hook-names.ts';
import { isFlagSet } from './flags.ts';
import { interruptWith, isInterruptionError } from './interruption.ts';
import { nodeOutcomes } from './node-outcomes.ts';
import { runOnRunHooks } from './on-run-hooks.ts';
import { settlePublication } from './publication.ts';
import { recordRun, recordRunInSteps } from './record-run.ts';
import { runNodes, skipEverything, unstartedResults } from './run-nodes.ts';
import { createState, halt, type RunOptions, type RunShape, type RunState } from './run-state.ts';
import { createSchemas, loadCatalog } from './schemas.ts';
import { createWriteBuffer } from './write-buffer.ts';

const UNSUCCESSFUL: ReadonlySet<NodeStatus> = new Set([
  'error',
  'fail',
  'partial success',
  'runtime error',
  'skipped',
]);

async function runWithHooks(state: RunState, opened: OpenedCatalog): Promise<readonly NodeResult[]> {
  const { environment, plan, signal } = state.options;
  const hooks = { environment, session: state.master, ephemerals: state.ephemerals };
  const { project } = environment;
  const nodes = plan.nodes.filter(isNode);
  // A database that cannot be opened is no fault of the macro that would ask it first.
  await state.options.openAdapter();
  const known = state.options.knownSchemas ?? [];
  await createSchemas({ environment, session: state.master, nodes, known });
  await loadCatalog({ environment, session: state.master, nodes, known });
  await loadDeferrable(environment, state.master, opened);
  if (state.shape.leavesOutHooks === true) {
    state.shape.insteadOfHooks?.();
    return runNodes(state);
  }
  const before = await runOnRunHooks({ ...hooks, moment: 'on-run-start', extra: {} });
  const isStopped =
    before.some((each) => each.status === 'error') &&
    isFlagSet(environment.invocation, 'SKIP_NODES_IF_ON_RUN_START_FAILS', true);
  const finished = isStopped ? skipEverything(state) : await runNodes(state);
  if (signal?.aborted === true) return [...before, ...finished];
  const seen = isStopped ? [] : [...before, ...finished];
  const soFar = { results: [...before, ...finished], ephemerals: await ephemeralModels(state) };
  for (const [id, outcome] of nodeOutcomes(soFar, project)) environment.graph?.outcomes.set(id, outcome);
  const extra = endHookNames(environment, seen);
  const after = await runOnRunHooks({ ...hooks, moment: 'on-run-end', extra });
  return [...before, ...finished, ...after];
}

async function runAlone(state: RunState, opened: OpenedCatalog): Promise<readonly NodeResult[]> {
  await loadDeferrable(state.options.environment, state.master, opened);
  return runNodes(state);
}

/** The ephemeral models that were compiled: because others select from them, or in their turn. */
async function ephemeralModels(state: RunState): Promise<readonly CompiledNode[]> {
  const settled = await Promise.allSettled(state.ephemerals.values());
  const selectedFrom = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.own] : []));
  return [...selectedFrom, ...state.compiledEphemerals];
}

/** What is written down while the run goes on, for the case that the process is killed. */
function openJournal(
  { environment, plan, publication }: RunOptions,
  shape: RunShape,
  startedAt: Date,
): RunJournal | null {
  const { host, invocation, project } = environment;
  const isRecorded = shape.preparesDatabase && shape.isAside !== true && shape.record === undefined;
  if (!isRecorded || !isFlagSet(invocation, 'WRITE_JSON', true)) return null;
  const { command } = plan;
  return createRunJournal({
    host,
    invocation,
    env: host.env,
    generatedAt: startedAt,
    targetPath: project.targetPath,
    planned: plan.nodes.filter((node) => !isNode(node) || !isEphemeral(node)).map((node) => node.uniqueId),
    isStaged: publication !== undefined,
    result: { command, results: [], startedAt, elapsed: 0, success: false, interrupted: false },
  });
}

/** Whether the database is not written to after the nodes: where a session goes on, or a copy was published, this is not known. */
function isLast({ publication, later }: RunOptions, { preparesDatabase, isAside }: RunShape): boolean {
  return preparesDatabase && isAside !== true && publication === undefined && later === undefined;
}

/** Runs a plan in the shape of a command and records the outcome. */
export async function runPlan(options: RunOptions, shape: RunShape): Promise<RunResult> {
  const { plan, signal } = options;
  const { host } = options.environment;
  const { clock } = host;
  const startedAt = clock.now();
  const started = clock.monotonic();
  const buffer = createWriteBuffer({
    files: host.files,
    targetPath: options.environment.project.targetPath,
    writesMeanwhile: !shape.preparesDatabase,
  });
  let isWrittenLater = false;
  const opened: OpenedCatalog = { catalog: undefined };
  const ofRun = {
    ...options.environment,
    deferral: options.deferral && {
      ...options.deferral,
      exists: (relation: Relation) => opened.catalog?.get(relation) !== undefined,
    },
    host: { ...host, files: buffer.files },
    ...(options.publication === undefined ? {} : { stagedOutputs: [] }),
    ...(shape.isAside === true ? { events: () => {} } : {}),
  };
  const environment = { ...ofRun, graph: createLiveGraph(ofRun) };
  const state = createState({ ...options, environment }, shape, openJournal(options, shape, startedAt));
  let isToldByJournal = false;
  const stopListening = interruptWith(signal, () => halt(state, 'interrupt'));
  try {
    const work = shape.preparesDatabase ? runWithHooks(state, opened) : runAlone(state, opened);
    const finished = await work.catch((error: unknown) => {
      if (signal?.aborted === true && isInterruptionError(error)) return unstartedResults(state, plan.nodes);
      throw error;
    });
    const interrupted = signal?.aborted === true;
    const results = await settlePublication(state, finished);
    if (isLast(options, shape)) (await options.openAdapter()).settle?.();
    const result: RunResult = Object.freeze({
      command: plan.command,
      results,
      startedAt,
      elapsed: (clock.monotonic() - started) / 1000,
      success: !interrupted && !results.some((each) => UNSUCCESSFUL.has(each.status)),
      interrupted,
    });
    isToldByJournal = true;
    const isLeftOut = shape.isAside === true || (shape.stopsWithFirstError === true && !result.success);
    try {
      if (!isLeftOut) {
        const record = shape.record ?? recordRun;
        const ephemerals = await ephemeralModels(state);
        if (options.later === undefined) record(environment, result, ephemerals);
        else {
          isWrittenLater = true;
          options.later({
            files: () => buffer.flush(),
            record: () => recordRunInSteps({ ...environment, host }, result, ephemerals),
          });
        }
      }
    } finally {
      // What became of the nodes is told even where it cannot be written down.
      environment.events({ type: 'runFinished', result });
    }
    isToldByJournal = false;
    return result;
  } finally {
    await stopListening();
    await state.stopping.catch(() => undefined);
    await state.master.close();
    await state.pool.close();
    if (!isWrittenLater) await buffer.flush();
    state.journal?.close(isToldByJournal ? 'kept' : 'removed');
  }
}

function emptyResult(options: RunOptions, shape: RunShape): RunResult {
  const { environment, plan } = options;
  const result = {
    command: plan.command,
    results: [],
    startedAt: environment.host.clock.now(),
    elapsed: 0,
    success: true,
    interrupted: false,
  };
  const message = 'Nothing to do. Try checking your model configs and model specification args';
  environment.events({ type: 'nothingToDo', message, result });
  (shape.record ?? recordRun)(environment, result);
  return result;
}

const EXECUTED: RunShape = { treatment: {}, preparesDatabase: true, reportsEphemeral: false };

/**
 * Executes a plan in the shape of a command, unless there is nothing in it. Failures of nodes are results; what stops the run
 * before its nodes is thrown as a `DiagnosticError`.
 */
export async function executePlan(options: RunOptions, shape: RunShape): Promise<RunResult> {
  const { environment, plan } = options;
  if (plan.nodes.length === 0) return emptyResult(options, shape);
  environment.events({
    type: 'concurrency',
    threads: options.threads,
    target: environment.project.target.name,
    total: plan.total,
  });
  return runPlan(options, shape);
}

/**
 * Executes a plan: schemas, relation cache, on-run-start hooks, the nodes in order with `threads` connections, on-run-end
 * hooks. Failures of nodes are results; what stops the run before its nodes is thrown as a `DiagnosticError`. Writes
 * `run_results.json` and the history, after an interruption too.
 */
export function executeRun(options: RunOptions): Promise<RunResult> {
  return executePlan(options, EXECUTED);
}
