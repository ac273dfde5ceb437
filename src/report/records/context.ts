import type { UniqueId } from '../../domain/index.ts';
import type { Paint } from '../paint.ts';
import type { NodeState } from './node-info.ts';

/** What records of one invocation are made with. */
export interface RecordContext {
  readonly paint: Paint;
  /** Up to which column lines are dotted. */
  readonly width: number;
  readonly quiet: boolean;
  readonly namesDeprecations?: boolean;
  /** Whether nodes get lines of their own: `run`, `test`, `build`, `seed`, but not `compile`. */
  readonly showsNodes: boolean;
  /** Whether the end of a run is told; that of `clone` without what was run. */
  readonly showsEnd: boolean;
  readonly command: string;
  readonly targetPath: string;
  stateOf(uniqueId: UniqueId): NodeState;
  /** `node_info` and thread of a node that has started; nothing, on the main thread, of any other. */
  workOf(uniqueId: UniqueId | null): {
    /** Add it to other fields with `withWork`. */
    readonly data: Readonly<Record<string, unknown>>;
    readonly thread: string;
  };
}
