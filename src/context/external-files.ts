import { basename, dirname, join } from 'node:path';
import { strOf } from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import type { ContextEnvironment } from './contract.ts';
import type { MethodTable } from './method-table.ts';
import { isAbsolutePath } from './paths.ts';
import { pythonFunction } from './python-call.ts';

interface EngineOptions {
  readonly environment: ContextEnvironment;
}

const isRemote = (location: string): boolean => /^[A-Za-z][\w+.-]+:\/\//.test(location);

/** A location on this machine, absolute; null for one that the engine alone can reach. */
function localPath({ project }: ContextEnvironment, location: string): string | null {
  if (isRemote(location)) return null;
  return isAbsolutePath(location) ? location : join(project.root, location);
}

/** Where the files of before lie for the moment in which the new ones take their place. */
const beforePath = (path: string): string => join(dirname(path), `.before-${basename(path)}`);

/** A process that ended between the two steps of an exchange left the files of before beside their place. */
function recover({ host: { files } }: ContextEnvironment, path: string): void {
  const before = beforePath(path);
  if (!files.exists(before)) return;
  if (files.exists(path)) files.remove(before);
  else files.rename(before, path);
}

const STAGED = /^\.staged-(\d+)-/;

/** What runs that were killed had written beside a location. */
function removeLeftovers({ host: { files, pid, isRunning } }: ContextEnvironment, path: string): void {
  const folder = dirname(path);
  for (const name of files.list(folder)) {
    const owner = Number(STAGED.exec(name)?.[1] ?? Number.NaN);
    const isOurs = !Number.isNaN(owner) && owner !== pid && files.exists(join(folder, name, basename(path)));
    if (isOurs && !isRunning(owner)) files.remove(join(folder, name));
  }
}

/**
 * A place beside a location where its files are written first, of the same name in a folder of its own; the location itself
 * where it is not on this machine.
 */
function stage(environment: ContextEnvironment, location: string): string {
  const path = localPath(environment, location);
  if (path === null) return location;
  const { files, pid } = environment.host;
  recover(environment, path);
  files.makeFolder(dirname(path));
  removeLeftovers(environment, path);
  return join(files.makeTemporaryFolder(`.staged-${pid}-`, dirname(path)), basename(path));
}

/** Puts what is kept of the files of before under the new ones, as further names of the same files. */
function keepFiles(
  { host: { files } }: ContextEnvironment,
  paths: { readonly staged: string; readonly path: string },
  keeps: string,
): void {
  const fresh = files.walk(paths.staged);
  const replaced = new Set(keeps === 'partitions' ? fresh.map((each) => dirname(each)) : []);
  const written = new Set(fresh);
  for (const each of files.walk(paths.path)) {
    if (written.has(each) || replaced.has(dirname(each))) continue;
    files.linkFile(join(paths.path, each), join(paths.staged, each));
  }
}

/**
 * Puts staged files in their place, and answers where they are to be read. In a run that is published as a whole they stay
 * where they are until then: a reader finds those of before or the new ones, whole. `keeps` tells what stays of a
 * folder of before: `nothing`, `files` of other names, or `partitions` that have no new files.
 */
function publish(
  environment: ContextEnvironment,
  request: { readonly staged: string; readonly location: string; readonly keeps: string },
): string {
  const { staged, location, keeps } = request;
  const path = localPath(environment, location);
  const { files } = environment.host;
  if (path === null) return location;
  if (!files.exists(staged))
    failTemplate('D119', `no files were written for '${location}'`, {
      hint: "An own 'write_to_file' must write to the path that it is given.",
    });
  const isFolder = files.stat(staged)?.isDirectory === true;
  const stands = files.stat(path);
  if (isFolder && keeps !== 'nothing' && stands?.isDirectory === true)
    keepFiles(environment, { staged, path }, keeps);
  if (environment.stagedOutputs !== undefined) {
    environment.stagedOutputs.push({ staged, path, location });
    return staged;
  }
  if (!isFolder && stands?.isDirectory !== true) files.rename(staged, path);
  else {
    const before = beforePath(path);
    if (stands !== undefined) files.rename(path, before);
    files.rename(staged, path);
    files.remove(before);
  }
  files.remove(dirname(staged));
  files.syncFolder(dirname(path));
  return location;
}

/** Methods by which external models write their files beside their place and exchange them. */
export const EXTERNAL_FILE_METHODS: MethodTable<EngineOptions> = {
  stage_external: ({ environment }) =>
    pythonFunction('DuckDBAdapter.stage_external', ['location'], (location) =>
      stage(environment, strOf(location)),
    ),
  publish_external: ({ environment }) =>
    pythonFunction(
      'DuckDBAdapter.publish_external',
      ['staged', 'location', ['keeps', 'nothing']],
      (staged, location, keeps) =>
        publish(environment, {
          staged: strOf(staged),
          location: strOf(location),
          keeps: strOf(keeps),
        }),
    ),
  make_external_folder: ({ environment }) =>
    pythonFunction('DuckDBAdapter.make_external_folder', ['path'], (path) => {
      if (!isRemote(strOf(path))) environment.host.files.makeFolder(strOf(path));
      return null;
    }),
  has_external_files: ({ environment }) =>
    pythonFunction('DuckDBAdapter.has_external_files', ['location'], (location) => {
      const path = localPath(environment, strOf(location));
      if (path === null) return true;
      recover(environment, path);
      return environment.host.files.exists(path);
    }),
};
