import type { Adapter, Connection, QueryOptions, QueryResult } from '../adapter/contract.ts';
import type { Database, RunEnvironment } from '../context/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { ConnectionPool, Lease } from './connection-pool.ts';

/** A node's connection, with a note of what its statements changed. */
export interface Session extends Database {
  /** Rows changed by the largest statement since `forget`; null when no statement told. */
  rowsChanged(): number | null;
  forget(): void;
  /** Rolls back whatever is open. */
  settle(): Promise<void>;
  /** Rolls back and gives the connection back. */
  close(): Promise<void>;
}

interface Watch {
  readonly name: string;
  /** Throws when no further statement may start. */
  readonly before: (sql: string) => void;
  readonly after: (sql: string, result: QueryResult) => void;
  /** Tell of a statement that the connection makes itself: `BEGIN`, `COMMIT`. */
  readonly sent: (sql: string) => void;
  readonly done: (sql: string, milliseconds: number) => void;
  readonly now: () => number;
}

/** Wraps a connection so that its statements are reported and counted, and the run can be stopped between two of them. */
function watched(connection: Connection, watch: Watch): Connection {
  const timed = async (sql: string, isNeeded: boolean, work: () => Promise<void>): Promise<void> => {
    if (!isNeeded) return work();
    const started = watch.now();
    watch.sent(sql);
    await work();
    watch.done(sql, watch.now() - started);
  };
  return {
    name: watch.name,
    get inTransaction() {
      return connection.inTransaction;
    },
    async execute(sql: string, options?: QueryOptions) {
      watch.before(sql);
      const result = await connection.execute(sql, options);
      watch.after(sql, result);
      return result;
    },
    begin: () => timed('BEGIN', !connection.inTransaction, () => connection.begin()),
    commit: () => timed('COMMIT', connection.inTransaction, () => connection.commit()),
    rollback: () => timed('ROLLBACK', connection.inTransaction, () => connection.rollback()),
    interrupt: () => connection.interrupt(),
    close: () => connection.close(),
  };
}

export interface SessionOptions {
  readonly pool: ConnectionPool;
  readonly environment: RunEnvironment;
  /** dbt's name of the connection: `master`, or the unique id of the node that it serves. */
  readonly name: string;
  /** True once no further statement may start: the run was interrupted. Default never. */
  readonly isHalted?: () => boolean;
}

function interrupted(): DiagnosticError {
  return new DiagnosticError(diagnostic('D107', 'Interrupted before the next statement'));
}

interface Opened {
  readonly lease: Lease;
  readonly adapter: Adapter;
  readonly connection: Connection;
}

/** A connection that is taken from the pool when something first asks for it, and kept until `close`. */
export function createSession(options: SessionOptions): Session {
  let opened: Promise<Opened> | undefined;
  let rows: number | null = null;
  const { events, host, manifest } = options.environment;
  const isNode = manifest.nodes.has(options.name) || manifest.functions.has(options.name);
  const uniqueId = isNode ? options.name : null;
  const about = { uniqueId, connection: options.name };
  const sent = (sql: string) => events({ type: 'sqlSent', ...about, sql });
  const done = (sql: string, seconds: number) =>
    events({ type: 'sqlExecuted', ...about, sql, seconds, status: 'OK' });
  const connect = async (): Promise<Opened> => {
    const lease = await options.pool.acquire(options.name);
    const connection = watched(lease.connection, {
      name: options.name,
      before(sql) {
        if (options.isHalted?.() === true) throw interrupted();
        lease.note(sql);
        sent(sql);
      },
      after(sql, result) {
        done(sql, result.seconds);
        if (result.rowsAffected !== null && result.rowsAffected >= (rows ?? 0)) rows = result.rowsAffected;
      },
      sent,
      done: (sql, milliseconds) => done(sql, milliseconds / 1000),
      now: () => host.clock.monotonic(),
    });
    return { lease, adapter: lease.adapter, connection };
  };
  const current = async (): Promise<Opened | undefined> => opened?.catch(() => undefined);
  const settle = async (): Promise<Opened | undefined> => {
    const now = await current();
    if (now?.connection.inTransaction === true) await now.connection.rollback();
    return now;
  };
  return {
    open() {
      opened ??= connect();
      return opened;
    },
    rowsChanged: () => rows,
    forget() {
      rows = null;
    },
    async settle() {
      await settle();
    },
    async close() {
      const now = await settle();
      opened = undefined;
      await now?.lease.release();
    },
  };
}
