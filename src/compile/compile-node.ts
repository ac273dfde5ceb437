import type { Database, RunEnvironment } from '../context/index.ts';
import type { CompiledNode, Node, UniqueId } from '../domain/index.ts';

/** Compiled ephemeral models, shared by the nodes of one run so that each is rendered once. */
export type EphemeralCache = Map<UniqueId, Promise<CompiledNode>>;

export interface CompileNodeOptions {
  readonly node: Node;
  readonly environment: RunEnvironment;
  readonly database: Database;
  readonly ephemerals?: EphemeralCache;
  readonly threadId?: string;
  /** Names on top of the context: `results`, `schemas` and `database_schemas` of on-run-end hooks. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Put the SQL of ephemeral models in front. Default true. */
  readonly injectCtes?: boolean;
}

/** Renders a node's SQL, puts the ephemeral models it selects from in front, and maps every character to its origin. */
export function compileNode(_options: CompileNodeOptions): Promise<CompiledNode> {
  throw new Error('not written yet');
}
