import type { MacroScopeOptions, NodeScope, NodeScopeOptions } from './contract.ts';

/** The context in which a node is compiled and materialized. */
export function createNodeScope(_options: NodeScopeOptions): NodeScope {
  throw new Error('not written yet');
}

/** The context of a macro that is called without a node: `run-operation`, creating schemas. */
export function createMacroScope(_options: MacroScopeOptions): NodeScope {
  throw new Error('not written yet');
}
