import type { Adapter, Connection } from '../adapter/contract.ts';
import { createNodeScope, type NodeScope } from '../context/index.ts';
import type { CompiledNode, Node, Relation } from '../domain/index.ts';
import type { Execution } from '../run/index.ts';
import { Unanswerable } from './answers.ts';
import type { World } from './world.ts';

function refuse(): never {
  throw new Unanswerable('it asks the engine what is not there without building');
}

function shadowConnection({ shadow }: World, name: string): Connection {
  const nothing = async () => {};
  return {
    name,
    inTransaction: false,
    execute: (sql, options) => shadow.execute(sql, options),
    begin: nothing,
    commit: nothing,
    rollback: nothing,
    interrupt: nothing,
    close: nothing,
  };
}

/** An engine in which nothing is built and whose statements run on the empty tables. */
function shadowAdapter({ environment, shadow }: World): Adapter {
  const { name, dialect } = environment.plugin;
  const none: readonly Relation[] = [];
  const abilities = { transactionalDdl: true, temporaryTables: true, interrupt: true };
  return {
    name,
    capabilities: { ...abilities, catalogBySchema: true, errorPositions: true },
    dialect,
    catalog: {
      load: async () => {},
      get: () => undefined,
      list: () => none,
      added() {},
      dropped() {},
      renamed() {},
      schemas: () => [],
      all: () => none,
    },
    columnsOf: (_connection, relation) => shadow.columnsOf(`select * from ${dialect.render(relation)}`),
    columnsOfQuery: (_connection, sql) => shadow.columnsOf(sql),
    connect: refuse,
    explain: refuse,
    rowCounts: refuse,
    filesBehind: refuse,
    tables: refuse,
    shapes: refuse,
    interruptAll: async () => {},
    close: async () => {},
  };
}

/** What a node is run with, where its statements are to run on the empty tables. */
export function shadowExecution(world: World, node: Node, compiled: CompiledNode): Execution {
  const opened = { adapter: shadowAdapter(world), connection: shadowConnection(world, node.uniqueId) };
  return {
    environment: world.environment,
    node,
    compiled,
    session: {
      open: async () => opened,
      rowsChanged: () => null,
      forget() {},
      settle: async () => {},
      close: async () => {},
    },
    threadId: 'check',
    observer: { wrote() {}, called() {} },
  };
}

/** The context of a node, in which macros run on the empty tables. */
export function shadowScope(world: World, node: Node, compiledCode: string): NodeScope {
  const opened = { adapter: shadowAdapter(world), connection: shadowConnection(world, node.uniqueId) };
  const { environment } = world;
  return createNodeScope({ environment, node, database: { open: async () => opened }, compiledCode });
}
