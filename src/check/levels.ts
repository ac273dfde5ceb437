import type { UniqueId } from '../domain/index.ts';
import type { World } from './world.ts';

/** What must be looked at before: what is read, and for a source the node that makes its table. */
export function parentsOf(id: UniqueId, { graph, owners }: World): readonly UniqueId[] {
  const maker = owners.makerOf(id);
  return maker === undefined ? graph.parents(id) : [...graph.parents(id), maker];
}

function childrenOf(id: UniqueId, { graph, owners }: World): readonly UniqueId[] {
  const sources = owners.sourcesOf(id);
  return sources.length === 0 ? graph.children(id) : [...graph.children(id), ...sources];
}

function reach(start: Iterable<UniqueId>, next: (id: UniqueId) => readonly UniqueId[]): Set<UniqueId> {
  const found = new Set(start);
  // A set gives out what is added to it while it is walked through.
  for (const id of found) for (const each of next(id)) found.add(each);
  return found;
}

/** Some nodes and everything downstream of them. */
export function withDescendants(ids: Iterable<UniqueId>, world: World): ReadonlySet<UniqueId> {
  return reach(ids, (id) => childrenOf(id, world));
}

/** Some nodes and everything that they are made of. */
export function withAncestors(ids: Iterable<UniqueId>, world: World): ReadonlySet<UniqueId> {
  return reach(ids, (id) => parentsOf(id, world));
}

/** The nodes of a set by levels: nothing in a level reads another of it. What reads itself in a circle is left out. */
export function levelsOf(ids: ReadonlySet<UniqueId>, world: World): readonly (readonly UniqueId[])[] {
  const waiting = new Map<UniqueId, number>();
  const below = new Map<UniqueId, UniqueId[]>();
  for (const id of ids) {
    const parents = parentsOf(id, world).filter((each) => ids.has(each));
    waiting.set(id, parents.length);
    for (const parent of parents) {
      const known = below.get(parent);
      if (known === undefined) below.set(parent, [id]);
      else known.push(id);
    }
  }
  const levels: UniqueId[][] = [];
  let front = [...ids].filter((id) => waiting.get(id) === 0);
  while (front.length > 0) {
    levels.push(front.sort());
    const next: UniqueId[] = [];
    for (const id of front) {
      for (const child of below.get(id) ?? []) {
        const left = (waiting.get(child) ?? 0) - 1;
        waiting.set(child, left);
        if (left === 0) next.push(child);
      }
    }
    front = next;
  }
  return levels;
}
