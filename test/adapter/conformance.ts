import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, Connection } from '../../src/adapter/index.ts';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/index.ts';

/** The diagnostic with which this work fails. */
export async function failure(work: Promise<unknown>): Promise<Diagnostic> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DiagnosticError)) throw new Error(`no diagnostic: ${String(error)}`);
  return error.diagnostics[0] as Diagnostic;
}

/** The rows of a query. */
export async function values(connection: Connection, sql: string) {
  return (await connection.execute(sql, { fetch: true })).rows;
}

/** What the suite has to know of an engine. */
export interface ConformingEngine {
  readonly engine: string;
  /** The database that is open when nothing else is said. */
  readonly database: string;
  /** An adapter on an empty database. */
  readonly open: () => Promise<Adapter>;
  /** A query that gives the numbers from 0 in a column `i`. */
  readonly numbers: (count: number) => string;
  /** A query that runs for minutes. */
  readonly slowQuery: string;
}

/** What every adapter must do: the contract as rules. Statements are plain SQL. */
export function adapterConformance(engine: ConformingEngine): void {
  describe(`${engine.engine} keeps the adapter contract:`, () => {
    let adapter: Adapter;
    let connection: Connection;
    const relation = (identifier: string, schema = 'main') =>
      ({ database: engine.database, schema, identifier, type: 'table' }) as const;

    beforeEach(async () => {
      adapter = await engine.open();
      connection = await adapter.connect('master');
    });
    afterEach(() => adapter.close());

    it('statements tell how many rows they changed, and null when they change none', async () => {
      const count = async (sql: string) => (await connection.execute(sql)).rowsAffected;
      expect(await count(`create table t as ${engine.numbers(7)}`)).toBe(7);
      expect(await count('insert into t values (1), (2)')).toBe(2);
      expect(await count('delete from t where i = 1')).toBe(2);
      expect(await count('select * from t')).toBeNull();
      expect(await count('create view v as select 1 as a')).toBeNull();
    });

    it('rows are read on request only, and at most so many', async () => {
      const sql = engine.numbers(10);
      expect((await connection.execute(sql)).rows).toEqual([]);
      expect((await connection.execute(sql, { fetch: true, limit: 3 })).rows).toEqual([[0], [1], [2]]);
      expect((await connection.execute(sql, { fetch: true })).columns.map((each) => each.name)).toEqual([
        'i',
      ]);
    });

    it('errors are diagnostics that point into the statement', async () => {
      const { span, kind } = await failure(connection.execute('select * from no_such_table'));
      expect(kind).toBe('Runtime Error');
      if (!adapter.capabilities.errorPositions) return;
      expect(span?.source.path).toBe('<sql>');
      expect(span?.source.text.slice(span.start, span.end)).toBe('no_such_table');
    });

    it('what was rolled back is undone, DDL where the engine can', async () => {
      await connection.execute('create table t(i integer)');
      await connection.begin();
      expect(connection.inTransaction).toBe(true);
      await connection.execute('insert into t values (1)');
      if (adapter.capabilities.transactionalDdl) await connection.execute('drop table t');
      await connection.rollback();
      expect(connection.inTransaction).toBe(false);
      expect(await values(connection, 'select count(*) from t')).toEqual([[0]]);
      await connection.rollback();
    });

    it('what was committed is seen by other connections', async () => {
      const other = await adapter.connect('other');
      await connection.begin();
      await connection.execute('create table t as select 1 as i');
      await connection.commit();
      expect(await values(other, 'select i from t')).toEqual([[1]]);
    });

    it('a running statement is interrupted however soon after its start', async () => {
      if (!adapter.capabilities.interrupt) return;
      for (const delay of [0, 0, 1, 100]) {
        const work = failure(connection.execute(engine.slowQuery));
        await new Promise((resolve) => setTimeout(resolve, delay));
        await adapter.interruptAll();
        expect((await work).code).toBe('D027');
      }
      expect(await values(connection, 'select 1')).toEqual([[1]]);
    });

    it('the catalog knows tables and views of the schemas asked for, whatever their case', async () => {
      await connection.execute('create schema staging');
      await connection.execute('create table staging.Orders(i integer)');
      await connection.execute('create view staging.v as select 1 as a');
      await connection.execute('create table main.other(i integer)');
      if (adapter.capabilities.temporaryTables)
        await connection.execute('create temporary table staged(i integer)');
      await adapter.catalog.load(connection, [{ database: engine.database, schema: 'Staging' }]);
      expect(adapter.catalog.get(relation('orders', 'STAGING'))).toEqual(relation('Orders', 'staging'));
      expect(adapter.catalog.get(relation('v', 'staging'))?.type).toBe('view');
      expect(adapter.catalog.get(relation('other'))).toBeUndefined();
      expect(adapter.catalog.list(engine.database, 'staging')).toHaveLength(2);
    });

    it('the catalog follows what is added, renamed and dropped', () => {
      adapter.catalog.added(relation('a'));
      adapter.catalog.renamed(relation('a'), { ...relation('b'), type: null });
      expect(adapter.catalog.get(relation('a'))).toBeUndefined();
      expect(adapter.catalog.get(relation('B'))).toEqual(relation('b'));
      adapter.catalog.dropped(relation('b'));
      expect(adapter.catalog.all()).toEqual([]);
    });

    it('columns of relations and of queries come in order; a relation that is not there has none', async () => {
      await connection.execute('create table t(a integer, "B b" decimal(9,2))');
      expect(await adapter.columnsOf(connection, relation('t'))).toEqual([
        { name: 'a', type: 'INTEGER' },
        { name: 'B b', type: 'DECIMAL(9,2)' },
      ]);
      expect(await adapter.columnsOf(connection, relation('gone'))).toEqual([]);
      expect(await adapter.columnsOfQuery(connection, "select 1 as x, 'a' as y -- end")).toEqual([
        { name: 'x', type: 'INTEGER' },
        { name: 'y', type: 'VARCHAR' },
      ]);
    });

    it('names are quoted part by part', () => {
      expect(adapter.dialect.render({ ...relation('it"s'), database: null })).toBe('"main"."it""s"');
      expect(adapter.dialect.literal("it's")).toBe("'it''s'");
    });
  });
}
