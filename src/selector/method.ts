import type { GraphNode, Manifest, UniqueId } from '../domain/index.ts';
import type { Criterion } from './spec.ts';

/** What earlier runs tell, for the methods that compare with them. */
export interface Comparisons {
  /** `state:`: whether the node fits `new`, `modified`, `modified.body`, ... against the state manifest. */
  readonly state?: (node: GraphNode, value: string) => boolean;
  /** `result:`: the node's status in the earlier run_results.json. */
  readonly result?: (uniqueId: UniqueId, status: string) => boolean;
  /** `source_status:`: whether the source is `fresher` than in the earlier sources.json. */
  readonly sourceStatus?: (uniqueId: UniqueId, value: string) => boolean;
}

interface MethodRequest {
  readonly criterion: Criterion;
  readonly manifest: Manifest;
  readonly comparisons: Comparisons;
  /** The nodes of the selectors of selectors.yml whose names fit a pattern. */
  readonly selectByName: (pattern: string) => ReadonlySet<UniqueId>;
}

export type Test = (node: GraphNode) => boolean;
/** Makes the test that decides which nodes a criterion names. Throws a `DiagnosticError` for a value it cannot use. */
export type Method = (request: MethodRequest, value: string) => Test;
