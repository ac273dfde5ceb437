import { DuckDBInstance } from '@duckdb/node-api';
import { fingerprint } from '../support/fingerprint.mjs';

/** Everything that materializations leave behind in a database file: tables, and what hangs on them. */
export async function databaseState(path) {
  const tables = await fingerprint(path, { ignoreSchemas: ['main_snapshots'] });
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowsJson();
  try {
    return {
      tables,
      snapshotColumns: await rows(`
        select table_name, string_agg(column_name || ' ' || data_type, ', ' order by column_index)
        from duckdb_columns() where schema_name = 'main_snapshots' group by 1 order by 1`),
      comments: await rows(`
        select table_name, null, comment from duckdb_tables() where comment is not null
        union all select view_name, null, comment from duckdb_views() where comment is not null
        union all select table_name, column_name, comment from duckdb_columns() where comment is not null
        order by all`),
      indexes: await rows('select table_name, is_unique, expressions from duckdb_indexes() order by all'),
      constraints: await rows(
        'select table_name, constraint_type, constraint_text from duckdb_constraints() order by all',
      ),
      functions: await rows(
        'select function_name, parameters, macro_definition from duckdb_functions() where not internal order by all',
      ),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
