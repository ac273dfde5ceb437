import { DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Adapter, AdapterOptions } from '../contract.ts';
import { createDuckdbAdapter } from './adapter.ts';
import { type DuckdbCredentials, readDuckdbCredentials } from './credentials.ts';
import { isFilePath } from './database-name.ts';
import { openError } from './open-error.ts';
import { recoverStaged } from './staged/journal.ts';
import { realFile } from './staged/staged-files.ts';

function sleep(milliseconds: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, milliseconds);
  });
}

/** Opens the instance, again and again as far as `retries` of the profile allow, in dbt's rhythm of 1, 2, 4... seconds. */
async function openInstance(path: string, credentials: DuckdbCredentials): Promise<DuckDBInstance> {
  const create = isFilePath(path) ? DuckDBInstance.fromCache : DuckDBInstance.create;
  for (let attempt = 1; ; attempt++) {
    try {
      return await create.call(DuckDBInstance, path, { ...credentials.configOptions });
    } catch (error) {
      const found = openError(error, path);
      const isRetryable = found.exception !== undefined && credentials.retryable.includes(found.exception);
      if (!isRetryable || attempt >= credentials.connectAttempts) throw new DiagnosticError(found);
      await sleep(1000 * 2 ** (attempt - 1));
    }
  }
}

/** Opens the database of the target. Throws a `DiagnosticError` when that is not possible. */
export async function openDuckdb(options: AdapterOptions): Promise<Adapter> {
  const credentials = readDuckdbCredentials(options.target.credentials);
  const isFile = isFilePath(credentials.path);
  // Two paths to one file must be one instance, or they overwrite each other.
  const path = isFile
    ? realFile(options.host.files, options.project.root, credentials.path)
    : credentials.path;
  if (isFile) await recoverStaged(options.host, path);
  const hadLog = isFile && options.host.files.exists(`${path}.wal`);
  const instance = await openInstance(path, credentials);
  const adapter = createDuckdbAdapter({ ...options, credentials, instance, isFile });
  await adapter.prepare({ checkpoint: hadLog });
  return adapter;
}
