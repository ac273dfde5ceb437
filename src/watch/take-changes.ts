import { join } from 'node:path';
import { DiagnosticError } from '../diagnostics/index.ts';
import { graphNode, type UniqueId } from '../domain/index.ts';
import { isBetterLater } from './build/prepare.ts';
import { type Classified, classify, isBuilding } from './changes/classify.ts';
import type { Generation } from './contract.ts';
import type { FileChange } from './files/file-ledger.ts';
import type { WatchedFiles } from './files/watched-files.ts';
import { addChanges, dropMissing } from './pending.ts';
import type { WatchState } from './watch-state.ts';

/** A file went away while the project was read, as in a checkout: what is there afterwards is read. */
function readAgainSoon(state: WatchState, watched: WatchedFiles): void {
  setTimeout(() => {
    if (!state.isStopped && state.unread.length > 0) takeChanges(state, [], watched);
  }, READ_AGAIN);
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Milliseconds after which a project is read again of which a file went away. */
const READ_AGAIN = 100;

/** What changed is mostly built as soon as it is checked: the database is on its way by then. */
function beginToOpen({ pending, generation, database, world }: WatchState): void {
  const { scope } = generation;
  const nodes = [...pending.nodes.keys()].filter((id) => scope === null || scope.has(id));
  if (nodes.length > 0 && !isBetterLater(generation, nodes, world.host.cores))
    database.begin(generation.project);
}

function describesTest(generation: Generation, id: UniqueId): boolean {
  return generation.manifest.nodes.get(id)?.resourceType === 'test';
}

/** Notes what is to be told: a test is told of as a change of what it tests. */
function noteUntold(state: WatchState, { reasons, macros }: Classified, before: Generation): void {
  const { untold, generation } = state;
  for (const [id, why] of reasons) {
    const test = generation.manifest.nodes.get(id);
    const attached = test?.resourceType === 'test' ? test.attachedNode : null;
    if (why.includes('removed')) {
      const gone = graphNode(before.manifest, id);
      if (gone === undefined || describesTest(before, id)) continue;
      const { name, originalFilePath: path } = gone;
      untold.removed.set(id, { uniqueId: id, name, path, reasons: why });
    } else if (attached !== null && attached !== undefined) {
      const known = untold.nodes.get(attached) ?? [];
      untold.nodes.set(attached, known.includes('tests') ? known : [...known, 'tests']);
    } else {
      const known = untold.nodes.get(id) ?? [];
      untold.nodes.set(id, [...known, ...why.filter((each) => !known.includes(each))]);
      untold.removed.delete(id);
    }
  }
  for (const { name, usedBy } of macros) untold.macros.set(name, usedBy);
}

/** Stops what is being built when it, or something that it reads, is another now; what it was to do stays to be done. */
function supersede(state: WatchState, changed: ReadonlySet<UniqueId>): void {
  const { running, generation, world } = state;
  if (running === undefined || running.controller.signal.aborted) return;
  const touched = new Set([...changed, ...generation.graph.descendants(changed)]);
  const isTouched = !running.isBuilding || [...touched].some((id) => running.reach.has(id));
  if (!isTouched) return;
  if (running.isBuilding) world.events({ type: 'watchSuperseded', stopped: [...running.reach] });
  running.controller.abort();
}

function isPartOf({ manifest }: Generation): (id: UniqueId) => boolean {
  return (id) => graphNode(manifest, id) !== undefined;
}

/** Of a project that could not be read before, only what was saved since counts as changed. */
function ofFiles(
  reasons: Classified['reasons'],
  { manifest, project }: Generation,
  saved: readonly FileChange[],
): Classified['reasons'] {
  const paths = new Set(saved.map((each) => each.path));
  const isSaved = (id: UniqueId) => {
    const node = manifest.nodes.get(id);
    return node !== undefined && paths.has(join(project.root, node.originalFilePath));
  };
  return new Map([...reasons.keys()].filter(isSaved).map((id) => [id, ['new']]));
}

/** Takes over a newer state of the project. */
function takeGeneration(state: WatchState, next: Generation, dataReaders: ReadonlySet<UniqueId>): void {
  const before = state.generation;
  const found = classify({
    before: before.manifest,
    after: next.manifest,
    dataReaders,
    isProjectChanged: before.project !== next.project,
  });
  const reasons = before.isUnread ? ofFiles(found.reasons, next, state.unread) : found.reasons;
  state.generation = next;
  noteUntold(state, { reasons, macros: before.isUnread ? [] : found.macros }, before);
  addChanges(state.pending, reasons, next);
  dropMissing(state.pending, isPartOf(next));
  state.failures.keep(isPartOf(next));
  for (const id of state.errors) if (!isPartOf(next)(id)) state.errors.delete(id);
  if (before.project !== next.project || before.isUnread) {
    state.isSurveyed = false;
    state.base = next;
  }
  const changed = [...reasons].filter(([, why]) => why.some(isBuilding)).map(([id]) => id);
  supersede(state, new Set(changed));
}

/**
 * Takes files that were saved: tells of them at once, then reads the project again and finds out what changed. A project that
 * cannot be read stays as it was until the next save.
 */
export function takeChanges(state: WatchState, changes: readonly FileChange[], watched: WatchedFiles): void {
  const { world, unread } = state;
  const { events, host } = world;
  const files = changes.map(({ path, event }) => ({
    path: watched.shown(path),
    role: watched.roleOf(path) ?? 'project',
    change: event,
  }));
  if (files.length > 0) events({ type: 'watchChange', files, note: null });
  state.untold.since ??= host.clock.monotonic();
  unread.push(...changes);
  state.isProjectUnread ||= files.some(({ role }) => role === 'project');
  const ofProject = unread.filter(({ path }) => watched.roleOf(path) !== 'source files');
  try {
    const next = ofProject.length === 0 ? state.generation : world.reparse(ofProject, state.isProjectUnread);
    const readers = unread.flatMap(({ path }) => watched.readersOf(path));
    state.failures.parsed();
    takeGeneration(state, next, new Set(readers));
    beginToOpen(state);
    state.unread = [];
    state.isProjectUnread = false;
  } catch (error) {
    if (isGone(error)) readAgainSoon(state, watched);
    else if (error instanceof DiagnosticError) {
      state.failures.parseFailed(error.diagnostics);
      for (const diagnostic of error.diagnostics) events({ type: 'diagnostic', diagnostic });
    } else throw error;
  }
  state.owesRest = true;
  state.bell.ring();
}
