import { basename, dirname, join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError } from '../../../diagnostics/index.ts';
import type { Files } from '../../../host/index.ts';
import type { StagedOutput } from '../../contract.ts';
import { duckdbDialect } from '../dialect.ts';
import { explainDuckdbError } from '../explain.ts';

const { literal, quote } = duckdbDialect;

/** Further names for all files of a folder, or for one file. */
function linkAll(files: Files, from: string, to: string): void {
  if (files.stat(from)?.isDirectory === true) {
    files.makeFolder(to);
    for (const each of files.walk(from)) files.linkFile(join(from, each), join(to, each));
  } else files.linkFile(from, to);
}

/**
 * Puts what was written beside a location in its place, under a further name: views go on reading where it was written until
 * they are told. Can be done again after a crash in the middle.
 */
function putInPlace(files: Files, { staged, path }: StagedOutput): void {
  const fresh = join(dirname(path), `.fresh-${basename(path)}`);
  const before = join(dirname(path), `.before-${basename(path)}`);
  files.remove(fresh);
  linkAll(files, staged, fresh);
  const isFolder = files.stat(staged)?.isDirectory === true || files.stat(path)?.isDirectory === true;
  if (isFolder && files.exists(path)) {
    files.remove(before);
    files.rename(path, before);
  }
  files.rename(fresh, path);
  files.remove(before);
  files.syncFolder(dirname(path));
}

const inSql = (path: string): string => literal(path).slice(1, -1);

async function rowsOf(connection: DuckDBConnection, sql: string, values: string[]): Promise<string[][]> {
  const reader = await connection.runAndReadAll(sql, values);
  return reader.getRows().map((row) => row.map((value) => (value === null ? '' : String(value))));
}

/** Views that read where files were written read them in their place; what was said of them stays. */
async function leadViews(connection: DuckDBConnection, { staged, location }: StagedOutput): Promise<void> {
  const views = await rowsOf(
    connection,
    'select schema_name, view_name, sql, comment from duckdb_views() where database_name = current_database() and not internal and contains(sql, $1)',
    [inSql(staged)],
  );
  for (const [schema = '', name = '', sql = '', comment = ''] of views) {
    const view = `${quote(schema)}.${quote(name)}`;
    const columns = await rowsOf(
      connection,
      'select column_name, comment from duckdb_columns() where database_name = current_database() and schema_name = $1 and table_name = $2 and comment is not null',
      [schema, name],
    );
    const statement = sql
      .replaceAll(inSql(staged), inSql(location))
      .replace(/^\s*create\s+view/i, 'create or replace view');
    await connection.run(statement);
    if (comment !== '') await connection.run(`comment on view ${view} is ${literal(comment)}`);
    for (const [column = '', text = ''] of columns)
      await connection.run(`comment on column ${view}.${quote(column)} is ${literal(text)}`);
  }
}

async function leadAllViews(original: string, root: string, outputs: readonly StagedOutput[]): Promise<void> {
  const instance = await DuckDBInstance.create(original);
  const connection = await instance.connect();
  try {
    await connection.run(`set file_search_path=${literal(root)}`);
    await connection.run('begin');
    for (const each of outputs) await leadViews(connection, each);
    await connection.run('commit');
    await connection.run('checkpoint');
  } catch (error) {
    throw new DiagnosticError(explainDuckdbError(error, ''));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** What was written beside locations, and the databases with views that read it. */
export interface Outputs {
  readonly files: readonly StagedOutput[];
  readonly databases: readonly string[];
  /** What relative locations count from. */
  readonly root: string;
}

/** Puts all of it in place, after the databases are: files first, then the views. Can be done again after a crash. */
export async function finishOutputs(files: Files, outputs: Outputs): Promise<void> {
  const waiting = outputs.files.filter(({ staged }) => files.exists(staged));
  if (waiting.length === 0) return;
  for (const each of waiting) putInPlace(files, each);
  for (const each of outputs.databases) await leadAllViews(each, outputs.root, waiting);
  removeOutputs(files, waiting);
}

/** Throws away what was written. */
export function removeOutputs(files: Files, outputs: readonly StagedOutput[]): void {
  for (const { staged } of outputs) files.remove(dirname(staged));
}
