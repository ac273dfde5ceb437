import type { Shadow } from '../adapter/contract.ts';
import type { RunEnvironment } from '../context/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckReport, NodeCheck, UniqueId } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import { type Built, createBuilt } from './built.ts';
import type { CheckAllRequest, CheckConeRequest, Checker, CheckerOptions, CheckRequest } from './contract.ts';
import { runShapeHooks } from './hooks.ts';
import { withAncestors, withDescendants } from './levels.ts';
import { createOwners, subjectOf } from './owners.ts';
import { checkRound, type Round } from './round.ts';
import type { Kept, World } from './world.ts';

/** As in a build, without a word and without a file. */
function quietly(environment: RunEnvironment): RunEnvironment {
  const { host, invocation } = environment;
  return {
    ...environment,
    host: { ...host, files: { ...host.files, write() {} } },
    invocation: { ...invocation, command: 'build', flags: { ...invocation.flags, WHICH: 'build' } },
    events: () => {},
    sink: { report() {} },
    sourcesAsTables: true,
  };
}

async function openShadow({ project, plugin, host }: CheckerOptions, built: Built): Promise<Shadow> {
  if (plugin.openShadow === undefined) throw new Error(`${plugin.name} cannot bind without building`);
  const { shapes } = await built.facts();
  return plugin.openShadow({ project, target: project.target, host, shapes });
}

/** Opens a checker; the engine is loaded by its first check. */
export function openChecker(options: CheckerOptions): Checker {
  const { clock } = options.host;
  const kept = new Map<UniqueId, Kept>();
  const built = createBuilt(options);
  const judge = options.judge ?? ((each: Diagnostic) => each);
  let opening: Promise<Shadow> | undefined;
  /** The lineage of which everything was looked at. */
  let seen: Graph | undefined;

  const worldOf = async ({ environment, graph }: CheckRequest): Promise<World> => {
    const isNew = opening === undefined;
    opening ??= openShadow(options, built);
    const shadow = await opening;
    const quiet = quietly(environment);
    const world = { environment: quiet, graph, shadow, built, kept, owners: createOwners(quiet) };
    if (isNew) await runShapeHooks(world);
    return world;
  };

  const report = async (
    request: CheckRequest,
    plan: (world: World) => Omit<Round, 'world' | 'kept' | 'judge'>,
    isReported: (found: NodeCheck) => boolean,
  ): Promise<CheckReport> => {
    const started = clock.monotonic();
    const failedBefore = new Set([...kept].filter(([, { status }]) => status === 'error').map(([id]) => id));
    try {
      const world = await worldOf(request);
      const round = { ...plan(world), world, kept, judge };
      const results = (await checkRound(round)).filter(isReported);
      seen = request.graph;
      const broken = results
        .filter(({ node, status }) => status === 'error' && !round.isEdited(node.uniqueId))
        .map(({ node }) => node.uniqueId)
        .filter((id) => !failedBefore.has(id));
      const success = !results.some(({ status }) => status === 'error');
      return { results, broken, success, seconds: (clock.monotonic() - started) / 1000 };
    } finally {
      await built.release();
    }
  };

  return {
    checkAll(request: CheckAllRequest) {
      const { graph, selected } = request;
      kept.clear();
      seen = undefined;
      return report(
        request,
        (world) => ({
          ids: selected === undefined ? new Set(graph.ids) : withAncestors(selected, world),
          isEdited: () => true,
        }),
        ({ node, status }) => selected === undefined || selected.has(node.uniqueId) || status === 'error',
      );
    },
    checkCone(request: CheckConeRequest) {
      const { graph, changed } = request;
      return report(
        request,
        (world) => {
          const edited = new Set(changed);
          // With the same lineage nothing has come or gone.
          if (graph !== seen) {
            for (const id of kept.keys()) if (!graph.has(id)) kept.delete(id);
            const isNew = (id: UniqueId) => !kept.has(id) && subjectOf(world.environment, id) !== undefined;
            for (const id of graph.ids) if (isNew(id)) edited.add(id);
          }
          return { ids: withDescendants(edited, world), isEdited: (id) => edited.has(id) };
        },
        () => true,
      );
    },
    async close() {
      const shadow = await opening?.catch(() => undefined);
      opening = undefined;
      kept.clear();
      seen = undefined;
      await built.release();
      await shadow?.close();
    },
  };
}
