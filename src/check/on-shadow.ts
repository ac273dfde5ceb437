import type { Catalog } from '../adapter/contract.ts';
import { createNodeScope, type NodeScope } from '../context/index.ts';
import type { CompiledNode, Node } from '../domain/index.ts';
import type { Execution } from '../run/index.ts';
import { staysInside } from './harmless.ts';
import { standInAdapter, standInConnection, Unanswerable } from './stand-ins.ts';
import type { World } from './world.ts';

const NO_RELATIONS: Catalog = {
  load: async () => {},
  ensure: async () => {},
  get: () => undefined,
  list: () => [],
  added() {},
  dropped() {},
  renamed() {},
  schemas: () => [],
  all: () => [],
};

/** An engine in which nothing is built and whose statements run on the empty tables. */
function openShadowFor(world: World, node: Node) {
  return {
    adapter: standInAdapter(world, NO_RELATIONS),
    connection: standInConnection(node.uniqueId, async (...request) => {
      if (!staysInside(request[0])) throw new Unanswerable('making it reaches beyond its database');
      return world.shadow.execute(...request);
    }),
  };
}

/** What a node is run with, where its statements are to run on the empty tables. */
export function shadowExecution(world: World, node: Node, compiled: CompiledNode): Execution {
  const opened = openShadowFor(world, node);
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
  const opened = openShadowFor(world, node);
  const { environment } = world;
  return createNodeScope({ environment, node, database: { open: async () => opened }, compiledCode });
}
