import { resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Column, Relation } from '../../domain/index.ts';
import type { Adapter, AdapterOptions, Capabilities, Connection } from '../contract.ts';
import { createDuckdbCatalog } from './catalog.ts';
import { confineInstance, explainConfined } from './confine.ts';
import { createDuckdbConnection } from './connection.ts';
import type { DuckdbCredentials } from './credentials.ts';
import { duckdbDialect } from './dialect.ts';
import { explainDuckdbError } from './explain.ts';
import { duckdbFilesBehind } from './files-behind.ts';
import { duckdbFingerprint } from './fingerprint.ts';
import { runDuckdbPython } from './python/run-python.ts';
import { duckdbRowCounts } from './row-counts.ts';
import { duckdbScratch } from './scratch.ts';
import { pythonSetupStatements, sessionStatements, setupStatements } from './setup-statements.ts';
import { duckdbShapes } from './shapes.ts';
import { duckdbTables } from './tables.ts';

const CAPABILITIES: Capabilities = Object.freeze({
  transactionalDdl: true,
  temporaryTables: true,
  interrupt: true,
  catalogBySchema: true,
  errorPositions: true,
});

/** How often a checkpoint is tried, and the pause between: a reader elsewhere may hold an old snapshot for a moment. */
const CHECKPOINT_TRIES = 3;
const CHECKPOINT_PAUSE = 50;

export interface DuckdbAdapterOptions extends AdapterOptions {
  readonly credentials: DuckdbCredentials;
  readonly instance: DuckDBInstance;
  /** Whether the database is a file, which wants checkpoints. */
  readonly isFile: boolean;
}

export interface DuckdbAdapter extends Adapter {
  /** Extensions, secrets and attached databases, once; and the checkpoint that a killed run left to do. */
  prepare(options: {
    readonly checkpoint: boolean;
    /** Extensions that are loaded where they are installed. */
    readonly installed?: readonly string[];
  }): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof DiagnosticError &&
    error.diagnostics.some((each) => /does not exist/i.test(each.dbtMessage))
  );
}

async function runNative(native: DuckDBConnection, statements: readonly string[]): Promise<void> {
  for (const sql of statements) {
    try {
      await native.run(sql);
    } catch (error) {
      throw new DiagnosticError(explainDuckdbError(error, sql));
    }
  }
}

/**
 * What holds for all connections of the instance. Errors come as JSON, on this connection too. Relative files in SQL count from
 * the project, from wherever the command or the library was started.
 */
function instanceStatements({ host, project }: DuckdbAdapterOptions): readonly string[] {
  const json = ['set errors_as_json=true', 'set global errors_as_json=true'];
  if (host.workingDirectory === project.root) return json;
  return [...json, `set global file_search_path=${duckdbDialect.literal(project.root)}`];
}

async function describe(connection: Connection, what: string): Promise<readonly Column[]> {
  const { rows } = await connection.execute(`describe ${what}`, { fetch: true });
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

/** An opened DuckDB instance. All connections are sessions of it. */
export function createDuckdbAdapter(options: DuckdbAdapterOptions): DuckdbAdapter {
  const { credentials, instance, host, project, target } = options;
  const absolute = (path: string): string => resolve(project.root, path);
  const connections = new Set<Connection>();
  const isConfined = target.confinedTo !== undefined;
  let sessionSettings = credentials.settings;
  let isClosed = false;
  let settling: Promise<void> | undefined;

  const connectNative = async (): Promise<DuckDBConnection> => {
    const native = await instance.connect();
    await runNative(native, sessionStatements(sessionSettings));
    return native;
  };

  const confine = async (native: DuckDBConnection): Promise<void> => {
    const attempt = (sql: string) =>
      native.run(sql).then(
        () => true,
        () => false,
      );
    const kept = await confineInstance({ project, target, files: host.files }, attempt);
    sessionSettings = Object.fromEntries(kept.map((key) => [key, credentials.settings[key]]));
  };

  /** An instance that an earlier session of this process has confined is as it should be, and takes no settings any more. */
  const isSetUp = async (native: DuckDBConnection): Promise<boolean> => {
    if (!isConfined) return false;
    const answer = await native.runAndReadAll("select current_setting('lock_configuration')");
    if (answer.getRows()[0]?.[0] !== true) return false;
    sessionSettings = {};
    return true;
  };

  const checkpoint = async (): Promise<void> => {
    const native = await instance.connect();
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          await native.run('checkpoint');
          return;
        } catch (error) {
          if (attempt === CHECKPOINT_TRIES) throw error;
          await new Promise((done) => setTimeout(done, CHECKPOINT_PAUSE));
        }
      }
    } catch (error) {
      const found = explainDuckdbError(error, 'checkpoint');
      const message = `The database could not be checkpointed: ${found.message}`;
      options.sink.report(diagnostic('D034', message, { dbtMessage: found.dbtMessage }));
    } finally {
      native.closeSync();
    }
  };

  return {
    name: 'duckdb',
    capabilities: CAPABILITIES,
    dialect: duckdbDialect,
    catalog: createDuckdbCatalog(),

    async prepare(what) {
      try {
        const native = await instance.connect();
        if (!(await isSetUp(native))) {
          await runNative(native, [
            ...instanceStatements(options),
            ...setupStatements(credentials, absolute),
          ]);
          for (const name of what.installed ?? []) await native.run(`load ${name}`).catch(() => undefined);
          if (isConfined) await confine(native);
        }
        native.closeSync();
      } catch (error) {
        instance.closeSync();
        throw error;
      }
      if (what.checkpoint) await checkpoint();
    },

    async connect(name) {
      const native = await connectNative();
      const connection = createDuckdbConnection({
        name,
        native,
        isConfined,
        withoutTransactions: credentials.disableTransactions,
        attempts: credentials.queryAttempts,
        retryable: credentials.retryable,
        seconds: () => host.clock.monotonic() / 1000,
        onClose: () => connections.delete(connection),
      });
      connections.add(connection);
      return connection;
    },

    async columnsOf(connection, relation: Relation) {
      try {
        return await describe(connection, duckdbDialect.render(relation));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    columnsOfQuery: (connection, sql) => describe(connection, `(${sql}\n)`),
    explain: (error, sql) => {
      const found = explainDuckdbError(error, sql);
      return isConfined ? explainConfined(found) : found;
    },
    shapes: duckdbShapes,
    rowCounts: duckdbRowCounts,
    fingerprint: duckdbFingerprint,
    tables: duckdbTables,
    scratch: duckdbScratch,
    runPython: (connection, job) => {
      const setup = pythonSetupStatements(credentials);
      return runDuckdbPython({ connection, host, job, setup, database: credentials.database });
    },
    filesBehind: (connection, sql) =>
      duckdbFilesBehind({ connection, sql, files: host.files, root: project.root }),

    async interruptAll() {
      await Promise.all([...connections].map((each) => each.interrupt()));
    },

    settle() {
      if (options.isFile && !isClosed) settling ??= checkpoint();
    },

    async close() {
      if (isClosed) return;
      isClosed = true;
      await settling;
      for (const each of [...connections]) await each.close();
      if (options.isFile) await checkpoint();
      instance.closeSync();
    },
  };
}
