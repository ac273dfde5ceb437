import type { Manifest, UniqueId } from '../domain/index.ts';
import { buildGraphWithTests, type Graph } from '../graph/index.ts';
import { planNodes, type RunPlan } from './plan.ts';

export interface PlanRunOptions {
  readonly manifest: Manifest;
  /** The lineage, without the edges of tests. */
  readonly graph: Graph;
  /** Ids chosen by the selector, of the kinds that the command runs. */
  readonly selected: Iterable<UniqueId>;
  /** dbt's name of the command. In `build` nodes wait for the tests of what they read. */
  readonly command: string;
}

/** The plan of a command over its selection. */
export function planRun(options: PlanRunOptions): RunPlan {
  const { manifest, graph, selected, command } = options;
  const ordered = command === 'build' ? buildGraphWithTests(manifest, graph) : graph;
  return planNodes({
    manifest,
    selected,
    command,
    edges: { parentsOf: (uniqueId) => ordered.allParents(uniqueId) },
  });
}
