import type { Exposure, SourceDefinition } from './definitions.ts';
import type { DeclaredResource } from './manifest.ts';
import type { Node, NodeConfig } from './node.ts';

/** A saved query in its turn. */
export interface SavedQueryStep extends DeclaredResource {
  readonly resourceType: 'saved_query';
  readonly path: string;
  readonly config: NodeConfig;
  /** Always empty: dbt tells the `meta` of a saved query in its config only. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What has its turn in a run and nothing to do: `build` counts it, and skips it below failures, as dbt does. */
export type IdleStep = Exposure | SavedQueryStep;

/** What a run takes in its order: nodes, and sources whose freshness is looked at. */
export type Step = Node | SourceDefinition | IdleStep;

/** Whether a step is a node that is run. */
export function isNode(step: Step): step is Node {
  return !['exposure', 'saved_query', 'source'].includes(step.resourceType);
}

/** The step of a saved query that the manifest holds. */
export function savedQueryStep(query: DeclaredResource): SavedQueryStep {
  return Object.freeze({
    ...query,
    resourceType: 'saved_query',
    path: String(query.entry['path']),
    config: { enabled: true, ...query.config },
    meta: {},
  });
}
