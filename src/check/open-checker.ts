import type { Shadow } from '../adapter/contract.ts';
import type { RunEnvironment } from '../context/index.ts';
import type {
  CheckReport,
  CheckStatus,
  Node,
  NodeCheck,
  SourceDefinition,
  UniqueId,
} from '../domain/index.ts';
import { bindNode } from './bind-node.ts';
import type { CheckAllRequest, Checker, CheckerOptions, CheckRequest } from './contract.ts';
import { columnChanges, type Finding, NOTHING_FOUND, sameColumns, statusOf } from './finding.ts';
import { placeOf } from './relation-key.ts';

/** What is kept of a node between checks. */
interface Kept extends Finding {
  readonly status: CheckStatus;
}

type Subject = Node | SourceDefinition;

const CHECKED: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot', 'test', 'analysis', 'source']);

function subjectOf({ manifest }: RunEnvironment, id: UniqueId): Subject | undefined {
  const found = manifest.nodes.get(id) ?? manifest.sources.get(id);
  return found !== undefined && CHECKED.has(found.resourceType) ? found : undefined;
}

/** Nodes side by side: nothing in a level reads another of it. */
function levelsOf(ids: readonly UniqueId[], parentsOf: (id: UniqueId) => readonly UniqueId[]) {
  const level = new Map<UniqueId, number>();
  const levels: UniqueId[][] = [];
  for (const id of ids) {
    const own = 1 + Math.max(-1, ...parentsOf(id).map((parent) => level.get(parent) ?? -1));
    level.set(id, own);
    levels[own] ??= [];
    levels[own].push(id);
  }
  return levels;
}

interface Round {
  readonly request: CheckRequest;
  readonly ids: readonly UniqueId[];
  /** What must be looked at even if nothing above it changed. */
  readonly isEdited: (id: UniqueId) => boolean;
}

/** Opens a checker; the engine is loaded by its first check. */
export function openChecker(options: CheckerOptions): Checker {
  const kept = new Map<UniqueId, Kept>();
  let opening: Promise<Shadow> | undefined;
  const openShadow = async (): Promise<Shadow> => {
    const { project, plugin, host } = options;
    if (plugin.openShadow === undefined) throw new Error(`${plugin.name} cannot bind without building`);
    return plugin.openShadow({ project, target: project.target, host, shapes: [] });
  };

  const check = async ({ request, ids, isEdited }: Round) => {
    const { environment, graph } = request;
    opening ??= openShadow();
    const shadow = await opening;
    const found = new Map<UniqueId, NodeCheck>();
    const moved = new Set<UniqueId>();
    const look = async (id: UniqueId): Promise<void> => {
      const node = subjectOf(environment, id);
      if (node === undefined) return;
      const before = kept.get(id);
      const parents = graph.parents(id);
      if (before !== undefined && !isEdited(id) && !parents.some((each) => moved.has(each))) {
        const { columns, diagnostics, reason } = before;
        found.set(id, { node, status: 'unchanged', columns, changes: [], diagnostics, reason });
        return;
      }
      const failed = parents.filter((each) => ['error', 'skipped'].includes(kept.get(each)?.status ?? 'ok'));
      const isSkipped = failed.length > 0;
      const finding = isSkipped
        ? { ...NOTHING_FOUND, isCertain: false, reason: `${failed.join(', ')} has an error` }
        : await bindNode({
            node,
            environment,
            shadow,
            earlier: isEdited(id) ? null : (before?.compiled ?? null),
          });
      const status: CheckStatus = isSkipped ? 'skipped' : statusOf(finding);
      if (graph.children(id).length > 0 && finding.columns.length > 0)
        await shadow.define(placeOf(node, environment), finding.columns);
      if (before === undefined || before.status !== status || !sameColumns(before.columns, finding.columns))
        moved.add(id);
      kept.set(id, { ...finding, status });
      const changes = before === undefined ? [] : columnChanges(before.columns, finding.columns);
      const { columns, diagnostics, reason } = finding;
      found.set(id, { node, status, columns, changes, diagnostics, reason });
    };
    // The shadow gathers what is asked for at the same time, and shares it out to its connections.
    for (const level of levelsOf(ids, (id) => graph.parents(id))) await Promise.all(level.map(look));
    return ids.flatMap((id) => found.get(id) ?? []);
  };

  const reportOf = async (round: Round, isReported: (found: NodeCheck) => boolean): Promise<CheckReport> => {
    const { clock } = options.host;
    const started = clock.monotonic();
    const failedBefore = new Set([...kept].filter(([, { status }]) => status === 'error').map(([id]) => id));
    const results = (await check(round)).filter(isReported);
    const broken = results
      .filter(({ node, status }) => status === 'error' && !round.isEdited(node.uniqueId))
      .map(({ node }) => node.uniqueId)
      .filter((id) => !failedBefore.has(id));
    const success = !results.some(({ status }) => status === 'error');
    return { results, broken, success, seconds: (clock.monotonic() - started) / 1000 };
  };

  return {
    checkAll(request: CheckAllRequest) {
      const { graph, selected } = request;
      const wanted =
        selected === undefined ? undefined : new Set([...selected, ...graph.ancestors(selected)]);
      const ids = graph.order().filter((id) => wanted === undefined || wanted.has(id));
      return reportOf(
        { request, ids, isEdited: () => true },
        ({ node, status }) => selected === undefined || selected.has(node.uniqueId) || status === 'error',
      );
    },
    checkCone(request) {
      const { graph } = request;
      const edited = new Set([...request.changed, ...graph.ids.filter((id) => !kept.has(id))]);
      const cone = new Set([...edited, ...graph.descendants(edited)]);
      for (const id of kept.keys()) if (!graph.has(id)) kept.delete(id);
      const ids = graph.order().filter((id) => cone.has(id));
      return reportOf({ request, ids, isEdited: (id) => edited.has(id) }, () => true);
    },
    async close() {
      const shadow = await opening?.catch(() => undefined);
      opening = undefined;
      kept.clear();
      await shadow?.close();
    },
  };
}
