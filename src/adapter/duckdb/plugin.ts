import type { AdapterPlugin } from '../contract.ts';
import { duckdbConnectionInfo } from './connection-info.ts';
import { checkDuckdbCredentials, databaseOfCredentials } from './credentials.ts';
import { duckdbDialect } from './dialect.ts';

/** What can be known of DuckDB without loading it. The version is that of the dbt-duckdb that it answers as. */
export const duckdbPlugin: AdapterPlugin = Object.freeze({
  name: 'duckdb',
  classPrefix: 'DuckDB',
  version: '1.11.1',
  dialect: duckdbDialect,
  macroPackages: ['dbt_duckdb', 'dbt'],
  dispatchPrefixes: ['duckdb', 'default'],
  databaseOf: databaseOfCredentials,
  connectionInfo: duckdbConnectionInfo,
  checkCredentials: checkDuckdbCredentials,
  // Loading the engine takes longer than everything else a short command does.
  open: async (options) => (await import('./open.ts')).openDuckdb(options),
} satisfies AdapterPlugin);
