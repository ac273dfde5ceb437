import type { Adapter } from '../adapter/contract.ts';
import { compileNode } from '../compile/index.ts';
import type { RunEnvironment } from '../context/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { CompiledNode, Node, UniqueId } from '../domain/index.ts';
import { createConnectionPool } from './connection-pool.ts';
import { createSession } from './session.ts';

export interface CompileBareOptions {
  readonly environment: RunEnvironment;
  readonly openAdapter: () => Promise<Adapter>;
  readonly nodes: readonly Node[];
}

/**
 * The SQL of nodes with references to ephemeral models left as names, for analysis. Nothing is written or told; a node that
 * cannot be compiled is not among the answers.
 */
export async function compileBare(options: CompileBareOptions): Promise<ReadonlyMap<UniqueId, CompiledNode>> {
  const environment = { ...options.environment, events: () => {} };
  const pool = createConnectionPool(options.openAdapter);
  const session = createSession({ environment, pool, name: 'analysis' });
  const found = new Map<UniqueId, CompiledNode>();
  try {
    for (const node of options.nodes) {
      try {
        found.set(
          node.uniqueId,
          await compileNode({ node, environment, database: session, injectCtes: false }),
        );
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
      }
    }
  } finally {
    await session.settle();
    await session.close();
    await pool.close();
  }
  return found;
}
