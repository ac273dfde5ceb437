import { DiagnosticError } from '../diagnostics/index.ts';
import type { EventSink } from '../domain/index.ts';
import type { Downstream, Generation, KeySource, WatchWorld } from './contract.ts';
import { createControls } from './controls.ts';
import { type CycleOutcome, runCycle } from './cycle.ts';
import type { FileChange } from './files/file-ledger.ts';
import { createFileWatch } from './files/watch-files.ts';
import { startLiveDocs } from './live-docs.ts';
import { isTestId } from './pending.ts';
import { rest, writeDown } from './rest.ts';
import { showCompiled, showRows } from './show-node.ts';
import { ensureChecker, survey } from './survey.ts';
import { takeChanges } from './take-changes.ts';
import { createWatchState, type Running, type WatchState } from './watch-state.ts';

export interface WatchProjectOptions {
  readonly world: WatchWorld;
  readonly downstream: Downstream;
  readonly keys: KeySource | undefined;
  /** The port on which the live page is wanted; undefined when it is not. */
  readonly docsPort: number | undefined;
  /** Opens an address in a browser. */
  readonly openAddress: (address: string) => void;
  /** Ends the watching. */
  readonly signal: AbortSignal | undefined;
}

const NOTHING: CycleOutcome = { results: [], held: [] };

/** One round; what stops it without being a fault of ours is told, and what was to be done stays. */
async function round(state: WatchState, running: Running): Promise<CycleOutcome | undefined> {
  try {
    await ensureChecker(state);
    if (!state.base.isUnread) await survey(state);
    return await runCycle(state, running);
  } catch (error) {
    if (running.controller.signal.aborted) return undefined;
    if (!(error instanceof DiagnosticError)) throw error;
    state.failures.databaseFailed(error.diagnostics);
    for (const diagnostic of error.diagnostics) state.world.events({ type: 'diagnostic', diagnostic });
    return NOTHING;
  }
}

/** Whether anything waits that was not begun: what a stopped round left is taken up again with the save that stopped it. */
function hasWork({ owesRest, request }: WatchState): boolean {
  return owesRest || request !== undefined;
}

async function work(state: WatchState, onRest: () => void): Promise<void> {
  const { clock } = state.world.host;
  let gathered: CycleOutcome = NOTHING;
  while (!state.isStopped) {
    const look = hasWork(state) ? undefined : state.looks.shift();
    if (look !== undefined) {
      await look();
      continue;
    }
    if (!hasWork(state)) {
      if (state.isSurveyed || state.generation.isUnread) await state.bell.heard();
      else await survey(state);
      continue;
    }
    const started = state.untold.since ?? clock.monotonic();
    state.owesRest = false;
    const running: Running = { controller: new AbortController(), reach: new Set(), isBuilding: false };
    state.running = running;
    const outcome = (await round(state, running)) ?? NOTHING;
    state.running = undefined;
    gathered = { results: [...gathered.results, ...outcome.results], held: outcome.held };
    if (hasWork(state) || state.isStopped) continue;
    await state.database.release();
    // A save may have come while the database was closed, or comes while this is written: then there is no rest yet.
    if (!hasWork(state)) await writeDown(state, () => hasWork(state) || state.isStopped);
    if (hasWork(state)) continue;
    rest(state, gathered, (clock.monotonic() - started) / 1000);
    gathered = NOTHING;
    onRest();
  }
}

function ended(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted === true) done();
    else signal?.addEventListener('abort', () => done(), { once: true });
  });
}

/** The project as it is found. One that cannot be read is told of, and waited for. */
function firstGeneration(world: WatchWorld): {
  readonly generation: Generation;
  readonly error?: DiagnosticError;
} {
  try {
    return { generation: world.first() };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { generation: world.unread(), error };
  }
}

function modelCount({ manifest }: Generation): number {
  return [...manifest.nodes.values()].filter(({ resourceType }) => resourceType === 'model').length;
}

/**
 * Watches a project until the signal: what is saved is checked, built and tested. The database is open while something is
 * built and at no other time.
 */
export async function watchProject(options: WatchProjectOptions): Promise<void> {
  const { docsPort, world: told } = options;
  const docs = docsPort === undefined ? undefined : await startLiveDocs({ world: told, port: docsPort });
  const events: EventSink = (event) => {
    told.events(event);
    docs?.event(event);
  };
  try {
    await watchWith({ ...options, world: { ...told, events } }, docs?.address ?? null);
  } finally {
    await docs?.close();
  }
}

async function watchWith(options: WatchProjectOptions, docs: string | null): Promise<void> {
  const { world, signal } = options;
  const { clock } = world.host;
  const started = clock.monotonic();
  let take: (changes: readonly FileChange[]) => void = () => {};
  const files = createFileWatch({ world, onChanges: (changes) => take(changes) });
  const { generation, error } = firstGeneration(world);
  const state = createWatchState({ world, downstream: options.downstream, first: generation });
  if (error !== undefined) {
    state.failures.parseFailed(error.diagnostics);
    for (const diagnostic of error.diagnostics) world.events({ type: 'diagnostic', diagnostic });
  }
  take = (changes) => takeChanges(state, changes, files.watched());
  files.start(generation);
  world.events({
    type: 'watchReady',
    project: generation.project.name,
    target: generation.project.target.name,
    models: modelCount(generation),
    seconds: (clock.monotonic() - started) / 1000,
    docs,
    hasKeys: options.keys !== undefined,
  });
  const stop = () => {
    state.isStopped = true;
    state.running?.controller.abort();
    state.bell.ring();
  };
  void ended(signal).then(stop);
  const stopKeys = options.keys?.listen(
    createControls(state, {
      quit: stop,
      openDocs: docs === null ? undefined : () => options.openAddress(docs),
      show(ids, what) {
        const [id] = ids.filter((each) => !isTestId(each));
        if (id === undefined) return;
        if (what === 'compiled') showCompiled(state, id);
        else state.looks.push(() => showRows(state, id));
        state.bell.ring();
      },
    }),
  );
  try {
    await work(state, () => files.follow(state.generation));
  } finally {
    stopKeys?.();
    files.close();
    await state.checker?.close();
    await state.database.release();
    await writeDown(state, () => false);
  }
}
