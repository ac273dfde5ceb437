import { basename, dirname, join, resolve } from 'node:path';
import { DiagnosticError, diagnostic } from '../../../diagnostics/index.ts';
import type { FileStat, Files, Host } from '../../../host/index.ts';
import type { AdapterOptions } from '../../contract.ts';
import { readDuckdbCredentials } from '../credentials.ts';
import { isFilePath, isMotherduckPath } from '../database-name.ts';

/** One database file of a target and the copy that a run works on. */
export interface StagedFile {
  /** Where it is, with symbolic links resolved. */
  readonly original: string;
  /** The copy. It has the original's name, which DuckDB names the database after. */
  readonly working: string;
  /** The folder beside the original that holds the copy, and nothing else of anybody's. */
  readonly folder: string;
}

/** What of a copy stands in a journal. */
export function stagedFile({ original, working, folder }: StagedFile): StagedFile {
  return { original, working, folder };
}

/** The file with symbolic links resolved, also of a file that is not there yet. */
export function realFile(files: Files, root: string, path: string): string {
  const absolute = resolve(root, path);
  return files.exists(absolute)
    ? files.realPath(absolute)
    : join(files.realPath(dirname(absolute)), basename(absolute));
}

function refuse(what: string, hint: string): never {
  throw new DiagnosticError(diagnostic('D044', `${what} cannot take part in an atomic run`, { hint }));
}

/**
 * The database files that a run may write, the target's own first: resolved paths. Throws D044 for databases that are no
 * files of DuckDB and may be written: what happens in them cannot be withheld.
 */
export function writableFiles({ project, target, host }: AdapterOptions): readonly string[] {
  const { path, attach } = readDuckdbCredentials(target.credentials);
  const isOwnFile = isFilePath(path);
  if (!isOwnFile && path !== ':memory:')
    refuse(
      `The database '${path}'`,
      isMotherduckPath(path)
        ? 'MotherDuck publishes each statement by itself. Run without --atomic.'
        : 'Only files of DuckDB can be copied. Run without --atomic.',
    );
  const attached = attach
    .filter((each) => !each.readOnly && each.path !== ':memory:')
    .map((each) => {
      const isOurs = (each.type ?? 'duckdb').toLowerCase() === 'duckdb' && isFilePath(each.path);
      if (!isOurs || each.isDucklake)
        refuse(
          `The attached database '${each.alias ?? each.path}'`,
          'Attach it with read_only: true, or run without --atomic.',
        );
      return each.path;
    });
  const paths = isOwnFile ? [path, ...attached] : attached;
  return [...new Set(paths.map((each) => realFile(host.files, project.root, each)))];
}

/** How folders of copies begin, beside the file they belong to. */
export function stagingPrefix(original: string): string {
  return `.${basename(original)}.sluice-`;
}

/** The process that made a folder of copies; NaN when its name does not say. */
export function stagingOwner(original: string, folderName: string): number {
  return Number(/^(\d+)-/.exec(folderName.slice(stagingPrefix(original).length))?.[1] ?? Number.NaN);
}

/** A new, empty place for the copy of a file. Its name says whose it is, before there is a journal. */
export function createStagedFile({ files, pid }: Host, original: string): StagedFile {
  const folder = files.makeTemporaryFolder(`${stagingPrefix(original)}${pid}-`, dirname(original));
  return { original, folder, working: join(folder, basename(original)) };
}

/** What tells whether a file was changed or replaced; undefined when there is none. */
export type FileMark = Pick<FileStat, 'size' | 'modifiedAt' | 'number'> | undefined;

export function markOf(files: Files, path: string): FileMark {
  const stat = files.stat(path);
  return stat && { size: stat.size, modifiedAt: stat.modifiedAt, number: stat.number };
}

export function isSameMark(one: FileMark, other: FileMark): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.size === other.size && one.modifiedAt === other.modifiedAt && one.number === other.number;
}
