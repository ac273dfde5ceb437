import type { Adapter } from '../../adapter/contract.ts';
import type { EventSink, Node, RunResult, UniqueId } from '../../domain/index.ts';
import { buildEdges } from '../../graph/index.ts';
import { executeRun, planNodes, type RunWriting, type SchemaName } from '../../run/index.ts';
import type { Downstream, Generation } from '../contract.ts';
import { isTestId } from '../pending.ts';
import { createPruning } from './pruning.ts';
import type { Content } from './watch-content.ts';

/** What is built and tested. */
export interface BuildTarget {
  /** Built whatever their parents hold. */
  readonly nodes: ReadonlySet<UniqueId>;
  /** Tests that are run whether or not what they read is built. */
  readonly tests: ReadonlySet<UniqueId>;
  readonly downstream: Downstream;
  /** Neither built nor what is downstream of them: they have errors that are known. */
  readonly without: ReadonlySet<UniqueId>;
}

export interface BuildOptions extends BuildTarget {
  readonly generation: Generation;
  readonly adapter: Adapter;
  readonly signal: AbortSignal;
  readonly content: Content;
  readonly events: EventSink;
  /** Where what is to be written is left for later. */
  readonly later: (writing: RunWriting) => void;
  readonly knownSchemas: readonly SchemaName[];
}

export interface Built {
  readonly result: RunResult;
  /** What was built and holds something else than before. */
  readonly changed: ReadonlySet<UniqueId>;
}

const BUILT: ReadonlySet<Node['resourceType'] | 'unit_test'> = new Set([
  'model',
  'seed',
  'snapshot',
  'test',
  'function',
  'unit_test',
]);

function isBuilt({ manifest }: Generation, id: UniqueId): boolean {
  const node = manifest.nodes.get(id) ?? manifest.functions.get(id) ?? manifest.unitTests.get(id);
  return node !== undefined && BUILT.has(node.resourceType as 'model');
}

/** Everything that may be built or tested: the nodes, what is downstream of them, and the tests of all that. */
export function reachOf(generation: Generation, target: BuildTarget): ReadonlySet<UniqueId> {
  const { graph, scope } = generation;
  const below = graph.descendants(target.nodes, target.downstream === 'none' ? 1 : null);
  const kept = [...below].filter((id) => target.downstream !== 'none' || isTestId(id));
  const all = new Set([...target.nodes, ...target.tests, ...kept]);
  const left = new Set([...target.without, ...graph.descendants(target.without)]);
  const isIn = (id: UniqueId) =>
    !left.has(id) && isBuilt(generation, id) && (scope === null || scope.has(id));
  return new Set([...all].filter(isIn));
}

/** The models of unit tests. */
function testedModels({ manifest }: Generation, ids: ReadonlySet<UniqueId>): readonly UniqueId[] {
  return [...ids].flatMap((id) => manifest.unitTests.get(id)?.dependsOn.nodes[0] ?? []);
}

/**
 * Builds nodes and what follows from them, in one run: downstream a node is built when something that it reads holds
 * something else than before, and a test is run when something that it reads was built.
 */
export async function buildChanges(options: BuildOptions): Promise<Built> {
  const { generation, adapter, signal, content } = options;
  const reach = reachOf(generation, options);
  const isOfTests = [...reach].every(isTestId);
  // In a build a unit test has its turn with its model; one that is not wanted is left out when its turn comes.
  const selected = isOfTests ? [...reach] : [...new Set([...reach, ...testedModels(generation, reach)])];
  const plan = planNodes({
    manifest: generation.manifest,
    edges: buildEdges({ manifest: generation.manifest, lineage: generation.graph, selected }),
    selected,
    command: isOfTests ? 'test' : 'build',
  });
  const pruning = createPruning({ ...options, content });
  const result = await executeRun({
    plan,
    environment: { ...generation.environment(selected), events: options.events },
    openAdapter: async () => adapter,
    threads: generation.project.target.threads,
    deferral: generation.deferral(),
    signal,
    isWanted: pruning.isWanted,
    around: pruning.around,
    later: options.later,
    knownSchemas: options.knownSchemas,
  });
  return { result, changed: pruning.changed };
}
