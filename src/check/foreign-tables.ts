import type { World } from './world.ts';

const made = new WeakMap<object, Promise<boolean>>();

async function define({ built, owners, shadow, environment }: World): Promise<boolean> {
  const { tables } = await built.facts();
  const { manifest } = environment;
  const isForeign = (key: string) => {
    const owner = owners.ownerOf(key);
    return owner === undefined || !manifest.nodes.has(owner);
  };
  const foreign = [...tables].filter(([key, { columns }]) => columns.length > 0 && isForeign(key));
  await Promise.all(foreign.map(([, { relation, columns }]) => shadow.define(relation, columns)));
  return foreign.length > 0;
}

/**
 * Puts an empty table for every table of the database that the project does not make: SQL may name them without a source. Whether
 * there are any. It is done once for each look at the database, when something is missing.
 */
export async function defineForeignTables(world: World): Promise<boolean> {
  const facts = await world.built.facts();
  const known = made.get(facts) ?? define(world);
  made.set(facts, known);
  return known;
}
