import {
  type DuckDBConnection,
  type DuckDBMaterializedResult,
  type DuckDBValue,
  ResultReturnType,
  StatementType,
} from '@duckdb/node-api';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { SqlValue } from '../../domain/index.ts';
import type { Connection, QueryOptions, QueryResult } from '../contract.ts';
import { bindValue } from './bind-value.ts';
import { explainConfined, refuseUnconfined } from './confine.ts';
import { namingDamagedFile } from './damaged-file.ts';
import { explainDuckdbError } from './explain.ts';
import { valueReader } from './values.ts';

/** What dbt-duckdb answers to every statement. */
const RESPONSE = Object.freeze({ _message: 'OK' });

/** Milliseconds between two interrupts: one that comes just before a statement starts is lost. */
const INTERRUPT_EVERY = 25;

export interface DuckdbConnectionOptions {
  readonly name: string;
  readonly native: DuckDBConnection;
  /** Whether SQL is confined to some folders. */
  readonly isConfined: boolean;
  /** Whether `begin` does nothing: `disable_transactions` of the profile. */
  readonly withoutTransactions: boolean;
  /** How often a statement is tried that fails with one of `retryable`. */
  readonly attempts: number;
  readonly retryable: readonly string[];
  /** Seconds from an arbitrary start. */
  readonly seconds: () => number;
  readonly onClose: () => void;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Lets others have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * The rows of a result that lies in memory: taken from there at once, as `fetchChunk` makes a trip to another thread for each
 * piece. Most results are one piece; between those of a large one others have their turn.
 */
async function rowsOf(result: DuckDBMaterializedResult, limit = Number.POSITIVE_INFINITY) {
  const rows: DuckDBValue[][] = [];
  const wanted = Math.min(result.rowCount, limit);
  for (let at = 0; rows.length < wanted; at++) {
    if (at > 0) await turn();
    result.getChunk(at).appendToRows(rows);
  }
  return rows.length > wanted ? rows.slice(0, wanted) : rows;
}

/** What a query gave, types asked for once: each question is a call out of JavaScript. */
async function fetched(
  result: DuckDBMaterializedResult,
  limit: number | undefined,
): Promise<Pick<QueryResult, 'columns' | 'rows'>> {
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, index) => {
    const type = types[index] as (typeof types)[0];
    return { name, type: type.alias ?? type.toString() };
  });
  const readers = types.map(valueReader);
  const rows = await rowsOf(result, limit);
  return {
    columns,
    rows: rows.map((row) => row.map((value, index) => (readers[index] as (typeof readers)[0])(value))),
  };
}

const UNFETCHED: Pick<QueryResult, 'columns' | 'rows'> = { columns: [], rows: [] };

/** `CREATE TABLE AS` answers with one row that counts, where other statements say how many rows they changed. */
async function rowsAffected(result: DuckDBMaterializedResult): Promise<number | null> {
  if (result.returnType === ResultReturnType.CHANGED_ROWS) return result.rowsChanged;
  if (result.statementType !== StatementType.CREATE || result.rowCount !== 1) return null;
  if (result.columnCount !== 1 || result.columnName(0) !== 'Count') return null;
  return Number((await rowsOf(result))[0]?.[0] ?? 0);
}

/** One session of a DuckDB instance. */
export function createDuckdbConnection(options: DuckdbConnectionOptions): Connection {
  const { native } = options;
  let transaction: 'none' | 'open' | 'aborted' = 'none';
  let isClosed = false;
  let running: Promise<unknown> | null = null;

  const track = async <T>(work: Promise<T>): Promise<T> => {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    running = settled;
    try {
      return await work;
    } finally {
      if (running === settled) running = null;
    }
  };

  const runOnce = (sql: string, parameters: readonly SqlValue[] | undefined) =>
    track(parameters === undefined ? native.run(sql) : native.run(sql, parameters.map(bindValue)));

  /** Some errors leave a transaction usable and others do not; the next statement tells, at the price of one. */
  const noteAbort = async (): Promise<void> => {
    if (transaction !== 'open') return;
    try {
      await native.run('select 1');
    } catch {
      transaction = 'aborted';
    }
  };

  const isRetryable = (found: Diagnostic, attempt: number): boolean =>
    transaction === 'none' &&
    attempt < options.attempts &&
    found.exception !== undefined &&
    options.retryable.includes(found.exception);

  const run = async (sql: string, parameters?: readonly SqlValue[]): Promise<DuckDBMaterializedResult> => {
    if (options.isConfined) refuseUnconfined(sql);
    for (let attempt = 1; ; attempt++) {
      try {
        return await runOnce(sql, parameters);
      } catch (error) {
        const told = explainDuckdbError(error, sql);
        const found = options.isConfined ? explainConfined(told) : told;
        if (!isRetryable(found, attempt)) {
          await noteAbort();
          throw new DiagnosticError(await namingDamagedFile(native, found, sql));
        }
        await sleep(1000 * 2 ** (attempt - 1));
      }
    }
  };

  const rollback = async (): Promise<void> => {
    if (transaction === 'none') return;
    transaction = 'none';
    await runOnce('rollback', undefined).catch(() => undefined);
  };

  return {
    name: options.name,
    get inTransaction() {
      return transaction !== 'none';
    },

    async execute(sql: string, query: QueryOptions = {}): Promise<QueryResult> {
      const started = options.seconds();
      const result = await run(sql, query.parameters);
      return {
        ...(query.fetch === true ? await fetched(result, query.limit) : UNFETCHED),
        rowsAffected: await rowsAffected(result),
        response: RESPONSE,
        seconds: options.seconds() - started,
      };
    },

    async begin() {
      if (options.withoutTransactions || transaction !== 'none') return;
      await run('begin');
      transaction = 'open';
    },

    async commit() {
      if (transaction === 'none') return;
      if (transaction === 'aborted') {
        await rollback();
        throw new DiagnosticError(
          diagnostic('D033', 'The transaction was rolled back because a statement in it had failed', {
            dbtMessage: 'TransactionContext Error: Current transaction is aborted (please ROLLBACK)',
          }),
        );
      }
      try {
        await runOnce('commit', undefined);
        transaction = 'none';
      } catch (error) {
        await rollback();
        throw new DiagnosticError(explainDuckdbError(error, 'commit'));
      }
    },

    rollback,

    async interrupt() {
      while (running !== null) {
        native.interrupt();
        await Promise.race([running, sleep(INTERRUPT_EVERY)]);
      }
    },

    async close() {
      if (isClosed) return;
      isClosed = true;
      await rollback();
      native.closeSync();
      options.onClose();
    },
  };
}
