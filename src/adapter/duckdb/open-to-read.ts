import { resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DiagnosticError } from '../../diagnostics/index.ts';
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

/** Other databases of the profile as far as they are files that exist, to be read only; the rest is left out. */
function readableAttachments(options: AdapterOptions, credentials: DuckdbCredentials): DuckdbCredentials {
  const { files } = options.host;
  const exists = (path: string) => isFilePath(path) && files.exists(resolve(options.project.root, path));
  return {
    ...credentials,
    attach: credentials.attach
      .filter((each) => !each.isDucklake && exists(each.path))
      .map((each) => ({ ...each, readOnly: true })),
  };
}

/** The database of the target, to be read only; null when there is none: no file, or a database in memory. */
export async function openDuckdbToRead(options: AdapterOptions): Promise<Adapter | null> {
  const credentials = readDuckdbCredentials(options.target.credentials);
  const { files } = options.host;
  if (!isFilePath(credentials.path)) return null;
  const path = resolve(options.project.root, credentials.path);
  if (!files.exists(path)) return null;
  const instance = await openInstance(files.realPath(path), credentials);
  const adapter = createDuckdbAdapter({
    ...options,
    credentials: readableAttachments(options, credentials),
    instance,
    // Nothing was written, so nothing is to be flushed.
    isFile: false,
  });
  await adapter.prepare({ checkpoint: false });
  return adapter;
}
