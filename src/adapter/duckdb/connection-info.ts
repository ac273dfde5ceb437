import { databaseOfCredentials } from './credentials.ts';

type Settings = Readonly<Record<string, unknown>>;

/** The keys that dbt-duckdb shows of a connection, with the values they have when the profile says nothing. */
const SHOWN: readonly (readonly [string, unknown])[] = [
  ['schema', 'main'],
  ['path', ':memory:'],
  ['config_options', null],
  ['extensions', null],
  ['settings', {}],
  ['external_root', '.'],
  ['use_credential_provider', null],
  ['attach', null],
  ['filesystems', null],
  ['remote', null],
  ['plugins', null],
  ['disable_transactions', false],
];

/** What `target` shows of an output in templates. Secrets and tokens are not among it. */
export function duckdbConnectionInfo(credentials: Settings): Settings {
  const shown = SHOWN.map(([key, standard]) => [key, credentials[key] ?? standard] as const);
  return { database: databaseOfCredentials(credentials), ...Object.fromEntries(shown) };
}
