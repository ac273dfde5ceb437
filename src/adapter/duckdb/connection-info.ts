import { ownValue } from '../../base/index.ts';
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

/** What dbt-duckdb knows of each entry of a list, with its defaults; other keys of an entry are dropped. */
const ENTRIES: Settings = {
  attach: {
    path: null,
    type: null,
    alias: null,
    secret: null,
    read_only: false,
    options: null,
    is_ducklake: null,
  },
  plugins: { module: null, config: null, alias: null },
};

const isEntry = (value: unknown): value is Settings => typeof value === 'object' && value !== null;

function withDefaults(key: string, value: unknown): unknown {
  const standard = ownValue(ENTRIES, key);
  if (!isEntry(standard) || !Array.isArray(value)) return value;
  return value.map((entry: unknown) =>
    isEntry(entry)
      ? Object.fromEntries(Object.entries(standard).map(([name, each]) => [name, entry[name] ?? each]))
      : entry,
  );
}

/** What `target` shows of an output in templates. Secrets and tokens are not among it. */
export function duckdbConnectionInfo(credentials: Settings): Settings {
  const shown = SHOWN.map(
    ([key, standard]) => [key, withDefaults(key, credentials[key] ?? standard)] as const,
  );
  return { database: databaseOfCredentials(credentials), ...Object.fromEntries(shown) };
}
