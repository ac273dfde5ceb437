import type { Manifest, Step, UniqueId } from '../domain/index.ts';
import { isEphemeral, savedQueryStep, unitTestNode } from '../domain/index.ts';
import { unitTestsInFront } from './unit-test/in-front.ts';

/** What is to be executed and in which order: a value made before anything runs. */
export interface RunPlan {
  /** dbt's name of the command; it decides what a failure does to dependants. */
  readonly command: string;
  /** By depth, then by id. */
  readonly nodes: readonly Step[];
  /** Planned nodes that must be done before the key's node starts. */
  readonly parents: ReadonlyMap<UniqueId, ReadonlySet<UniqueId>>;
  readonly children: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  /** Depth in the planned graph: of nodes that become ready together lower ones start first, ties by id, as in dbt. */
  readonly level: ReadonlyMap<UniqueId, number>;
  /** Unit tests that have their turn with the model that they are about, and just before it. */
  readonly turn: ReadonlyMap<UniqueId, UniqueId>;
  /** How many nodes are counted and reported: ephemeral models are not. */
  readonly total: number;
}

/** The edges that a plan needs, over everything the manifest holds. */
export interface PlanEdges {
  /** Direct dependencies of a node; for `build` they include the tests that must pass before it. */
  parentsOf(uniqueId: UniqueId): Iterable<UniqueId>;
}

export interface PlanOptions {
  readonly manifest: Manifest;
  readonly edges: PlanEdges;
  /** Ids chosen by the selector, of the kinds that the command runs. */
  readonly selected: Iterable<UniqueId>;
  readonly command: string;
  /** Leaves the unit tests of a `build` behind their models, where `retry` has them. */
  readonly unitTestsLast?: boolean;
}

/** For each planned node the planned nodes it waits for, seen through whatever is not planned. */
function plannedParents(planned: ReadonlySet<UniqueId>, edges: PlanEdges): Map<UniqueId, Set<UniqueId>> {
  const visible = new Map<UniqueId, ReadonlySet<UniqueId>>();
  const through = (start: UniqueId): ReadonlySet<UniqueId> => {
    const known = visible.get(start);
    if (known !== undefined) return known;
    const found = new Set<UniqueId>();
    visible.set(start, found);
    for (const parent of edges.parentsOf(start)) {
      if (planned.has(parent)) found.add(parent);
      else for (const each of through(parent)) found.add(each);
    }
    return found;
  };
  const result = new Map<UniqueId, Set<UniqueId>>();
  for (const uniqueId of planned) {
    const parents = new Set(through(uniqueId));
    parents.delete(uniqueId);
    result.set(uniqueId, parents);
  }
  return result;
}

function invert(parents: ReadonlyMap<UniqueId, ReadonlySet<UniqueId>>): Map<UniqueId, UniqueId[]> {
  const children = new Map<UniqueId, UniqueId[]>([...parents.keys()].map((id) => [id, []]));
  for (const [child, all] of parents) for (const parent of all) children.get(parent)?.push(child);
  return children;
}

/** Longest distance from a node without parents. */
function levels(
  parents: ReadonlyMap<UniqueId, ReadonlySet<UniqueId>>,
  children: ReadonlyMap<UniqueId, readonly UniqueId[]>,
): Map<UniqueId, number> {
  const waiting = new Map([...parents].map(([id, all]) => [id, all.size]));
  const level = new Map<UniqueId, number>();
  let front = [...parents.keys()].filter((id) => waiting.get(id) === 0);
  for (let depth = 0; front.length > 0; depth++) {
    const next: UniqueId[] = [];
    for (const id of front) {
      level.set(id, depth);
      for (const child of children.get(id) ?? []) {
        const left = (waiting.get(child) as number) - 1;
        waiting.set(child, left);
        if (left === 0) next.push(child);
      }
    }
    front = next;
  }
  return level;
}

function stepOf(manifest: Manifest, uniqueId: UniqueId): Step | undefined {
  const query = manifest.savedQueries.get(uniqueId);
  if (query !== undefined) return savedQueryStep(query);
  const unitTest = manifest.unitTests.get(uniqueId);
  if (unitTest !== undefined) return unitTestNode(manifest, unitTest);
  return (
    manifest.nodes.get(uniqueId) ??
    manifest.exposures.get(uniqueId) ??
    manifest.functions.get(uniqueId) ??
    manifest.sources.get(uniqueId)
  );
}

/** Orders ids as the queue hands those out that became ready together: by depth, then by id. */
export function inQueueOrder({
  level,
  turn,
}: Pick<RunPlan, 'level' | 'turn'>): (left: UniqueId, right: UniqueId) => number {
  const byId = (left: UniqueId, right: UniqueId) => (left < right ? -1 : left > right ? 1 : 0);
  return (left, right) => {
    const [before, after] = [turn.get(left) ?? left, turn.get(right) ?? right];
    const byLevel = (level.get(before) ?? 0) - (level.get(after) ?? 0);
    if (byLevel !== 0) return byLevel;
    if (before !== after) return byId(before, after);
    return Number(turn.has(right)) - Number(turn.has(left)) || byId(left, right);
  };
}

/**
 * Plans the selected nodes. Edges through nodes that are not selected are kept, so `run -s a c` still builds `a` before
 * `c` when `b` stands between them.
 */
export function planNodes(options: PlanOptions): RunPlan {
  const { manifest, edges, command } = options;
  const selected = new Set<UniqueId>();
  for (const uniqueId of options.selected) {
    if (stepOf(manifest, uniqueId) !== undefined) selected.add(uniqueId);
  }
  // Only `build` has models in its plan that the unit tests belong to.
  const gated = command === 'build' && options.unitTestsLast !== true;
  const unitTests = unitTestsInFront(gated ? manifest.unitTests : new Map(), selected);
  const lineage = plannedParents(unitTests.others, edges);
  const level = levels(lineage, invert(lineage));
  const parents = unitTests.inFrontOf(lineage);
  const nodes = [...parents.keys()]
    .sort(inQueueOrder({ level, turn: unitTests.turn }))
    .map((uniqueId) => stepOf(manifest, uniqueId) as Step);
  return Object.freeze({
    command,
    nodes,
    parents,
    children: invert(parents),
    level,
    turn: unitTests.turn,
    total: nodes.filter((node) => !isEphemeral(node)).length,
  });
}
