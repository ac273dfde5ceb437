import { DiagnosticError } from '../diagnostics/index.ts';
import {
  type ChangedNode,
  type CheckReport,
  graphNode,
  type NodeResult,
  type UniqueId,
} from '../domain/index.ts';
import { type Built, buildChanges, reachOf } from './build/build-changes.ts';
import { missingParents } from './build/missing-parents.ts';
import { isBetterLater, type Preparation, prepare } from './build/prepare.ts';
import { createContent } from './build/watch-content.ts';
import type { Downstream, Generation } from './contract.ts';
import { type Hold, holdBack, noteBroken } from './hold.ts';
import { dropOthers, isTestId, putBack, type Taken, take } from './pending.ts';
import type { Running, WatchState } from './watch-state.ts';

/** What one round of checking and building did. */
export interface CycleOutcome {
  readonly results: readonly NodeResult[];
  readonly held: readonly UniqueId[];
}

interface Job {
  readonly generation: Generation;
  readonly nodes: ReadonlySet<UniqueId>;
  readonly tests: ReadonlySet<UniqueId>;
  readonly downstream: Downstream;
  readonly isForced: boolean;
  readonly taken: Taken;
  /** What of it was done; grows. */
  readonly done: Set<UniqueId>;
}

/** Seconds that building downstream may usually take; more waits until it is asked for. */
const PATIENCE = 3;

/** Whether something upstream failed that will not be run again with this job. */
function isBlocked(
  { failures, generation }: WatchState,
  id: UniqueId,
  { nodes, tests }: Pick<Job, 'nodes' | 'tests'>,
): boolean {
  const { graph } = generation;
  const failed = failures.failedRuns();
  if (failed.length === 0) return false;
  const above = graph.ancestors([id]);
  return failed.some((each) => {
    const isAbove = above.has(each) || graph.parents(each).some((parent) => above.has(parent));
    const isRerun =
      nodes.has(each) || tests.has(each) || graph.parents(each).some((parent) => nodes.has(parent));
    return isAbove && !isRerun;
  });
}

function takeJob(state: WatchState): Job {
  const { pending, generation, request } = state;
  state.request = undefined;
  const done = new Set<UniqueId>();
  if (request !== undefined) {
    const ids = new Set([...request.nodes, ...request.tests]);
    return { generation, ...request, taken: take(pending, ids), done };
  }
  const isWatched = (id: UniqueId) => generation.scope === null || generation.scope.has(id);
  dropOthers(pending, isWatched);
  const tests = new Set(pending.tests);
  const nodes = new Set(pending.nodes.keys());
  const owed = [...pending.owed].filter((id) => !isBlocked(state, id, { nodes, tests }));
  const wanted = new Set([...nodes, ...owed]);
  return {
    generation,
    nodes: wanted,
    tests,
    downstream: state.downstream,
    isForced: false,
    taken: take(pending, new Set([...wanted, ...tests])),
    done,
  };
}

/** Binds what changed. Null when nothing did that can be bound. */
async function check(state: WatchState, { generation }: Job) {
  const { pending, world } = state;
  if (state.checker === undefined || pending.unchecked.size === 0) return null;
  const changed = new Set(pending.unchecked);
  const environment = generation.environment([]);
  try {
    const report = await state.checker.checkCone({
      environment: { ...environment, events: () => {} },
      graph: generation.graph,
      changed,
    });
    for (const id of changed) pending.unchecked.delete(id);
    state.isSurveyed = true;
    noteBroken(pending, state.errors, report);
    state.failures.checked(report);
    return report;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const diagnostic of error.diagnostics) world.events({ type: 'diagnostic', diagnostic });
    return null;
  }
}

function toldChanges({ untold, generation }: WatchState): readonly ChangedNode[] {
  const changed = [...untold.nodes].flatMap(([uniqueId, reasons]) => {
    const node = graphNode(generation.manifest, uniqueId);
    return node === undefined ? [] : [{ uniqueId, name: node.name, path: node.originalFilePath, reasons }];
  });
  return [...changed, ...untold.removed.values()];
}

function forgetUntold({ untold }: WatchState): void {
  untold.nodes.clear();
  untold.macros.clear();
  untold.removed.clear();
  untold.since = null;
}

/** What to build of a job, as far as the check lets it. */
function allowed(state: WatchState, job: Job): Job & Hold {
  const { graph } = job.generation;
  const { errors, pending } = state;
  const broken = job.isForced ? new Set<UniqueId>() : pending.broken;
  const hold = holdBack({ nodes: job.nodes, errors, broken, graph });
  const below = graph.descendants(hold.held);
  const isFree = (id: UniqueId) => !hold.held.has(id) && !below.has(id);
  const nodes = new Set([...job.nodes].filter(isFree));
  const tests = new Set([...job.tests].filter((id) => isFree(id) && !errors.has(id)));
  return { ...job, ...hold, nodes, tests };
}

/** Whether everything downstream is done soon enough to be done without being asked for. */
function isQuick(state: WatchState, job: Job): boolean {
  const below = [...job.generation.graph.descendants(job.nodes)].filter((id) => !isTestId(id));
  return below.reduce((sum, id) => sum + (state.usual.of(id) ?? 0), 0) <= PATIENCE;
}

/** Whether a node did not come to its end because a newer save, or a key, stopped it. */
function isStopped({ diagnostics }: NodeResult): boolean {
  return diagnostics.some((each) => each.code === 'D107' || each.code === 'D027');
}

