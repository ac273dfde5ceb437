import { pythonRepr } from '../../base/index.ts';
import { type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import { databaseNameOf, isDucklakePath } from './database-name.ts';

type Settings = Readonly<Record<string, unknown>>;

/** One entry of `attach`. */
export interface Attachment {
  readonly path: string;
  readonly alias: string | null;
  readonly type: string | null;
  readonly secret: string | null;
  readonly readOnly: boolean;
  readonly options: Settings;
  readonly isDucklake: boolean;
}

export interface Extension {
  readonly name: string;
  /** Where it is installed from, as SQL writes it; null for DuckDB's own repository. */
  readonly repository: string | null;
}

/** A dbt-duckdb output, checked and typed. */
export interface DuckdbCredentials {
  /** As written: `:memory:`, a file, or a URL. */
  readonly path: string;
  readonly database: string;
  readonly configOptions: Readonly<Record<string, string>>;
  readonly extensions: readonly Extension[];
  readonly settings: Settings;
  readonly secrets: readonly Settings[];
  readonly attach: readonly Attachment[];
  readonly disableTransactions: boolean;
  readonly connectAttempts: number;
  readonly queryAttempts: number;
  /** Python names of the exceptions on which statements are tried again, such as `IOException`. */
  readonly retryable: readonly string[];
  /** Names of databases that are DuckLake catalogs. */
  readonly ducklakes: ReadonlySet<string>;
}

/** Keys whose work is done by Python code in dbt-duckdb. */
const PYTHON_KEYS = ['plugins', 'filesystems', 'module_paths', 'flights'] as const;

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function settingsOf(value: unknown): Settings {
  return isSettings(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0)
  );
}

function readAttachment(value: unknown): Attachment {
  const entry = settingsOf(value);
  const options = settingsOf(entry['options']);
  const path = textOf(entry['path']) ?? '';
  return {
    path,
    alias: textOf(entry['alias']),
    type: textOf(entry['type']) ?? textOf(options['type']),
    secret: textOf(entry['secret']) ?? textOf(options['secret']),
    readOnly: entry['read_only'] === true || (options['read_only'] ?? false) !== false,
    options,
    isDucklake: entry['is_ducklake'] === true || isDucklakePath(path),
  };
}

function readExtension(value: unknown): Extension {
  if (typeof value === 'string') return { name: value, repository: null };
  const entry = settingsOf(value);
  return { name: textOf(entry['name']) ?? '', repository: textOf(entry['repo']) };
}

function pathOf(credentials: Settings): string {
  return textOf(credentials['path']) ?? ':memory:';
}

/** The database that an output stands for: `database` when it is set, else the name that the path gives. */
export function databaseOfCredentials(credentials: Settings): string {
  return textOf(credentials['database']) ?? databaseNameOf(pathOf(credentials));
}

/** Secrets of the profile; the older `use_credential_provider: aws` is one more. */
function secretsOf(credentials: Settings): readonly Settings[] {
  const provider: readonly Settings[] =
    credentials['use_credential_provider'] === 'aws' ? [{ type: 's3', provider: 'credential_chain' }] : [];
  return [...listOf(credentials['secrets']).filter(isSettings), ...provider];
}

/** Reads an output. Whatever `checkDuckdbCredentials` would report is read as if it were absent. */
export function readDuckdbCredentials(credentials: Settings): DuckdbCredentials {
  const path = pathOf(credentials);
  const attach = listOf(credentials['attach']).map(readAttachment);
  const retries = settingsOf(credentials['retries']);
  const token = textOf(credentials['motherduck_token']);
  const isOwnDucklake = credentials['is_ducklake'] === true || isDucklakePath(path);
  const configOptions = Object.entries(settingsOf(credentials['config_options']));
  return {
    path,
    database: databaseOfCredentials(credentials),
    configOptions: Object.fromEntries(configOptions.map(([key, value]) => [key, String(value)])),
    extensions: listOf(credentials['extensions']).map(readExtension),
    settings: {
      ...settingsOf(credentials['settings']),
      ...(token === null ? {} : { motherduck_token: token }),
    },
    secrets: secretsOf(credentials),
    attach,
    disableTransactions: credentials['disable_transactions'] === true,
    connectAttempts: Number(retries['connect_attempts'] ?? 1),
    queryAttempts: Number(retries['query_attempts'] ?? 1),
    retryable: listOf(retries['retryable_exceptions'] ?? ['IOException']).map(String),
    ducklakes: new Set([
      ...(isOwnDucklake ? [databaseNameOf(path)] : []),
      ...attach.filter((each) => each.isDucklake).map((each) => each.alias ?? databaseNameOf(each.path)),
    ]),
  };
}

