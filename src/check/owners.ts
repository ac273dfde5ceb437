import type { RunEnvironment } from '../context/index.ts';
import type { FunctionNode, Node, SourceDefinition, UniqueId } from '../domain/index.ts';
import { isCheckable } from './check-node.ts';
import { placeOf, relationKey } from './relation-key.ts';

/** What can be looked at under this id. */
export function subjectOf({ manifest }: RunEnvironment, id: UniqueId): Node | SourceDefinition | undefined {
  const found: Node | SourceDefinition | FunctionNode | undefined =
    manifest.nodes.get(id) ?? manifest.sources.get(id) ?? manifest.functions.get(id);
  return found !== undefined && isCheckable(found) ? found : undefined;
}

const OWNING: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

/** By the key of a relation, the node that makes it. */
export function ownersOf(environment: RunEnvironment): ReadonlyMap<string, UniqueId> {
  const owners = new Map<string, UniqueId>();
  for (const node of environment.manifest.nodes.values()) {
    if (OWNING.has(node.resourceType)) owners.set(relationKey(placeOf(node, environment)), node.uniqueId);
  }
  return owners;
}