/** What of the work is done, and what is owed because of it. */
function settle(state: WatchState, job: Job, { result, changed }: Built): void {
  const { pending, failures, usual } = state;
  const { graph, manifest } = job.generation;
  const finished = result.results.filter((each) => !isStopped(each));
  failures.ran(finished);
  usual.add(finished);
  for (const { node, status } of finished) {
    if (status === 'skipped') continue;
    job.done.add(node.uniqueId);
    pending.owed.delete(node.uniqueId);
    pending.stale.delete(node.uniqueId);
  }
  const isLeft = (id: UniqueId) => !job.done.has(id) && !isTestId(id) && manifest.nodes.has(id);
  for (const id of changed) {
    const isWaiting = job.downstream === 'none';
    const below = isWaiting ? graph.descendants([id]) : graph.children(id);
    for (const each of below) if (isLeft(each)) (isWaiting ? pending.stale : pending.owed).add(each);
  }
}

interface Work {
  readonly state: WatchState;
  readonly job: Job & Hold;
  readonly running: Running;
  readonly preparation: Preparation | undefined;
}

async function build({ state, job, running, preparation }: Work): Promise<readonly NodeResult[]> {
  const { world, database, usual } = state;
  const { generation } = job;
  const { signal } = running.controller;
  const adapter = await database.open(generation.project, signal);
  state.failures.databaseOpened();
  const knownSchemas = (await preparation?.known()) ?? [];
  const missing = await missingParents(generation, adapter, new Set([...job.nodes, ...job.tests]));
  if (signal.aborted) return [];
  const nodes = new Set([...job.nodes, ...missing]);
  const downstream = job.downstream === 'auto' && !isQuick(state, job) ? 'none' : job.downstream;
  const target = { nodes, tests: job.tests, downstream, without: job.failing };
  running.reach = reachOf(generation, target);
  running.isBuilding = true;
  if (running.reach.size === 0) return [];
  const built = await buildChanges({
    ...target,
    generation,
    adapter,
    signal,
    events: world.events,
    content: createContent({
      clock: world.host.clock,
      events: world.events,
      preview: world.preview,
      usual: (id) => usual.of(id),
    }),
    knownSchemas,
    later({ files, record }) {
      state.unwritten.push(files);
      state.record = record;
    },
  });
  settle(state, { ...job, downstream }, built);
  return built.result.results.filter((each) => !isStopped(each));
}

/** Checks what changed, tells the verdict, and builds what may be built. What is stopped on the way stays to be done. */
export async function runCycle(state: WatchState, running: Running): Promise<CycleOutcome | undefined> {
  const job = takeJob(state);
  try {
    return await runJob(state, job, running);
  } finally {
    const { manifest } = state.generation;
    putBack(state.pending, job.taken, (id) => !job.done.has(id) && graphNode(manifest, id) !== undefined);
  }
}

async function runJob(state: WatchState, job: Job, running: Running): Promise<CycleOutcome | undefined> {
  const since = state.untold.since ?? state.world.host.clock.monotonic();
  const { signal } = running.controller;
  const isWork = job.nodes.size + job.tests.size > 0;
  const checking = check(state, job);
  // While the verdict is found the database is opened: both take a while, and mostly both are needed.
  const target = { ...job, without: state.errors };
  const { generation } = job;
  const isLater = isBetterLater(generation, job.nodes, state.world.host.cores);
  const preparation =
    isWork && !isLater ? prepare({ database: state.database, generation, target, signal }) : undefined;
  try {
    const report = await checking;
    return await goOn({ state, job, running, report, since, preparation, isWork });
  } finally {
    await preparation?.end();
  }
}

interface Checked {
  readonly state: WatchState;
  readonly job: Job;
  readonly running: Running;
  readonly report: CheckReport | null;
  /** When the save was seen. */
  readonly since: number;
  readonly preparation: Preparation | undefined;
  /** Whether anything is to be built or tested. */
  readonly isWork: boolean;
}

/** What follows from a verdict. */
async function goOn(checked: Checked): Promise<CycleOutcome | undefined> {
  const { state, job, running, report, since, preparation, isWork } = checked;
  const { world, pending } = state;
  // A newer save came while this was checked: its verdict is the one to tell.
  if (running.controller.signal.aborted) return undefined;
  const isNothing = !isWork && state.untold.nodes.size + state.untold.removed.size === 0;
  // What was saved could not be read: there is no verdict on anything.
  if (isNothing && state.unread.length > 0) return { results: [], held: [] };
  const ready = allowed(state, job);
  if (job.isForced) pending.broken.clear();
  state.lastChanged = job.nodes;
  world.events({
    type: 'watchChecked',
    changes: toldChanges(state),
    macros: [...state.untold.macros].map(([name, usedBy]) => ({ name, usedBy })),
    report,
    held: [...ready.held],
    builds: [...ready.nodes],
    seconds: (world.host.clock.monotonic() - since) / 1000,
  });
  forgetUntold(state);
  // A test with an error of its own is told of, and looked at again when it is saved.
  for (const id of job.tests) if (state.errors.has(id)) job.done.add(id);
  const isIdle = ready.nodes.size === 0 && ready.tests.size === 0;
  const results = isIdle ? [] : await build({ state, job: ready, running, preparation });
  return { results, held: [...ready.held] };
}
