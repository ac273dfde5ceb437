import type { Node } from './node.ts';
import type { UniqueId } from './resource.ts';

type Nodes = ReadonlyMap<UniqueId, Node>;

interface Origin {
  /** Weak, so that a long row of edits keeps the newest nodes alone. */
  readonly before: WeakRef<Nodes>;
  readonly replaced: ReadonlySet<UniqueId>;
}

const origins = new WeakMap<Nodes, Origin>();
const casts = new WeakMap<Nodes, object>();

/**
 * Stands for the ids of nodes, in their order, and for where each is found: its type, name, version, package and files. Nodes of
 * which some were replaced have the cast of those before, so that an index of ids can be kept for as long as it holds.
 */
export function castOf(nodes: Nodes): object {
  const cast = casts.get(nodes) ?? {};
  casts.set(nodes, cast);
  return cast;
}

/** The same nodes but for those given, each of which takes the place of the one of its id and is found where that one was. */
export function withReplaced(before: Nodes, given: Iterable<Node>): Nodes {
  const nodes = new Map(before);
  const replaced = new Set<UniqueId>();
  for (const node of given) {
    nodes.set(node.uniqueId, node);
    replaced.add(node.uniqueId);
  }
  casts.set(nodes, castOf(before));
  origins.set(nodes, { before: new WeakRef(before), replaced });
  return nodes;
}

/** Ids of the nodes that were replaced between two maps; null where the later one was made in another way. */
export function replacedIn(before: Nodes, after: Nodes): ReadonlySet<UniqueId> | null {
  const origin = origins.get(after);
  return origin?.before.deref() === before ? origin.replaced : null;
}
