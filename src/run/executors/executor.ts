import type { NodeObserver, RunEnvironment } from '../../context/index.ts';
import type { Diagnostic } from '../../diagnostics/index.ts';
import type {
  CompiledNode,
  FailingRows,
  Node,
  NodeStatus,
  OverloadResults,
  RowDifference,
} from '../../domain/index.ts';
import type { Session } from '../session.ts';

/** What an executor works with. */
export interface Execution {
  readonly environment: RunEnvironment;
  /** The node as compiled, or as parsed when its kind is not compiled. */
  readonly node: Node;
  readonly compiled: CompiledNode | null;
  readonly session: Session;
  readonly threadId: string;
  readonly observer: NodeObserver;
  /** Names on top of the context of its materialization. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** False for a batch behind which others follow. Default true. */
  readonly completes?: boolean | undefined;
}

/** What became of it; times and places are added by the caller. */
export interface Executed {
  readonly status: NodeStatus;
  readonly message: string | null;
  readonly failures: number | null;
  readonly adapterResponse: Readonly<Record<string, unknown>>;
  readonly rows: number | null;
  readonly diagnostics: readonly Diagnostic[];
  /** In place of the compiled node, when other text was run: results show what the engine was asked. */
  readonly compiled?: CompiledNode;
  readonly failingRows?: FailingRows;
  readonly difference?: RowDifference;
  readonly overloadResults?: OverloadResults;
}

/** Runs one node; what goes wrong is thrown as a `DiagnosticError`. */
export type Executor = (execution: Execution) => Promise<Executed>;

/** The engine's answer as artifacts have it: what it does not say is left out. */
export function saidOnly(response: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(response).filter(([, value]) => value !== null && value !== undefined),
  );
}
