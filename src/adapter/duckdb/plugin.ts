import { resolve } from 'node:path';
import type { AdapterPlugin } from '../contract.ts';
import { duckdbConnectionInfo } from './connection-info.ts';
import { checkDuckdbCredentials, databaseOfCredentials, readDuckdbCredentials } from './credentials.ts';
import { isFilePath, isMotherduckPath } from './database-name.ts';
import { duckdbDialect } from './dialect.ts';

/** What can be known of DuckDB without loading it. The version is that of the dbt-duckdb that it answers as. */
export const duckdbPlugin: AdapterPlugin = Object.freeze({
  name: 'duckdb',
  classPrefix: 'DuckDB',
  version: '1.11.1',
  dialect: duckdbDialect,
  macroPackages: ['dbt_duckdb', 'dbt'],
  dispatchPrefixes: ['duckdb', 'default'],
  enforcedConstraints: new Set(['check', 'not_null', 'unique', 'primary_key', 'foreign_key']),
  databaseOf: databaseOfCredentials,
  connectionInfo: duckdbConnectionInfo,
  storageOf(credentials) {
    const { path, attach, ducklakes } = readDuckdbCredentials(credentials);
    return { lakes: ducklakes, isHosted: [path, ...attach.map((each) => each.path)].some(isMotherduckPath) };
  },
  filesOf(credentials, root) {
    const { path, attach } = readDuckdbCredentials(credentials);
    const files = [path, ...attach.map((each) => each.path)]
      .filter(isFilePath)
      .map((each) => resolve(root, each));
    return files.flatMap((each) => [each, `${each}.wal`]);
  },
  checkCredentials: checkDuckdbCredentials,
  // Loading the engine takes longer than everything else a short command does.
  open: async (options) => (await import('./open.ts')).openDuckdb(options),
  openToRead: async (options) => (await import('./open-to-read.ts')).openDuckdbToRead(options),
  openStaged: async (options) => (await import('./staged/open-staged.ts')).openDuckdbStaged(options),
  openShadow: async (options) => (await import('./shadow.ts')).openDuckdbShadow(options),
} satisfies AdapterPlugin);
