import type { ChangeReason, Manifest, UniqueId } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import { isBuilding } from './changes/classify.ts';

/** What is to be done yet. Everything stays until it is done, whatever stops a build in between. */
export interface Pending {
  /** Changed nodes, with why. */
  readonly nodes: Map<UniqueId, readonly ChangeReason[]>;
  /** Changed tests. */
  readonly tests: Set<UniqueId>;
  /** Nodes that read something new which they were not built from: a build was stopped, or failed above them. */
  readonly owed: Set<UniqueId>;
  /** The same for nodes that wait until they are asked for. */
  readonly stale: Set<UniqueId>;
  /** What changed since it was last checked. */
  readonly unchecked: Set<UniqueId>;
  /** What has an error because of a change that is not built. */
  readonly broken: Set<UniqueId>;
}

export function createPending(): Pending {
  return {
    nodes: new Map(),
    tests: new Set(),
    owed: new Set(),
    stale: new Set(),
    unchecked: new Set(),
    broken: new Set(),
  };
}

export function isTestId(id: UniqueId): boolean {
  return id.startsWith('test.') || id.startsWith('unit_test.');
}

/** Takes note of what a save changed. A source stands for the nodes that read it. */
export function addChanges(
  pending: Pending,
  reasons: ReadonlyMap<UniqueId, readonly ChangeReason[]>,
  { manifest, graph }: { readonly manifest: Manifest; readonly graph: Graph },
): void {
  for (const [id, why] of reasons) {
    if (!why.some(isBuilding)) continue;
    pending.unchecked.add(id);
    if (isTestId(id)) pending.tests.add(id);
    else if (!manifest.sources.has(id)) pending.nodes.set(id, [...(pending.nodes.get(id) ?? []), ...why]);
    else {
      for (const child of graph.children(id)) {
        if (isTestId(child)) pending.tests.add(child);
        else pending.nodes.set(child, [...(pending.nodes.get(child) ?? []), ...why]);
      }
    }
  }
}

/** Drops what is not to be built: it is checked all the same. */
export function dropOthers(pending: Pending, isWatched: (id: UniqueId) => boolean): void {
  for (const each of [pending.nodes, pending.tests, pending.owed, pending.stale])
    for (const id of each.keys()) if (!isWatched(id)) each.delete(id);
}

/** Drops what is no longer part of the project. */
export function dropMissing(pending: Pending, isThere: (id: UniqueId) => boolean): void {
  for (const each of Object.values(pending) as (Map<UniqueId, unknown> | Set<UniqueId>)[]) {
    for (const id of each.keys()) if (!isThere(id)) each.delete(id);
  }
}

/** What one round has taken in hand. */
export type Taken = Pick<Pending, 'nodes' | 'tests' | 'owed' | 'stale'>;

/** Takes what is to be done out of the book: what is added from now on is newer. */
export function take(pending: Pending, ids: { has(id: UniqueId): boolean }): Taken {
  const nodes = new Map([...pending.nodes].filter(([id]) => ids.has(id)));
  const some = (from: Set<UniqueId>) => new Set([...from].filter((id) => ids.has(id)));
  const taken = { nodes, tests: some(pending.tests), owed: some(pending.owed), stale: some(pending.stale) };
  for (const key of ['nodes', 'tests', 'owed', 'stale'] as const)
    for (const id of taken[key].keys()) pending[key].delete(id);
  return taken;
}

/** Writes down again what was taken and not done. */
export function putBack(pending: Pending, taken: Taken, isLeft: (id: UniqueId) => boolean): void {
  for (const [id, why] of taken.nodes)
    if (isLeft(id)) pending.nodes.set(id, [...why, ...(pending.nodes.get(id) ?? [])]);
  for (const key of ['tests', 'owed', 'stale'] as const)
    for (const id of taken[key]) if (isLeft(id)) pending[key].add(id);
}
