import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckStatus, NodeCheck, UniqueId } from '../domain/index.ts';
import { checkNode } from './check-node.ts';
import { columnChanges, type Finding, NOTHING_FOUND, sameColumns, statusOf } from './finding.ts';
import { subjectOf } from './owners.ts';
import { placeOf, relationKey } from './relation-key.ts';
import type { Kept, World } from './world.ts';

/** One walk over the graph. */
export interface Round {
  readonly world: World;
  readonly kept: Map<UniqueId, Kept>;
  /** What is walked over. */
  readonly isWanted: (id: UniqueId) => boolean;
  /** Whether what is downstream of it is walked over too. Default false. */
  readonly reachesDown?: boolean;
  /** What must be looked at even if nothing above it changed. */
  readonly isEdited: (id: UniqueId) => boolean;
  /** What becomes of a warning: as it is, an error, or null for nothing. */
  readonly judge: (found: Diagnostic) => Diagnostic | null;
}

/** The order of a graph, worked out once. */
const orders = new WeakMap<object, readonly UniqueId[]>();

function orderOf({ graph }: World): readonly UniqueId[] {
  const known = orders.get(graph) ?? graph.order();
  orders.set(graph, known);
  return known;
}

/** What must be looked at before: what is read, and for a source the node that makes its table. */
function parentsOf(id: UniqueId, { graph, environment, owners }: World): readonly UniqueId[] {
  const source = environment.manifest.sources.get(id);
  const owner = source === undefined ? undefined : owners.get(relationKey(placeOf(source, environment)));
  return owner === undefined ? graph.parents(id) : [...graph.parents(id), owner];
}

/** Everything in the walk, by levels: nothing in a level reads another of it. */
function levelsOf(round: Round): readonly (readonly UniqueId[])[] {
  const { world } = round;
  const level = new Map<UniqueId, number>();
  const levels: UniqueId[][] = [];
  const place = (id: UniqueId, parents: readonly UniqueId[]): void => {
    const own = 1 + Math.max(-1, ...parents.map((parent) => level.get(parent) ?? -1));
    level.set(id, own);
    levels[own] ??= [];
    levels[own].push(id);
  };
  const order = orderOf(world);
  const isSource = (id: UniqueId) => world.environment.manifest.sources.has(id);
  const walk = (ids: readonly UniqueId[]) => {
    for (const id of ids) {
      if (level.has(id)) continue;
      const parents = parentsOf(id, world);
      const isBelow = round.reachesDown === true && parents.some((each) => level.has(each));
      if (isBelow || round.isWanted(id)) place(id, parents);
    }
  };
  // Seeds come before sources that are loaded from them.
  walk(order.filter((id) => world.environment.manifest.nodes.get(id)?.resourceType === 'seed'));
  walk(order.filter(isSource));
  walk(order);
  return levels;
}

const FAILED: ReadonlySet<CheckStatus | undefined> = new Set(['error', 'skipped']);

/** What a node cannot be bound without: what it reads has an error and no columns. */
function failedParents(id: UniqueId, { world, kept }: Round): readonly string[] {
  const { manifest } = world.environment;
  return world.graph
    .parents(id)
    .filter((each) => FAILED.has(kept.get(each)?.status) && kept.get(each)?.columns.length === 0)
    .map((each) => {
      const node = manifest.nodes.get(each) ?? manifest.sources.get(each) ?? manifest.functions.get(each);
      return node?.resourceType === 'source' ? `${node.sourceName}.${node.name}` : (node?.name ?? each);
    });
}

function judged(finding: Finding, { judge }: Round): Finding {
  if (finding.diagnostics.every((each) => each.severity === 'error')) return finding;
  const diagnostics = finding.diagnostics.flatMap((each) =>
    each.severity === 'error' ? [each] : (judge(each) ?? []),
  );
  return { ...finding, diagnostics };
}

async function lookAt(round: Round, id: UniqueId, moved: Set<UniqueId>): Promise<NodeCheck | undefined> {
  const { world, kept, isEdited } = round;
  const { environment, graph, shadow } = world;
  const node = subjectOf(environment, id);
  if (node === undefined) return undefined;
  const before = kept.get(id);
  if (before !== undefined && !isEdited(id) && !parentsOf(id, world).some((each) => moved.has(each))) {
    const { columns, diagnostics, reason } = before;
    return { node, status: 'unchanged', columns, changes: [], diagnostics, reason };
  }
  const failed = failedParents(id, round);
  const finding =
    failed.length > 0
      ? { ...NOTHING_FOUND, isCertain: false, reason: `${failed.join(', ')} cannot be read` }
      : judged(await checkNode({ node, world, earlier: isEdited(id) ? null : (before ?? null) }), round);
  const status: CheckStatus = failed.length > 0 ? 'skipped' : statusOf(finding);
  const { columns, diagnostics, reason } = finding;
  const isTable =
    node.resourceType !== 'test' && node.resourceType !== 'function' && node.resourceType !== 'seed';
  const owner =
    node.resourceType === 'source' ? world.owners.get(relationKey(placeOf(node, environment))) : undefined;
  if (isTable && owner === undefined && columns.length > 0 && graph.children(id).length > 0)
    await shadow.define(placeOf(node, environment), columns);
  if (before === undefined || isMoved(before, finding)) moved.add(id);
  kept.set(id, { ...finding, status });
  const changes = before === undefined ? [] : columnChanges(before.columns, columns);
  return { node, status, columns, changes, diagnostics, reason };
}

/** Whether what reads a node may come out differently. */
function isMoved(before: Kept, now: Finding): boolean {
  return before.isCertain !== now.isCertain || !sameColumns(before.columns, now.columns);
}

/** Looks at everything in the walk, parents first, many at once. */
export async function checkRound(round: Round): Promise<readonly NodeCheck[]> {
  const found = new Map<UniqueId, NodeCheck>();
  const moved = new Set<UniqueId>();
  const levels = levelsOf(round);
  for (const level of levels) {
    await Promise.all(
      level.map(async (id) => {
        const result = await lookAt(round, id, moved);
        if (result !== undefined) found.set(id, result);
      }),
    );
  }
  return levels.flat().flatMap((id) => found.get(id) ?? []);
}
