import type { Adapter, Connection } from '../adapter/contract.ts';

export interface Lease {
  readonly adapter: Adapter;
  readonly connection: Connection;
  /** Notes a statement: some leave something behind that the next user must not see. */
  note(sql: string): void;
  /** Gives the connection back. */
  release(): Promise<void>;
}

/** Connections of one run. Nodes take them one after another. */
export interface ConnectionPool {
  /** Opens the engine when this is the first use. */
  acquire(name: string): Promise<Lease>;
  /** Stops every running statement. Nothing happens before the engine is open. */
  interruptAll(): Promise<void>;
  /** Closes what lies idle. */
  close(): Promise<void>;
}

/** Statements whose effect stays in the session: settings, variables, temporary tables, prepared statements. */
const LEAVES_TRACES =
  /\b(set|reset|use|temp|temporary|pragma|prepare|load|install|attach|detach|call|variable|setseed)\b/i;

/**
 * A pool over an engine. In dbt every node has a session of its own, so a connection in which a statement may have left
 * something is closed; the others are used again, since opening one costs as much as a small statement.
 */
export function createConnectionPool(openAdapter: () => Promise<Adapter>): ConnectionPool {
  const idle: Connection[] = [];
  let opened: Promise<Adapter> | undefined;
  const open = (): Promise<Adapter> => {
    opened ??= openAdapter();
    return opened;
  };
  return {
    async acquire(name) {
      const adapter = await open();
      const connection = idle.pop() ?? (await adapter.connect(name));
      let isClean = true;
      return {
        adapter,
        connection,
        note(sql) {
          isClean &&= !LEAVES_TRACES.test(sql);
        },
        async release() {
          if (isClean && !connection.inTransaction) idle.push(connection);
          else await connection.close();
        },
      };
    },
    async interruptAll() {
      const adapter = await opened?.catch(() => undefined);
      await adapter?.interruptAll();
    },
    async close() {
      await Promise.all(idle.splice(0).map((each) => each.close()));
    },
  };
}
