import type { Adapter, Catalog, Connection } from '../adapter/contract.ts';
import type { World } from './world.ts';

/** Thrown out of a template that asked what only a build can answer. */
export class Unanswerable extends Error {}

function refuse(): never {
  throw new Unanswerable('it asks the engine what only a build can answer');
}

/** A connection of which only the statements are real. */
export function standInConnection(name: string, execute: Connection['execute']): Connection {
  const nothing = async () => {};
  return {
    name,
    inTransaction: false,
    execute,
    begin: nothing,
    commit: nothing,
    rollback: nothing,
    interrupt: nothing,
    close: nothing,
  };
}

/** An engine for templates that are rendered without building: its columns are those of the empty tables. */
export function standInAdapter({ environment, shadow }: World, catalog: Catalog): Adapter {
  const { name, dialect } = environment.plugin;
  const abilities = { transactionalDdl: true, temporaryTables: true, interrupt: true };
  return {
    name,
    capabilities: { ...abilities, catalogBySchema: true, errorPositions: true },
    dialect,
    catalog,
    columnsOf: (_connection, relation) => shadow.columnsOf(`select * from ${dialect.render(relation)}`),
    columnsOfQuery: (_connection, sql) => shadow.columnsOf(sql),
    connect: refuse,
    explain: refuse,
    rowCounts: refuse,
    fingerprint: refuse,
    filesBehind: refuse,
    tables: refuse,
    shapes: refuse,
    interruptAll: async () => {},
    close: async () => {},
  };
}
