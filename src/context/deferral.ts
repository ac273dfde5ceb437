import type { Node, UniqueId } from '../domain/index.ts';
import type { DeferredResource, RunEnvironment } from './contract.ts';
import { relationOf } from './relation-api.ts';
import type { RelationObject } from './relation-object.ts';
import type { Reads, RelationTraits } from './relation-state.ts';

/** Whether nothing of this command builds the node or function, so that the state may stand in for it. */
const isUnselected = ({ selected }: RunEnvironment, id: UniqueId): boolean => !selected.includes(id);

/**
 * Where a reference to a node leads instead of to the target: to the state when it is preferred and the node is not selected,
 * or when the target does not have it. Undefined for a node that is read from the target.
 */
export function deferredNode(environment: RunEnvironment, node: Node): DeferredResource | undefined {
  const { deferral } = environment;
  const found = deferral?.resources.get(node.uniqueId);
  if (deferral === undefined || found === undefined) return undefined;
  if (deferral.prefersState && isUnselected(environment, node.uniqueId)) return found;
  const { database, schema, alias: identifier } = node;
  return deferral.exists({ database, schema, identifier, type: null }) ? undefined : found;
}

/** The same for a function. The target's catalog does not list functions, so that of the state is used unless this command makes it. */
export function deferredFunction(environment: RunEnvironment, id: UniqueId): DeferredResource | undefined {
  const found = environment.deferral?.resources.get(id);
  return found !== undefined && isUnselected(environment, id) ? found : undefined;
}

/** The relation of an earlier run. */
export function deferredRelation(
  traits: RelationTraits,
  { database, schema, alias }: DeferredResource,
  reads: Reads = {},
): RelationObject {
  return relationOf(traits, { database, schema, identifier: alias, quoting: {} }, reads);
}
