import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Adapter, AdapterOptions } from '../contract.ts';
import { createDuckdbAdapter } from './adapter.ts';
import { type DuckdbCredentials, readDuckdbCredentials } from './credentials.ts';
import { isFilePath } from './database-name.ts';
import { explainDuckdbError } from './explain.ts';

async function openInstance(path: string, credentials: DuckdbCredentials): Promise<DuckDBInstance> {
  const options = { ...credentials.configOptions };
  try {
    return await DuckDBInstance.fromCache(path, { ...options, access_mode: 'READ_ONLY' });
  } catch (error) {
    // This process has it open to write: a second instance of one file would take its lock away when it is closed.
    if (/different configuration/i.test(error instanceof Error ? error.message : ''))
      return DuckDBInstance.fromCache(path, options);
    throw new DiagnosticError(explainDuckdbError(error, ''));
  }
}

/** Other databases of the profile as far as they are files of DuckDB that exist, to be read only; the rest is left out. */
function readable(options: AdapterOptions, credentials: DuckdbCredentials): DuckdbCredentials {
  const exists = (path: string) =>
    isFilePath(path) && options.host.files.exists(resolve(options.project.root, path));
  return {
    ...credentials,
    // Nothing is installed, and nothing is asked of the network.
    extensions: [],
    secrets: [],
    attach: credentials.attach
      .filter(({ path, type, isDucklake }) => !isDucklake && (type ?? 'duckdb') === 'duckdb' && exists(path))
      .map((each) => ({ ...each, readOnly: true })),
  };
}

/**
 * The database of the target, to be read only; null when there is none: no file, or a database in memory. Throws a
 * `DiagnosticError` when another program holds it, or it lies where only connecting would tell.
 */
export async function openDuckdbToRead(options: AdapterOptions): Promise<Adapter | null> {
  const credentials = readDuckdbCredentials(options.target.credentials);
  const { files } = options.host;
  if (credentials.path === ':memory:') return null;
  if (!isFilePath(credentials.path))
    throw new DiagnosticError(diagnostic('D011', `'${credentials.path}' is no file that could be read only`));
  const path = resolve(options.project.root, credentials.path);
  if (!files.exists(path)) return null;
  const instance = await openInstance(files.realPath(path), credentials);
  // Nothing is written, so nothing is to be flushed.
  const adapter = createDuckdbAdapter({
    ...options,
    credentials: readable(options, credentials),
    instance,
    isFile: false,
  });
  // Without an extension, statements that need it say so.
  await adapter.prepare({ checkpoint: false, installed: credentials.extensions.map(({ name }) => name) });
  return adapter;
}
