import { DuckDBInstance } from '@duckdb/node-api';

/**
 * What a DuckDB file holds, boiled down: per relation its kind, columns with types, row count and a hash of all rows as a
 * multiset. Two files with equal fingerprints hold the same tables.
 *
 * @param {string} path of the database file
 * @param {{ignoreSchemas?: readonly string[]}} [options]
 * @returns {Promise<Record<string, {kind: string, columns: string[], rows: number, hash: string}>>}
 */
export async function fingerprint(path, options = {}) {
  const ignore = new Set(options.ignoreSchemas ?? []);
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowsJS();
  const found = {};
  try {
    const relations = await rows(`
      select table_schema, table_name, table_type from information_schema.tables
      where table_catalog = current_database() order by 1, 2`);
    for (const [schema, name, kind] of relations) {
      if (ignore.has(schema)) continue;
      const relation = `"${schema}"."${name}"`;
      const columns = await rows(`describe ${relation}`);
      const [[count, hash]] = await rows(`
        select count(*), coalesce(md5(string_agg(h, '' order by h)), '')
        from (select md5(cast(row_of as varchar)) as h from ${relation} as row_of)`);
      found[`${schema}.${name}`] = {
        kind: kind === 'BASE TABLE' ? 'table' : 'view',
        columns: columns.map(([column, type]) => `${column} ${type}`),
        rows: Number(count),
        hash,
      };
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return found;
}
