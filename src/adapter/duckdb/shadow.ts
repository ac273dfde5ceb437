import { DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Column, Relation } from '../../domain/index.ts';
import type { Connection, QueryLineage, Shadow, ShadowOptions } from '../contract.ts';
import { readDuckdbCredentials } from './credentials.ts';
import { duckdbDialect } from './dialect.ts';
import { queryLineage } from './plan/query-lineage.ts';
import { quotedName, quotedRelation } from './quoted-name.ts';
import { sessionStatements } from './setup-statements.ts';
import { createShadowPool } from './shadow-pool.ts';

const { literal } = duckdbDialect;

/** Binding is work for one core each; more connections than this gain nothing on what machines have. */
const MAX_CONNECTIONS = 4;

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

/** Types that this database does not know count as text. */
async function makeTable(
  connection: Connection,
  relation: Relation,
  columns: readonly Column[],
): Promise<void> {
  const declared = (typeOf: (column: Column) => string) =>
    `create or replace table ${quotedRelation(relation)} (${columns
      .map((each) => `${quotedName(each.name)} ${typeOf(each)}`)
      .join(', ')})`;
  if (
    await attempt(
      connection,
      declared((each) => each.type),
    )
  )
    return;
  const known = new Map<string, boolean>();
  for (const { type } of columns) {
    if (!known.has(type)) known.set(type, await attempt(connection, `select null::${type}`));
  }
  await connection.execute(declared(({ type }) => (known.get(type) === true ? type : 'varchar')));
}

/** An empty database in memory on which the project's queries are bound. */
export async function openDuckdbShadow(options: ShadowOptions): Promise<Shadow> {
  const { project, target, host, shapes } = options;
  const credentials = readDuckdbCredentials(target.credentials);
  const instance = await DuckDBInstance.create(':memory:', { ...credentials.configOptions });
  const size = Math.max(1, Math.min(MAX_CONNECTIONS, host.cores));
  const pool = await createShadowPool({ instance, size, seconds: () => host.clock.monotonic() / 1000 });
  const home: Relation = { database: target.database, schema: target.schema, identifier: null, type: null };
  const places = new Map<string, Promise<void>>();
  await pool.prepare(async (connection) => {
    await connection.execute('set errors_as_json=true');
    await connection.execute(`set file_search_path=${literal(project.root)}`);
    for (const { name } of credentials.extensions) await attempt(connection, `load ${name}`);
    for (const sql of sessionStatements(credentials)) await attempt(connection, sql);
    await makePlace(connection, home);
    await attempt(connection, `use ${quotedName(target.database)}.${quotedName(target.schema)}`);
  });
  await pool.use(async (connection) => {
    for (const sql of shapes) await attempt(connection, sql);
  });

  return {
    define: (relation, columns) =>
      pool.use(async (connection) => {
        const key = `${relation.database ?? ''}\n${relation.schema ?? ''}`.toLowerCase();
        const place = places.get(key) ?? makePlace(connection, relation);
        places.set(key, place);
        await place;
        await makeTable(connection, relation, columns);
      }),
    columnsOf: (sql) => pool.use((connection) => describe(connection, sql)),
    lineageOf: (sql): Promise<QueryLineage | null> =>
      pool.use(async (connection) =>
        queryLineage({ connection, sql, columns: await describe(connection, sql) }),
      ),
    async close() {
      await pool.close();
      instance.closeSync();
    },
  };
}
