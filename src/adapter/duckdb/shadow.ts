import { DuckDBInstance, version } from '@duckdb/node-api';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Column, Relation } from '../../domain/index.ts';
import type { Connection, Shadow, ShadowOptions } from '../contract.ts';
import { inBatches } from './batches.ts';
import { confineInstance } from './confine.ts';
import { readDuckdbCredentials } from './credentials.ts';
import { duckdbDialect } from './dialect.ts';
import { plannedLineage, queryColumns, queryLineage, queryPlans } from './plan/query-lineage.ts';
import { quotedName, quotedRelation } from './quoted-name.ts';
import { sessionStatements } from './setup-statements.ts';
import { createShadowPool } from './shadow-pool.ts';

const { literal } = duckdbDialect;

/** Binding is work for one core each; more connections than this gain nothing on what machines have. */
const MAX_CONNECTIONS = 4;
/** Plans are some 25 kB of JSON each. */
const QUERIES_AT_ONCE = 32;
const TABLES_AT_ONCE = 64;

async function attempt(connection: Connection, sql: string): Promise<boolean> {
  try {
    await connection.execute(sql);
    return true;
  } catch (error) {
    if (error instanceof DiagnosticError) return false;
    throw error;
  }
}

async function describe(connection: Connection, sql: string): Promise<readonly Column[]> {
  const { rows } = await connection.execute(`describe (${sql}\n)`, { fetch: true });
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}

async function makePlace(connection: Connection, { database, schema }: Relation): Promise<void> {
  if (database !== null)
    await attempt(connection, `attach if not exists ':memory:' as ${quotedName(database)}`);
  const path = [database, schema].filter((each) => each !== null).map(quotedName);
  if (schema !== null) await attempt(connection, `create schema if not exists ${path.join('.')}`);
}

interface Table {
  readonly relation: Relation;
  readonly columns: readonly Column[];
}

function tableSql({ relation, columns }: Table, typeOf = (column: Column) => column.type): string {
  const declared = columns.map((each) => `${quotedName(each.name)} ${typeOf(each)}`);
  return `create or replace table ${quotedRelation(relation)} (${declared.join(', ')})`;
}

/** Types that this database does not know count as text. */
async function makeTable(connection: Connection, table: Table): Promise<void> {
  if (await attempt(connection, tableSql(table))) return;
  const known = new Map<string, boolean>();
  for (const { type } of table.columns) {
    if (!known.has(type)) known.set(type, await attempt(connection, `select null::${type}`));
  }
  await connection.execute(tableSql(table, ({ type }) => (known.get(type) === true ? type : 'varchar')));
}

/** All in one transaction, as long as nothing is wrong with any of them. A transaction writes to one database only. */
async function makeTables(connection: Connection, tables: readonly Table[]): Promise<void> {
  const byDatabase = new Map<string, Table[]>();
  for (const table of tables) {
    const key = (table.relation.database ?? '').toLowerCase();
    byDatabase.set(key, [...(byDatabase.get(key) ?? []), table]);
  }
  for (const together of byDatabase.values()) {
    const sql = `begin;\n${together.map((each) => tableSql(each)).join(';\n')};\ncommit`;
    if (together.length > 1 && (await attempt(connection, sql))) continue;
    if (together.length > 1) await attempt(connection, 'rollback');
    for (const table of together) await makeTable(connection, table);
  }
}

/** An empty database in memory on which the project's queries are bound. */
export async function openDuckdbShadow(options: ShadowOptions): Promise<Shadow> {
  const { project, target, host, shapes } = options;
  const credentials = readDuckdbCredentials(target.credentials);
  // A query is bound by the connection that asks; threads that wait for parts of it would only be woken up and sent back.
  const instance = await DuckDBInstance.create(':memory:', { ...credentials.configOptions, threads: '1' });
  const size = Math.max(1, Math.min(MAX_CONNECTIONS, host.cores));
  const pool = await createShadowPool({
    instance,
    size,
    isConfined: target.confinedTo !== undefined,
    seconds: () => host.clock.monotonic() / 1000,
  });
  const home: Relation = { database: target.database, schema: target.schema, identifier: null, type: null };
  const places = new Map<string, Promise<void>>();
  const place = (connection: Connection, relation: Relation): Promise<void> => {
    const key = `${relation.database ?? ''}\n${relation.schema ?? ''}`.toLowerCase();
    const made = places.get(key) ?? makePlace(connection, relation);
    places.set(key, made);
    return made;
  };
  await pool.prepare(async (connection) => {
    await connection.execute('set errors_as_json=true');
    await connection.execute(`set file_search_path=${literal(project.root)}`);
    for (const { name } of credentials.extensions) await attempt(connection, `load ${name}`);
    for (const sql of sessionStatements(credentials.settings)) await attempt(connection, sql);
    await connection.execute('set threads=1');
    await makePlace(connection, home);
    await attempt(connection, `use ${quotedName(target.database)}.${quotedName(target.schema)}`);
  });
  // Binding a query reads the files that it names.
  if (target.confinedTo !== undefined)
    await pool.use((connection) =>
      confineInstance({ project, target, files: host.files }, (sql) => attempt(connection, sql)),
    );
  await pool.use(async (connection) => {
    for (const sql of shapes) await attempt(connection, sql);
  });
  const define = inBatches<Table, void>({
    most: TABLES_AT_ONCE,
    lanes: size,
    answer: (tables) =>
      pool.use(async (connection) => {
        for (const { relation } of tables) await place(connection, relation);
        await makeTables(connection, tables);
        return [];
      }),
  });
  const columnsOf = inBatches<string, readonly Column[] | null>({
    most: QUERIES_AT_ONCE,
    lanes: size,
    answer: (queries) => pool.use((connection) => queryColumns(connection, queries)),
  });
  const planOf = inBatches<string, string | null>({
    most: QUERIES_AT_ONCE,
    lanes: size,
    answer: (queries) => pool.use((connection) => queryPlans(connection, queries)),
  });

  const { configOptions, extensions, settings } = credentials;
  const stamp = JSON.stringify([version(), configOptions, extensions, settings, home, project.root, shapes]);

  return {
    stamp,
    define: (relation, columns) => define({ relation, columns }),
    drop: (relation) =>
      pool.use(async (connection) => {
        await attempt(connection, `drop table if exists ${quotedRelation(relation)}`);
      }),
    columnsOf: async (sql) => (await columnsOf(sql)) ?? pool.use((connection) => describe(connection, sql)),
    execute: (sql, query) => pool.use((connection) => connection.execute(sql, query)),
    async lineageOf(sql) {
      const planned = plannedLineage(await planOf(sql));
      if (planned !== null) return planned;
      return pool.use(async (connection) =>
        queryLineage({ connection, sql, columns: await describe(connection, sql) }),
      );
    },
    async close() {
      await pool.close();
      instance.closeSync();
    },
  };
}
