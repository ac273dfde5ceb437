import type { UniqueId } from '../domain/index.ts';

/** Why one thing comes after another: it reads from it, or a test of what it reads must pass first. */
type EdgeKind = 'reads' | 'awaits';

/** How far to walk; without a limit all the way. */
type Depth = number | null;

/**
 * The lineage graph. Edges go from what is read to what reads it. Walks (`parents` to `descendants`) follow `reads` edges
 * only, as selection does; `allParents` includes the tests that are awaited.
 */
export interface Graph {
  /** Every id, in the order of the manifest. */
  readonly ids: readonly UniqueId[];
  has(uniqueId: UniqueId): boolean;
  parents(uniqueId: UniqueId): readonly UniqueId[];
  children(uniqueId: UniqueId): readonly UniqueId[];
  /** Parents of both kinds of edges. */
  allParents(uniqueId: UniqueId): readonly UniqueId[];
  /** Everything upstream of the given things; of those themselves only what is upstream of another. */
  ancestors(uniqueIds: Iterable<UniqueId>, depth?: Depth): Set<UniqueId>;
  /** Everything downstream. */
  descendants(uniqueIds: Iterable<UniqueId>, depth?: Depth): Set<UniqueId>;
  /** Parents before children; within one level by id. Both kinds of edges count. */
  order(): readonly UniqueId[];
  /** The ids of one cycle, from a thing along its children back to it; undefined when there is none. */
  cycle(): readonly UniqueId[] | undefined;
  edgeCount(): number;
}

export interface Edge {
  readonly from: UniqueId;
  readonly to: UniqueId;
  readonly kind: EdgeKind;
}

type Neighbours = (uniqueId: UniqueId) => readonly UniqueId[];

function walk(start: Iterable<UniqueId>, next: Neighbours, depth: Depth): Set<UniqueId> {
  const found = new Set<UniqueId>();
  let layer = [...start];
  for (let step = 0; layer.length > 0 && (depth === null || step < depth); step++) {
    const following: UniqueId[] = [];
    for (const each of layer) {
      for (const neighbour of next(each)) {
        if (found.has(neighbour)) continue;
        found.add(neighbour);
        following.push(neighbour);
      }
    }
    layer = following;
  }
  return found;
}

/** Peels the graph level by level; what is left over in a cycle comes last. */
function levelOrder(ids: readonly UniqueId[], parents: Neighbours, children: Neighbours): UniqueId[] {
  const waiting = new Map(ids.map((each) => [each, parents(each).length]));
  const ordered: UniqueId[] = [];
  let front = ids.filter((each) => waiting.get(each) === 0);
  while (front.length > 0) {
    front.sort();
    const next: UniqueId[] = [];
    for (const each of front) {
      ordered.push(each);
      for (const child of children(each)) {
        const left = (waiting.get(child) ?? 0) - 1;
        waiting.set(child, left);
        if (left === 0) next.push(child);
      }
    }
    front = next;
  }
  if (ordered.length === ids.length) return ordered;
  const done = new Set(ordered);
  return [...ordered, ...ids.filter((each) => !done.has(each))];
}

/** Depth-first search with its own stack: lineage can be thousands of nodes deep. */
function findCycle(ids: readonly UniqueId[], children: Neighbours): readonly UniqueId[] | undefined {
  const finished = new Set<UniqueId>();
  for (const start of ids) {
    if (finished.has(start)) continue;
    const path: UniqueId[] = [start];
    const onPath = new Map<UniqueId, number>([[start, 0]]);
    // How many children of each node on the path were looked at.
    const looked: number[] = [0];
    while (path.length > 0) {
      const last = path.length - 1;
      const next = children(path[last] as UniqueId)[(looked[last] as number)++];
      if (next === undefined) {
        looked.pop();
        const left = path.pop() as UniqueId;
        onPath.delete(left);
        finished.add(left);
        continue;
      }
      const at = onPath.get(next);
      if (at !== undefined) return path.slice(at);
      if (finished.has(next)) continue;
      onPath.set(next, path.length);
      path.push(next);
      looked.push(0);
    }
  }
  return undefined;
}

const NONE: readonly UniqueId[] = Object.freeze([]);

/** Lists of this many are searched as they are; longer ones get an index. */
const SHORT = 16;

type Lists = Map<UniqueId, UniqueId[]>;

function push(lists: Lists, from: UniqueId, to: UniqueId): void {
  const known = lists.get(from);
  if (known === undefined) lists.set(from, [to]);
  else known.push(to);
}

/** Edges of both kinds, and those of `reads` alone, from one end: the same lists as long as there are no others. */
class Adjacency {
  all: Lists = new Map();
  readonly reads: Lists = this.all;
  readonly #index = new Map<UniqueId, Set<UniqueId>>();

  add(from: UniqueId, to: UniqueId, kind: EdgeKind): void {
    if (kind !== 'reads' && this.all === this.reads)
      this.all = new Map([...this.reads].map(([id, list]) => [id, [...list]]));
    push(this.all, from, to);
    if (kind === 'reads' && this.all !== this.reads) push(this.reads, from, to);
    this.#index.get(from)?.add(to);
  }

  has(from: UniqueId, to: UniqueId): boolean {
    const list = this.all.get(from);
    if (list === undefined || list.length <= SHORT) return list?.includes(to) === true;
    let index = this.#index.get(from);
    if (index === undefined) {
      index = new Set(list);
      this.#index.set(from, index);
    }
    return index.has(to);
  }
}

/** Both ends of all edges. */
function link(known: ReadonlySet<UniqueId>, edges: Iterable<Edge>) {
  const down = new Adjacency();
  const up = new Adjacency();
  let count = 0;
  for (const { from, to, kind } of edges) {
    if (!known.has(from) || !known.has(to) || up.has(to, from)) continue;
    down.add(from, to, kind);
    up.add(to, from, kind);
    count++;
  }
  return { down, up, count };
}

/**
 * A graph of these ids and edges. Edges to ids that are not listed are left out; of two equal ones the first counts. The edges
 * are looked at when somebody asks for them: who lists everything never does.
 */
export function createGraph(ids: Iterable<UniqueId>, edges: Iterable<Edge>): Graph {
  const known = new Set(ids);
  let made: ReturnType<typeof link> | undefined;
  const linked = () => {
    made ??= link(known, edges);
    return made;
  };
  const all = [...known];
  const parents: Neighbours = (id) => linked().up.reads.get(id) ?? NONE;
  const children: Neighbours = (id) => linked().down.reads.get(id) ?? NONE;
  const allParents: Neighbours = (id) => linked().up.all.get(id) ?? NONE;
  const allChildren: Neighbours = (id) => linked().down.all.get(id) ?? NONE;
  return Object.freeze({
    ids: all,
    has: (uniqueId: UniqueId) => known.has(uniqueId),
    parents,
    children,
    allParents,
    ancestors: (start: Iterable<UniqueId>, depth: Depth = null) => walk(start, parents, depth),
    descendants: (start: Iterable<UniqueId>, depth: Depth = null) => walk(start, children, depth),
    order: () => levelOrder(all, allParents, allChildren),
    cycle: () => findCycle(all, allChildren),
    edgeCount: () => linked().count,
  });
}
