import type { Column, Relation } from '../../domain/index.ts';
import type { Connection } from '../contract.ts';

/** The columns of a view are those that it had when it was made: its own query is not bound again. */
const COLUMNS = `select c.database_name, c.schema_name, c.table_name, v.view_name is not null, c.column_name, c.data_type
from duckdb_columns() c
left join duckdb_views() v
  on v.database_name = c.database_name and v.schema_name = c.schema_name and v.view_name = c.table_name
where not c.internal
order by c.database_name, c.schema_name, c.table_name, c.column_index`;

/** All tables and views of the instance with their columns. */
export async function duckdbTables(connection: Connection) {
  const { rows } = await connection.execute(COLUMNS, { fetch: true });
  const found = new Map<string, { readonly relation: Relation; readonly columns: Column[] }>();
  for (const [database, schema, identifier, isView, name, type] of rows) {
    const key = JSON.stringify([database, schema, identifier]);
    const known = found.get(key);
    const column = { name: String(name), type: String(type) };
    if (known !== undefined) known.columns.push(column);
    else {
      const relation: Relation = {
        database: String(database),
        schema: String(schema),
        identifier: String(identifier),
        type: isView === true ? 'view' : 'table',
      };
      found.set(key, { relation, columns: [column] });
    }
  }
  return [...found.values()];
}
