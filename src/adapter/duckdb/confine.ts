import { resolve } from 'node:path';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Project, Target } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import { type DuckdbCredentials, readDuckdbCredentials } from './credentials.ts';
import { isFilePath } from './database-name.ts';
import { duckdbDialect } from './dialect.ts';

const { literal } = duckdbDialect;

export interface ConfineOptions {
  readonly project: Project;
  readonly target: Target;
  readonly files: Files;
}

/** A folder as DuckDB compares it: with and without links on the way, and with a slash at its end. */
function spellings(files: Files, root: string, folder: string): readonly string[] {
  if (/^[A-Za-z][\w+.-]+:\/\//.test(folder)) return [folder];
  const path = resolve(root, folder);
  return [path, files.realPath(path)].map((each) => `${each.replace(/[\\/]+$/, '')}/`);
}

/** Folders that confined SQL may read and write: the project's, the one of external models, and those that were named. */
function allowedFolders({ project, target, files }: ConfineOptions): readonly string[] {
  const root = target.credentials['external_root'];
  const folders = [project.root, ...(typeof root === 'string' ? [root] : []), ...(target.confinedTo ?? [])];
  return [...new Set(folders.flatMap((each) => spellings(files, project.root, each)))];
}

/** The files of the target's databases. Other files beside them are none of the project's business. */
function databaseFiles(
  { project, files }: ConfineOptions,
  credentials: DuckdbCredentials,
): readonly string[] {
  const databases = [credentials.path, ...credentials.attach.map((each) => each.path)].filter(isFilePath);
  const paths = databases.map((each) => resolve(project.root, each));
  return [...new Set(paths.flatMap((each) => [each, files.realPath(each)]))].flatMap((each) => [
    each,
    `${each}.wal`,
  ]);
}

/** Runs one statement; false when the engine refuses it. */
export type TryStatement = (sql: string) => Promise<boolean>;

/**
 * Takes an instance's reach away for good, once extensions, secrets and databases of the profile are there. Once access is off
 * nothing else can be set, hence the order. Answers the settings of the profile that each connection has to set for itself;
 * the others hold for the whole instance from now on.
 */
export async function confineInstance(
  options: ConfineOptions,
  attempt: TryStatement,
): Promise<readonly string[]> {
  const credentials = readDuckdbCredentials(options.target.credentials);
  const kept: string[] = [];
  for (const [key, value] of Object.entries(credentials.settings)) {
    if (!(await attempt(`set global ${key} = ${literal(String(value))}`))) kept.push(key);
  }
  const list = (texts: readonly string[]) => `[${texts.map(literal).join(', ')}]`;
  const statements = [
    `set allowed_directories=${list(allowedFolders(options))}`,
    `set allowed_paths=${list(databaseFiles(options, credentials))}`,
    'set allow_persistent_secrets=false',
    'set autoinstall_known_extensions=false',
    'set autoload_known_extensions=false',
    ...(kept.length === 0 ? [] : [`set allowed_configs=${list(kept)}`]),
    'set enable_external_access=false',
    'set lock_configuration=true',
  ];
  for (const sql of statements) {
    if (!(await attempt(sql))) throw new Error(`SQL cannot be confined: ${sql}`);
  }
  return kept;
}

/** Functions that a locked instance still has, and that end the process once their file is out of reach. */
const REFUSED = /\benable_(?:logging|profiling)\b/i;

const HINT =
  'The project is confined: SQL reaches its folder, its databases and the folders that `confine` names. Name one more in `confine`, or change the statement; extensions belong in the profile.';

/** Refuses a statement that no setting of the engine stops. Throws a `DiagnosticError` (D048). */
export function refuseUnconfined(sql: string): void {
  const found = REFUSED.exec(sql);
  if (found === null) return;
  const message = `${found[0]} is not available to confined SQL`;
  throw new DiagnosticError(
    diagnostic('D048', message, {
      hint: HINT,
      dbtMessage: `Permission Error: ${message}`,
      span: { source: { path: '<sql>', text: sql }, start: found.index, end: found.index + found[0].length },
    }),
  );
}

const DENIED = /disabled by configuration|disabled through configuration|the configuration has been locked/i;

/** The diagnostic of a confined statement that reached too far, with a way out. */
export function explainConfined(found: Diagnostic): Diagnostic {
  if (found.code !== 'D012' && !DENIED.test(found.message)) return found;
  return Object.freeze({ ...found, code: 'D048', hint: HINT });
}
