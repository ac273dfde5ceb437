import type { Adapter, Connection, QueryOptions, QueryResult } from '../adapter/contract.ts';
import type { Database, RunEnvironment } from '../context/index.ts';
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
  readonly after: (sql: string, result: QueryResult) => void;
  /** Tells of a statement that the connection makes itself: `BEGIN`, `COMMIT`. */
  readonly told: (sql: string, milliseconds: number) => void;
  readonly now: () => number;
}

/** Wraps a connection so that its statements are reported and counted, and the run can be stopped between two of them. */
function watched(connection: Connection, watch: Watch): Connection {
  const timed = async (sql: string, work: () => Promise<void>): Promise<void> => {
    const before = connection.inTransaction;
    const started = watch.now();
    await work();
    if (connection.inTransaction !== before) watch.told(sql, watch.now() - started);
  };
  return {
    name: connection.name,
    get inTransaction() {
      return connection.inTransaction;
    },
    async execute(sql: string, options?: QueryOptions) {
      watch.before();
      const result = await connection.execute(sql, options);
      watch.after(sql, result);
      return result;
    },
    begin: () => timed('BEGIN', () => connection.begin()),
    commit: () => timed('COMMIT', () => connection.commit()),
    rollback: () => timed('ROLLBACK', () => connection.rollback()),
    interrupt: () => connection.interrupt(),
    close: () => connection.close(),
  };
}

export interface SessionOptions {
  readonly openAdapter: () => Promise<Adapter>;
  readonly environment: RunEnvironment;
  /** dbt's name of the connection: `master`, or the unique id of the node that it serves. */
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
  const { events, host, manifest } = options.environment;
  const uniqueId = manifest.nodes.has(options.name) ? options.name : null;
  const told = (sql: string, seconds: number) =>
    events({ type: 'sqlExecuted', uniqueId, connection: options.name, sql, seconds, status: 'OK' });
  const watch: Watch = {
    before() {
      if (options.isHalted?.() === true) throw interrupted();
    },
    after(sql, result) {
      told(sql, result.seconds);
      if (result.rowsAffected !== null && result.rowsAffected >= (rows ?? 0)) rows = result.rowsAffected;
    },
    told: (sql, milliseconds) => told(sql, milliseconds / 1000),
    now: () => host.clock.monotonic(),
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
