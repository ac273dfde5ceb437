import { dirname, join, resolve } from 'node:path';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';
import { always, type Command } from './command.ts';
import { isSet, textFlag } from './flags/read-flags.ts';
import type { Session } from './session.ts';
import { templatesRoot } from './templates-root.ts';

/** What was written or removed. */
export interface AliasReport {
  /** Absolute; null when there was nothing to remove. */
  readonly path: string | null;
}

/** By this line an alias is known as one of ours. */
const MARK = 'Written by `sluice install-alias`';
/** An alias is short; a larger file is something else and need not be read. */
const LARGEST_ALIAS = 4096;

function isWindows({ platform }: Host): boolean {
  return platform.startsWith('win32');
}

/** Names under which a shell finds `dbt`. */
function namesOf(host: Host): readonly string[] {
  return isWindows(host) ? ['dbt.exe', 'dbt.cmd', 'dbt.bat', 'dbt.ps1', 'dbt'] : ['dbt'];
}

function isOurs({ files }: Host, path: string): boolean {
  return (files.stat(path)?.size ?? 0) <= LARGEST_ALIAS && files.readText(path).includes(MARK);
}

/** A `dbt` in a folder that is not ours. */
function foreignIn(host: Host, folder: string): string | undefined {
  return namesOf(host)
    .map((name) => join(folder, name))
    .find((path) => host.files.stat(path)?.isDirectory === false && !isOurs(host, path));
}

function searchPath(host: Host): readonly string[] {
  const text = host.env.get('PATH') ?? host.env.get('Path') ?? '';
  return text.split(isWindows(host) ? ';' : ':').filter((folder) => folder !== '');
}

function refuse(path: string): never {
  throw new DiagnosticError(
    diagnostic('C015', `there is a dbt at ${path} that is not an alias of Sluice`, {
      hint: 'Call `sluice` by its own name, or name a folder of its own with --path.',
    }),
  );
}

/** A text as one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function aliasText(host: Host): string {
  const script = join(dirname(templatesRoot(host.files)), 'bin', 'sluice.cjs');
  if (isWindows(host))
    return [
      `@rem ${MARK}: calls Sluice by the name of dbt.`,
      '@set "SLUICE_CALLED_AS=dbt"',
      `@"${host.nodePath}" "${script}" %*`,
      '',
    ].join('\r\n');
  return [
    '#!/bin/sh',
    `# ${MARK}: calls Sluice by the name of dbt.`,
    'SLUICE_CALLED_AS=dbt',
    'export SLUICE_CALLED_AS',
    `node=${quoted(host.nodePath)}`,
    // That Node may have made way for a newer one.
    '[ -x "$node" ] || node=node',
    `exec "$node" ${quoted(script)} "$@"`,
    '',
  ].join('\n');
}

function tell(session: Session, text: string): void {
  session.events({ type: 'message', level: 'info', name: 'Note', text });
}

function remove(session: Session, path: string): AliasReport {
  const { host } = session;
  if (!host.files.exists(path)) {
    tell(session, `There is no alias at ${path}.`);
    return { path: null };
  }
  if (!isOurs(host, path)) refuse(path);
  host.files.remove(path);
  tell(session, `Removed the alias ${path}.`);
  return { path };
}

function write(session: Session, folder: string, path: string): AliasReport {
  const { host } = session;
  host.files.writeAtomic(path, aliasText(host));
  if (!isWindows(host)) host.files.makeExecutable(path);
  tell(session, `\`dbt\` now calls Sluice: ${path}`);
  if (!searchPath(host).some((each) => resolve(each) === folder))
    tell(session, `${folder} is not on the PATH: add it there, or call the alias by its full path.`);
  return { path };
}

/**
 * Writes a program `dbt` that calls Sluice, for tools that know dbt by its command. Nobody's dbt is written over: one that
 * is in the folder is refused, and without `--path` one that is anywhere on the PATH. `--remove` takes the alias away.
 */
export const installAliasCommand: Command<AliasReport> = {
  name: 'install-alias',
  async run(session) {
    const { host } = session;
    const named = textFlag(session, 'path');
    const folder = resolve(host.workingDirectory, named ?? join(host.homeDirectory, '.local', 'bin'));
    const path = join(folder, isWindows(host) ? 'dbt.cmd' : 'dbt');
    if (isSet(session, 'remove')) return remove(session, path);
    const searched = named === undefined ? [folder, ...searchPath(host)] : [folder];
    const foreign = searched.map((each) => foreignIn(host, each)).find((each) => each !== undefined);
    if (foreign !== undefined) refuse(foreign);
    return write(session, folder, path);
  },
  succeeded: always,
};
