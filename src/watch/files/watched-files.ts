import { dirname, join, relative, sep } from 'node:path';
import type { Project, WatchedFileRole } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import type { ReadPlace } from './data-places.ts';

/** Which files matter, and what for. */
export interface WatchedFiles {
  /** Folders and files to be watched, absolute; some may not exist. */
  readonly places: readonly string[];
  /** Undefined for files that do not matter. */
  roleOf(path: string): WatchedFileRole | undefined;
  /** Whether nothing below this folder matters. */
  isFolderIgnored(path: string): boolean;
  /** What reads a file of data. */
  readersOf(path: string): readonly string[];
  /** All files that matter and are there now. */
  list(): readonly string[];
  /** As people know it: below the project's folder where it is there. */
  shown(path: string): string;
}

const PROJECT_FILES: ReadonlySet<string> = new Set([
  'dbt_project.yml',
  'profiles.yml',
  'packages.yml',
  'dependencies.yml',
  'package-lock.yml',
  'selectors.yml',
  'vars.yml',
  'catalogs.yml',
  '.dbtignore',
]);

const IGNORED_FOLDERS: ReadonlySet<string> = new Set(['.git', '.sluice', 'node_modules', '__pycache__']);

const PROJECT_TEXT = /\.(sql|py|ya?ml|csv|md|js|jinja2?|j2)$/i;

/** What editors leave beside a file while they save it. */
const EDITOR_LEFTOVER = /^[.#~]|[~#]$|\.(sw[a-p]|tmp|bak|orig|rej)$|___jb_|^4913$|\.\d+\.tmp$/i;

type Folders = readonly (readonly [folder: string, role: WatchedFileRole])[];

function foldersOf(project: Project): Folders {
  return project.packages
    .filter((each) => !each.isInternal)
    .flatMap((from) => {
      const below = (paths: readonly string[], role: WatchedFileRole) =>
        paths.map((path) => [join(from.root, path), role] as const);
      return [
        ...below(from.macroPaths, 'macro'),
        ...below(
          from.testPaths.map((path) => join(path, 'generic')),
          'macro',
        ),
        ...below(from.modelPaths, 'model'),
        ...below(from.snapshotPaths, 'snapshot'),
        ...below(from.seedPaths, 'seed'),
        ...below(from.analysisPaths, 'analysis'),
        ...below(from.testPaths, 'test'),
        ...below(from.functionPaths, 'function'),
        ...below(from.docsPaths, 'docs'),
        ...below(from.osiPaths, 'properties'),
      ];
    });
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Roles by ending, where the folder alone does not say. */
function roleIn(folder: WatchedFileRole, path: string): WatchedFileRole | undefined {
  if (/\.ya?ml$/i.test(path)) return 'properties';
  if (/\.md$/i.test(path)) return 'docs';
  if (/\.csv$/i.test(path)) return folder === 'seed' || folder === 'test' ? folder : undefined;
  if (/\.md\.(jinja2?|j2)$/i.test(path)) return 'docs';
  return folder === 'seed' || folder === 'docs' ? undefined : folder;
}

export interface WatchedFilesOptions {
  readonly project: Project;
  readonly data: readonly ReadPlace[];
  readonly files: Files;
}

/** The files of a project that can change what it builds: its own, those of packages, and the data that it reads. */
export function watchedFiles({ project, data, files }: WatchedFilesOptions): WatchedFiles {
  const { root } = project;
  const folders = foldersOf(project);
  const outputs = [project.targetPath, project.logPath].filter((each) => each !== root);
  const profiles = project.profilesPath ?? undefined;
  const dataFolders = data.map((each) => each.folder);
  const isOutput = (path: string) => outputs.some((each) => isBelow(path, each));
  const isOnWayToData = (path: string) =>
    dataFolders.some((folder) => isBelow(folder, path) || isBelow(path, folder));

  const roleOf = (path: string): WatchedFileRole | undefined => {
    if (path === profiles) return 'project';
    const name = path.slice(path.lastIndexOf(sep) + 1);
    if (PROJECT_FILES.has(name) && project.packages.some((each) => join(each.root, name) === path))
      return 'project';
    if (data.some((each) => each.matches(path))) return 'source files';
    if (EDITOR_LEFTOVER.test(name) || !PROJECT_TEXT.test(name) || isOutput(path)) return undefined;
    const found = folders.find(([folder]) => isBelow(path, folder));
    return found === undefined ? undefined : roleIn(found[1], path);
  };

  const isOnWay = (path: string): boolean =>
    folders.some(([folder]) => isBelow(folder, path) || isBelow(path, folder)) ||
    project.packages.some((each) => !each.isInternal && isBelow(each.root, path)) ||
    (profiles !== undefined && isBelow(profiles, path));

  const isFolderIgnored = (path: string): boolean => {
    if (isOnWayToData(path)) return false;
    const name = path.slice(path.lastIndexOf(sep) + 1);
    return IGNORED_FOLDERS.has(name) || isOutput(path) || !isOnWay(path);
  };

  const outside = [...folders.map(([folder]) => folder), ...dataFolders].filter(
    (each) => !isBelow(each, root),
  );
  // The folder of a file that may be replaced by another of its name, not the file.
  const places = new Set([root, ...(profiles === undefined ? [] : [dirname(profiles)]), ...outside]);

  const list = (): readonly string[] => {
    const found = new Set<string>();
    const searched = new Set([...folders.map(([folder]) => folder), ...dataFolders]);
    for (const folder of searched) {
      if (files.stat(folder)?.isDirectory !== true) continue;
      for (const below of files.walk(folder)) {
        const path = join(folder, below);
        if (roleOf(path) !== undefined) found.add(path);
      }
    }
    for (const each of project.packages) {
      if (each.isInternal) continue;
      for (const name of PROJECT_FILES) {
        const path = join(each.root, name);
        if (files.exists(path)) found.add(path);
      }
    }
    if (profiles !== undefined && files.exists(profiles)) found.add(profiles);
    return [...found];
  };

  return {
    places: [...places].map((each) => (files.exists(each) ? each : nearestFolder(each, files))),
    roleOf,
    isFolderIgnored,
    readersOf: (path) => data.filter((each) => each.matches(path)).flatMap((each) => each.readers),
    list,
    shown(path) {
      const way = relative(root, path);
      return way.startsWith('..') ? path : way.replaceAll('\\', '/');
    },
  };
}

/** The folder that is there already, and in which a missing one would appear. */
function nearestFolder(path: string, files: Files): string {
  let folder = path;
  while (!files.exists(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