function checkPythonKeys(credentials: Settings, sink: DiagnosticSink): void {
  for (const key of PYTHON_KEYS) {
    if (isEmpty(credentials[key])) continue;
    const message = `'${key}' in the profile loads Python code and has no effect here`;
    sink.report(diagnostic('D001', message));
  }
  if (!isEmpty(credentials['remote'])) {
    sink.report(
      diagnostic('D004', "'remote' in the profile names a server that cannot be reached from here"),
    );
  }
}

function checkDatabaseName(credentials: Settings, sink: DiagnosticSink): void {
  const wanted = textOf(credentials['database']);
  const actual = databaseNameOf(pathOf(credentials));
  const aliases = listOf(credentials['attach']).map((each) => settingsOf(each)['alias']);
  if (actual === '') {
    const message = "Unable to determine target database name from 'path' field in profile";
    sink.report(diagnostic('D003', message));
    return;
  }
  if (wanted === null || wanted === actual || aliases.includes(wanted) || !isEmpty(credentials['remote']))
    return;
  sink.report(
    diagnostic('D003', `The database at this path is called '${actual}', not '${wanted}'`, {
      hint: `Set 'database' to '${actual}', or remove it.`,
      dbtMessage: `Inconsistency detected between 'path' and 'database' fields in profile; the 'database' property must be set to '${actual}' to match the 'path'`,
    }),
  );
}

function wrong(sink: DiagnosticSink, message: string, dbtMessage = message): void {
  sink.report(diagnostic('D002', message, { dbtMessage }));
}

function checkAttachment(value: unknown, sink: DiagnosticSink): void {
  if (!isSettings(value) || typeof value['path'] !== 'string') {
    wrong(sink, "An entry of 'attach' needs a 'path'");
    return;
  }
  const options = settingsOf(value['options']);
  const twice = ['type', 'secret', 'read_only'].filter((key) => Boolean(value[key]) && key in options);
  if (twice.length === 0) return;
  wrong(
    sink,
    `${twice.map((key) => `'${key}'`).join(', ')} of the database attached from '${value['path']}' stands both beside and in 'options'`,
    `Attachment option(s) [${twice.map((key) => `'${key}'`).join(', ')}] specified in both direct fields and options dict. Please specify each option in only one location.`,
  );
}

const SHAPES: readonly (readonly [string, 'list' | 'mapping'])[] = [
  ['extensions', 'list'],
  ['secrets', 'list'],
  ['attach', 'list'],
  ['settings', 'mapping'],
  ['config_options', 'mapping'],
  ['retries', 'mapping'],
];

function checkShapes(credentials: Settings, sink: DiagnosticSink): void {
  for (const [key, shape] of SHAPES) {
    const value = credentials[key];
    if (value === undefined || value === null) continue;
    const fits = shape === 'list' ? Array.isArray(value) : isSettings(value);
    if (fits) continue;
    const dbtMessage = `${pythonRepr(value)} is not valid under any of the given schemas`;
    wrong(sink, `'${key}' in the profile must be a ${shape}`, dbtMessage);
  }
}

function checkSecrets(credentials: Settings, sink: DiagnosticSink): void {
  for (const secret of listOf(credentials['secrets'])) {
    if (isSettings(secret) && !isEmpty(secret['type'])) continue;
    const given = pythonRepr(credentials['secrets']);
    const dbtMessage = isSettings(secret)
      ? undefined
      : `${given} is not valid under any of the given schemas`;
    wrong(sink, "An entry of 'secrets' needs a 'type'", dbtMessage);
  }
  for (const extension of listOf(credentials['extensions'])) {
    if (readExtension(extension).name === '')
      wrong(sink, "An entry of 'extensions' is a name, or a mapping with 'name' and 'repo'");
  }
  const provider = textOf(credentials['use_credential_provider']);
  if (provider !== null && provider !== 'aws') {
    wrong(sink, `Unsupported value for use_credential_provider: ${provider}`);
  }
  const token = textOf(credentials['motherduck_token']);
  const other = textOf(settingsOf(credentials['settings'])['motherduck_token']);
  if (token !== null && other !== null && token !== other) {
    wrong(
      sink,
      "'motherduck_token' stands in the profile twice, with different values",
      'Conflicting values for motherduck_token found in the profile; please set it in only one place',
    );
  }
}

/** Reports everything in an output that is wrong or cannot be served without Python. */
export function checkDuckdbCredentials(credentials: Settings, sink: DiagnosticSink): void {
  checkShapes(credentials, sink);
  checkPythonKeys(credentials, sink);
  checkDatabaseName(credentials, sink);
  checkSecrets(credentials, sink);
  for (const each of listOf(credentials['attach'])) checkAttachment(each, sink);
}
