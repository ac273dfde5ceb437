import type { FunctionNode } from '../../domain/index.ts';
import { type LinkOptions, linkReferences } from './link-references.ts';

/**
 * Resolves what a function refers to. As in dbt its sources are noted and make no edge, and its description is kept as it is
 * written.
 */
export function linkFunction(node: FunctionNode, options: LinkOptions): FunctionNode {
  const links = linkReferences({ ...node, sources: [] }, options);
  return Object.freeze({ ...node, dependsOn: { macros: node.dependsOn.macros, nodes: links.nodes } });
}
