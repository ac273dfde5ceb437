import { DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Column, Relation } from '../../domain/index.ts';
import type { Connection, QueryLineage, Shadow, ShadowOptions } from '../contract.ts';
import { createDuckdbConnection } from './connection.ts';
import { readDuckdbCredentials } from './credentials.ts';
import { duckdbDialect } from './dialect.ts';
import { queryLineage } from './plan/query-lineage.ts';
import { quotedName, quotedRelation } from './quoted-name.ts';
import { sessionStatements } from './setup-statements.ts';

const { literal } = duckdbDialect;

/** An empty database in memory on which the project's queries are bound. */
export async function openDuckdbShadow(options: ShadowOptions): Promise<Shadow> {
  const { project, target, host, shapes } = options;
  const credentials = readDuckdbCredentials(target.credentials);
  const instance = await DuckDBInstance.create(':memory:', { ...credentials.configOptions });
  const native = await instance.connect();
  const connection = createDuckdbConnection({
    name: 'shadow',
    native,
    withoutTransactions: true,
    attempts: 1,
    retryable: [],
    seconds: () => host.clock.monotonic() / 1000,
    onClose: () => {},
  });
  const places = new Set<string>();

  const attempt = async (sql: string): Promise<boolean> => {
    try {
      await connection.execute(sql);
      return true;
    } catch (error) {
      if (error instanceof DiagnosticError) return false;
      throw error;
    }
  };

  const makePlace = async ({ database, schema }: Relation): Promise<void> => {
    const key = `${database ?? ''}\n${schema ?? ''}`.toLowerCase();
    if (places.has(key)) return;
    places.add(key);
    if (database !== null) await attempt(`attach if not exists ':memory:' as ${quotedName(database)}`);
    const path = [database, schema].filter((each) => each !== null).map(quotedName);
    if (schema !== null) await attempt(`create schema if not exists ${path.join('.')}`);
  };

  await connection.execute('set errors_as_json=true');
  await connection.execute(`set file_search_path=${literal(project.root)}`);
  for (const { name } of credentials.extensions) await attempt(`load ${name}`);
  for (const sql of sessionStatements(credentials)) await attempt(sql);
  await makePlace({ database: target.database, schema: target.schema, identifier: null, type: null });
  await attempt(`use ${quotedName(target.database)}.${quotedName(target.schema)}`);
  for (const sql of shapes) await attempt(sql);

  return {
    async define(relation, columns) {
      await makePlace(relation);
      const declared = (typeOf: (column: Column) => string) =>
        `create or replace table ${quotedRelation(relation)} (${columns
          .map((each) => `${quotedName(each.name)} ${typeOf(each)}`)
          .join(', ')})`;
      if (await attempt(declared((each) => each.type))) return;
      const known = new Map<string, boolean>();
      for (const { type } of columns) {
        if (!known.has(type)) known.set(type, await attempt(`select null::${type}`));
      }
      await connection.execute(declared(({ type }) => (known.get(type) === true ? type : 'varchar')));
    },
    columnsOf: (sql) => describe(connection, sql),
    async lineageOf(sql): Promise<QueryLineage | null> {
      return queryLineage({ connection, sql, columns: await describe(connection, sql) });
    },
    async close() {
      await connection.close();
      instance.closeSync();
    },
  };
}

async function describe(connection: Connection, sql: string): Promise<readonly Column[]> {
  const { rows } = await connection.execute(`describe (${sql}\n)`, { fetch: true });
  return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
}
