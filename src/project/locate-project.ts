import { dirname, join, resolve } from 'node:path';
import type { Host } from '../host/index.ts';

/** A setting from its environment variable; the `DBT_ENGINE_` name is the newer one and wins. */
export function dbtVariable(host: Host, name: string): string | undefined {
  const value = host.env.get(`DBT_ENGINE_${name}`) ?? host.env.get(`DBT_${name}`);
  return value === undefined || value === '' ? undefined : value;
}

const isFile = (host: Host, path: string): boolean => host.files.stat(path)?.isDirectory === false;

/** The project's folder: as given, from the environment, or the nearest one at or above the working directory. */
export function locateProject(host: Host, given: string | undefined): string {
  const named = given ?? dbtVariable(host, 'PROJECT_DIR');
  if (named !== undefined) return resolve(host.workingDirectory, named);
  for (let at = host.workingDirectory; ; at = dirname(at)) {
    if (isFile(host, join(at, 'dbt_project.yml'))) return at;
    if (dirname(at) === at) return host.workingDirectory;
  }
}

/** Where profiles.yml was looked for. */
export interface ProfilesPlace {
  /** The file; null when there is none, and none was asked for. */
  readonly path: string | null;
  /** Whether a folder was named, so that the embedded default must not step in. */
  readonly isExplicit: boolean;
}

/** profiles.yml: in the folder given or named by the environment, else the working directory, the project, `~/.dbt`. */
export function locateProfiles(host: Host, projectRoot: string, given: string | undefined): ProfilesPlace {
  const named = given ?? dbtVariable(host, 'PROFILES_DIR');
  const folders =
    named === undefined
      ? [host.workingDirectory, projectRoot, join(host.homeDirectory, '.dbt')]
      : [resolve(host.workingDirectory, expandHome(host, named))];
  const found = folders.map((folder) => join(folder, 'profiles.yml')).find((path) => isFile(host, path));
  return { path: found ?? null, isExplicit: named !== undefined };
}

function expandHome(host: Host, path: string): string {
  return path === '~' || path.startsWith('~/') ? join(host.homeDirectory, path.slice(1)) : path;
}

export interface OutputPlaces {
  readonly targetPath: string;
  /** As it was written, in front of the paths in artifacts. */
  readonly targetFolder: string;
  readonly logPath: string;
}

/**
 * Where artifacts and logs go: option, then environment, then the project's file. Relative target paths lie in the project;
 * a relative log path from option or environment lies in the working directory, as with dbt.
 */
export function locateOutputs(request: {
  readonly host: Host;
  readonly root: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly targetPath: string | undefined;
  readonly logPath: string | undefined;
}): OutputPlaces {
  const { host, root, values } = request;
  const text = (key: string, standard: string): string =>
    typeof values[key] === 'string' ? (values[key] as string) : standard;
  const target = request.targetPath ?? dbtVariable(host, 'TARGET_PATH') ?? text('target-path', 'target');
  const log = request.logPath ?? dbtVariable(host, 'LOG_PATH');
  return {
    targetPath: resolve(root, target),
    targetFolder: target,
    logPath:
      log === undefined ? resolve(root, text('log-path', 'logs')) : resolve(host.workingDirectory, log),
  };
}
