import type { GraphNode, Manifest, UniqueId } from '../domain/index.ts';
import type { Criterion } from './spec.ts';

/** Decides whether a criterion names a node. */
export interface Test {
  (node: GraphNode): boolean;
  /** Called when all nodes have been tested: for what is to be said of such as are gone. */
  readonly afterAll?: () => void;
}

/** What earlier runs tell, for the methods that compare with them. A method without its artifact is refused. */
export interface Comparisons {
  /** `state:`: the test for `new`, `modified`, `modified.body`, ...; undefined for a value that means nothing. */
  readonly state?: (value: string) => Test | undefined;
  /** `result:`: the test for a status of the earlier run_results.json. */
  readonly result?: (status: string) => Test;
  /** `source_status:`: the test for `fresher`; `no-current` when only the sources.json of now is missing. */
  readonly sourceStatus?: ((value: string) => Test) | 'no-current';
}

interface MethodRequest {
  readonly criterion: Criterion;
  readonly manifest: Manifest;
  readonly comparisons: Comparisons;
  /** Whether there is a file or folder at this path below the project's folder. */
  readonly pathExists: (path: string) => boolean;
  /** The nodes of the selectors of selectors.yml whose names fit a pattern. */
  readonly selectByName: (pattern: string) => ReadonlySet<UniqueId>;
}

/** Makes the test that decides which nodes a criterion names. Throws a `DiagnosticError` for a value it cannot use. */
export type Method = (request: MethodRequest, value: string) => Test;
