import type { Adapter, Connection, QueryOptions, QueryResult } from '../adapter/contract.ts';
import type { Database } from '../context/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';

/** A node's connection, with a note of what its statements changed. */
export interface Session extends Database {
  /** Rows changed by the largest statement since `forget`; null when no statement told. */
  rowsChanged(): number | null;
  forget(): void;
  isOpen(): boolean;
  /** Rolls back whatever is open, so that the next node starts clean. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface Watch {
  /** Throws when no further statement may start. */
  readonly before: () => void;
  readonly after: (result: QueryResult) => void;
}

/** Wraps a connection so that its statements can be counted, and stopped between two of them. */
function watched(connection: Connection, watch: Watch): Connection {
  return {
    name: connection.name,
    get inTransaction() {
      return connection.inTransaction;
    },
    async execute(sql: string, options?: QueryOptions) {
      watch.before();
      const result = await connection.execute(sql, options);
      watch.after(result);
      return result;
    },
    begin: () => connection.begin(),
    commit: () => connection.commit(),
    rollback: () => connection.rollback(),
    interrupt: () => connection.interrupt(),
    close: () => connection.close(),
  };
}

export interface SessionOptions {
  readonly openAdapter: () => Promise<Adapter>;
  /** dbt's name of the connection. */
  readonly name: string;
  /** True once no further statement may start: the run was interrupted. Default never. */
  readonly isHalted?: () => boolean;
}

function interrupted(): DiagnosticError {
  return new DiagnosticError(diagnostic('D107', 'Interrupted before the next statement'));
}

/** A connection that is opened when something first asks for it, and kept. */
export function createSession(options: SessionOptions): Session {
  let opened: Promise<{ readonly adapter: Adapter; readonly connection: Connection }> | undefined;
  let rows: number | null = null;
  const watch: Watch = {
    before() {
      if (options.isHalted?.() === true) throw interrupted();
    },
    after(result) {
      if (result.rowsAffected !== null && result.rowsAffected >= (rows ?? 0)) rows = result.rowsAffected;
    },
  };
  const connect = async () => {
    const adapter = await options.openAdapter();
    return { adapter, connection: watched(await adapter.connect(options.name), watch) };
  };
  return {
    open() {
      opened ??= connect();
      return opened;
    },
    isOpen: () => opened !== undefined,
    rowsChanged: () => rows,
    forget() {
      rows = null;
    },
    async settle() {
      const { connection } = (await opened?.catch(() => undefined)) ?? {};
      if (connection?.inTransaction === true) await connection.rollback();
    },
    async close() {
      const { connection } = (await opened?.catch(() => undefined)) ?? {};
      await connection?.close();
    },
  };
}
