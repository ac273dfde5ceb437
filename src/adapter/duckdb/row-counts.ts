import type { Relation } from '../../domain/index.ts';
import type { Connection } from '../contract.ts';

/** DuckDB keeps the number of rows of each of its own tables. */
export async function duckdbRowCounts(
  connection: Connection,
): Promise<readonly { readonly relation: Relation; readonly rows: number }[]> {
  const { rows } = await connection.execute(
    'select database_name, schema_name, table_name, estimated_size from duckdb_tables() where not internal and not temporary',
    { fetch: true },
  );
  return rows.map(([database, schema, identifier, count]) => ({
    relation: {
      database: String(database),
      schema: String(schema),
      identifier: String(identifier),
      type: 'table',
    },
    rows: Number(count),
  }));
}
