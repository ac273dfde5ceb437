import type { Adapter } from '../../adapter/contract.ts';
import { isEphemeral, type Node, type Relation, type UniqueId } from '../../domain/index.ts';
import type { Generation } from '../contract.ts';

const RELATIONAL: ReadonlySet<Node['resourceType']> = new Set(['model', 'seed', 'snapshot', 'function']);

function nodeOf({ manifest }: Generation, id: UniqueId): Node | undefined {
  return manifest.nodes.get(id) ?? manifest.functions.get(id);
}

/** What the given nodes read from, through ephemeral models, but for what is built with them. */
function readFrom(generation: Generation, ids: Iterable<UniqueId>, without: ReadonlySet<UniqueId>): Node[] {
  const found = new Map<UniqueId, Node>();
  const pending = [...ids];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const parent of generation.graph.parents(id)) {
      const node = nodeOf(generation, parent);
      if (node === undefined || found.has(parent) || without.has(parent)) continue;
      if (!RELATIONAL.has(node.resourceType)) continue;
      found.set(parent, node);
      if (isEphemeral(node)) pending.push(parent);
    }
  }
  return [...found.values()].filter((each) => !isEphemeral(each) && each.resourceType !== 'function');
}

function relationOf({ database, schema, alias }: Node): Relation {
  return { database, schema, identifier: alias, type: null };
}

/** Everything upstream of the given nodes that the database does not have yet, and that must be built before them. */
export async function missingParents(
  generation: Generation,
  adapter: Adapter,
  ids: ReadonlySet<UniqueId>,
): Promise<ReadonlySet<UniqueId>> {
  const missing = new Set<UniqueId>();
  const loaded = new Set(adapter.catalog.schemas().map(({ database, schema }) => `${database}\n${schema}`));
  if (readFrom(generation, ids, ids).length === 0) return missing;
  const connection = await adapter.connect('watch');
  try {
    let front: Iterable<UniqueId> = ids;
    for (;;) {
      const parents = readFrom(generation, front, new Set([...ids, ...missing]));
      const schemas = parents.filter(({ database, schema }) => !loaded.has(`${database}\n${schema}`));
      if (schemas.length > 0) await adapter.catalog.load(connection, distinct(schemas));
      for (const { database, schema } of schemas) loaded.add(`${database}\n${schema}`);
      const found = parents.filter((each) => adapter.catalog.get(relationOf(each)) === undefined);
      if (found.length === 0) return missing;
      for (const { uniqueId } of found) missing.add(uniqueId);
      front = found.map((each) => each.uniqueId);
    }
  } finally {
    await connection.close();
  }
}

function distinct(
  nodes: readonly Node[],
): readonly { readonly database: string | null; readonly schema: string }[] {
  const places = nodes.map(
    ({ database, schema }) => [`${database}\n${schema}`, { database, schema }] as const,
  );
  return [...new Map(places).values()];
}
