import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckStatus, NodeCheck, UniqueId } from '../domain/index.ts';
import { checkNode } from './check-node.ts';
import { columnChanges, type Finding, NOTHING_FOUND, sameColumns, statusOf } from './finding.ts';
import { levelsOf, parentsOf } from './levels.ts';
import { subjectOf } from './owners.ts';
import { placeOf } from './relation-key.ts';
import type { Kept, World } from './world.ts';

/** One walk over the graph. */
export interface Round {
  readonly world: World;
  readonly kept: Map<UniqueId, Kept>;
  /** What is walked over. */
  readonly ids: ReadonlySet<UniqueId>;
  /** What must be looked at even if nothing above it changed. */
  readonly isEdited: (id: UniqueId) => boolean;
  /** What becomes of a warning: as it is, an error, or null for nothing. */
  readonly judge: (found: Diagnostic) => Diagnostic | null;
}

const UNSETTLED: ReadonlySet<CheckStatus> = new Set(['checked when built', 'skipped']);

/** What a node reads from whose columns are not certain. */
function uncertainParents(id: UniqueId, { world, kept }: Round): readonly UniqueId[] {
  return parentsOf(id, world).filter((each) => kept.get(each)?.isCertain === false);
}

const FAILED: ReadonlySet<CheckStatus | undefined> = new Set(['error', 'skipped']);

/** Whether nothing that reads it can be bound: it has an error and no columns. */
function isBarren(found: Kept | undefined): boolean {
  return FAILED.has(found?.status) && found?.columns.length === 0;
}

function nameOf(id: UniqueId, { environment }: World): string {
  const node = subjectOf(environment, id);
  return node?.resourceType === 'source' ? `${node.sourceName}.${node.name}` : (node?.name ?? id);
}

function judged(finding: Finding, { judge }: Round): Finding {
  if (finding.diagnostics.every((each) => each.severity === 'error')) return finding;
  const diagnostics = finding.diagnostics.flatMap((each) =>
    each.severity === 'error' ? [each] : (judge(each) ?? []),
  );
  return { ...finding, diagnostics };
}

/** An empty table for what reads this; seeds, and what stands for a table of another, have theirs already. */
async function makeTable({ world }: Round, id: UniqueId, columns: Finding['columns']): Promise<void> {
  const { environment, owners, shadow } = world;
  const node = subjectOf(environment, id);
  if (node === undefined || columns.length === 0 || owners.makerOf(id) !== undefined) return;
  if (node.resourceType === 'test' || node.resourceType === 'function' || node.resourceType === 'seed')
    return;
  await shadow.define(placeOf(node, environment), columns);
}

/** Tables of what nothing read before and an edited node reads now. */
async function makeMissingTables(round: Round): Promise<void> {
  const { world, kept, ids, isEdited } = round;
  const edited = [...ids].filter(isEdited);
  const parents = new Set(edited.flatMap((id) => parentsOf(id, world)));
  for (const id of parents) {
    const known = kept.get(id);
    if (known === undefined || known.isThere !== false || ids.has(id)) continue;
    await makeTable(round, id, known.columns);
    kept.set(id, { ...known, isThere: true });
  }
}

async function lookAt(round: Round, id: UniqueId, moved: Set<UniqueId>): Promise<NodeCheck | undefined> {
  const { world, kept, isEdited } = round;
  const { environment, graph } = world;
  const node = subjectOf(environment, id);
  if (node === undefined) return undefined;
  const before = kept.get(id);
  if (before !== undefined && !isEdited(id) && !parentsOf(id, world).some((each) => moved.has(each))) {
    const { columns, diagnostics, reason } = before;
    return { node, status: 'unchanged', columns, changes: [], diagnostics, reason, waitsFor: [] };
  }
  const failed = graph.parents(id).filter((each) => isBarren(kept.get(each)));
  const finding =
    failed.length > 0
      ? {
          ...NOTHING_FOUND,
          isCertain: false,
          reason: `${failed.map((each) => nameOf(each, world)).join(', ')} cannot be read`,
        }
      : judged(await checkNode({ node, world, earlier: isEdited(id) ? null : (before ?? null) }), round);
  const status: CheckStatus = failed.length > 0 ? 'skipped' : statusOf(finding);
  const { columns, diagnostics, reason } = finding;
  const isThere = graph.children(id).length > 0;
  if (isThere) await makeTable(round, id, columns);
  if (before === undefined || isMoved(before, finding)) moved.add(id);
  kept.set(id, { ...finding, status, isThere });
  const changes = before === undefined ? [] : columnChanges(before.columns, columns);
  const waitsFor = UNSETTLED.has(status) ? uncertainParents(id, round) : [];
  return { node, status, columns, changes, diagnostics, reason, waitsFor };
}

/** Whether what reads a node may come out differently. */
function isMoved(before: Kept, now: Finding): boolean {
  return before.isCertain !== now.isCertain || !sameColumns(before.columns, now.columns);
}

/** How many are looked at beside each other: enough for the engine to bind them in batches, and for memory to stay small. */
const AT_ONCE = 64;

async function inParallel(ids: readonly UniqueId[], work: (id: UniqueId) => Promise<void>): Promise<void> {
  const waiting = ids.values();
  const worker = async () => {
    for (const id of waiting) await work(id);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, worker));
}

/** Looks at everything in the walk, parents first, many at once. */
export async function checkRound(round: Round): Promise<readonly NodeCheck[]> {
  const found = new Map<UniqueId, NodeCheck>();
  const moved = new Set<UniqueId>();
  await makeMissingTables(round);
  const levels = levelsOf(round.ids, round.world);
  for (const level of levels) {
    await inParallel(level, async (id) => {
      const result = await lookAt(round, id, moved);
      if (result !== undefined) found.set(id, result);
    });
  }
  return levels.flat().flatMap((id) => found.get(id) ?? []);
}
