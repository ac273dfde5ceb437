import type { Attachment, DuckdbCredentials, Extension } from './credentials.ts';
import { isFilePath, isMotherduckPath } from './database-name.ts';

function escaped(value: unknown): string {
  return String(value).replaceAll("'", "''");
}

function isQuoted(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length >= 2 && /^(['"])[\s\S]*\1$/.test(trimmed);
}

function attachOption(key: string, value: unknown): string | null {
  if (typeof value === 'boolean') return value ? key.toUpperCase() : null;
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && !isQuoted(value)) return `${key.toUpperCase()} '${escaped(value)}'`;
  return `${key.toUpperCase()} ${String(value)}`;
}

/** Keys of `options` that also exist beside it. */
const NAMED_OPTIONS = new Set(['type', 'secret', 'read_only']);

/** Types whose path is the name of a file. Others are connection strings. */
const FILE_TYPES = new Set(['duckdb', 'sqlite']);

function attachPath({ path, type }: Attachment, resolvePath: (path: string) => string): string {
  if (isMotherduckPath(path)) return path.split('?')[0] as string;
  return isFilePath(path) && FILE_TYPES.has((type ?? 'duckdb').toLowerCase()) ? resolvePath(path) : path;
}

/** `ATTACH` for one entry of the profile. `resolvePath` makes relative file names absolute. */
export function attachStatement(attachment: Attachment, resolvePath: (path: string) => string): string {
  const path = attachPath(attachment, resolvePath);
  const options = [
    attachment.type === null ? null : `TYPE ${attachment.type}`,
    attachment.secret === null ? null : `SECRET ${attachment.secret}`,
    attachment.readOnly ? 'READ_ONLY' : null,
    ...Object.entries(attachment.options)
      .filter(([key]) => !NAMED_OPTIONS.has(key))
      .map(([key, value]) => attachOption(key, value)),
  ].filter((each) => each !== null);
  const alias = attachment.alias === null ? '' : ` AS ${attachment.alias}`;
  const suffix = options.length === 0 ? '' : ` (${options.join(', ')})`;
  return `ATTACH IF NOT EXISTS '${escaped(path)}'${alias}${suffix}`;
}

/** Values of these keys of a secret are words of SQL, not strings. */
const BARE_SECRET_KEYS = new Set(['type', 'provider', 'extra_http_headers']);

function secretParameter(key: string, value: unknown): string[] {
  if (key === 'scope') return [value].flat().map((each) => `scope '${escaped(each)}'`);
  if (Array.isArray(value)) return [`${key} array [${value.map((each) => `'${escaped(each)}'`).join(', ')}]`];
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(([name, item]) => `'${escaped(name)}': '${escaped(item)}'`);
    return [`${key} map {${items.join(', ')}}`];
  }
  return [BARE_SECRET_KEYS.has(key) ? `${key} ${String(value)}` : `${key} '${escaped(value)}'`];
}

/** `CREATE SECRET` for one entry of the profile; `index` counts from 0 and names secrets without a name. */
export function secretStatement(secret: Readonly<Record<string, unknown>>, index: number): string {
  const { name, persistent, ...parameters } = secret;
  const lines = Object.entries(parameters)
    .filter(([, value]) => value !== null && value !== undefined)
    .flatMap(([key, value]) => secretParameter(key, value));
  const keyword = persistent === true ? ' PERSISTENT' : '';
  return `CREATE OR REPLACE${keyword} SECRET ${name ?? `_dbt_secret_${index + 1}`} (\n    ${lines.join(',\n    ')}\n)`;
}

function extensionStatements({ name, repository }: Extension): string[] {
  const source = repository === null ? '' : ` FROM ${repository}`;
  return [`INSTALL ${name}${source}`, `LOAD ${name}`];
}

/** What is done once, on the first connection: extensions, then secrets, then other databases. */
export function setupStatements(
  credentials: DuckdbCredentials,
  resolvePath: (path: string) => string,
): readonly string[] {
  return [
    ...credentials.extensions.flatMap(extensionStatements),
    ...credentials.secrets.map(secretStatement),
    ...credentials.attach.map((each) => attachStatement(each, resolvePath)),
  ];
}

/** What is done on every connection. DuckDB casts the string to the type of the setting. */
export function sessionStatements(settings: DuckdbCredentials['settings']): readonly string[] {
  return Object.entries(settings).map(([key, value]) => `SET ${key} = '${escaped(value)}'`);
}

/** What is said to the connection of a model in Python, which sees none of the attached databases. */
export function pythonSetupStatements(credentials: DuckdbCredentials): readonly string[] {
  return [
    ...sessionStatements(credentials.configOptions),
    ...credentials.extensions.flatMap(extensionStatements),
    ...credentials.secrets.map(secretStatement),
    ...sessionStatements(credentials.settings),
  ];
}
