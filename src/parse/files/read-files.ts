import type { SourceText } from '../../diagnostics/index.ts';
import type { Package, Project } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import { readIgnoreFile } from '../../project/index.ts';
import { extensionsOf, FILE_KINDS, type FileKind, type FileKindRule } from './file-kinds.ts';
import { stripped } from './text-rules.ts';

/** A file of a package with its text, which is read when it is asked for. */
export interface ProjectFile {
  readonly kind: FileKind;
  readonly packageName: string;
  /** The configured folder it was found in: `models`. */
  readonly searchedPath: string;
  /** Below that folder: `staging/stg_orders.sql`. */
  readonly relativePath: string;
  /** Below the package's root: `models/staging/stg_orders.sql`. */
  readonly originalFilePath: string;
  readonly absolutePath: string;
  /** The whole text, for positions. Empty for seeds. */
  readonly source: SourceText;
  /** The text without white space around it: dbt's `raw_code`. Empty for seeds. */
  readonly contents: string;
}

/** The files of a package by kind, sorted by path. */
export type PackageFiles = Readonly<Record<FileKind, readonly ProjectFile[]>>;

interface ReadFilesOptions {
  readonly host: Host;
  readonly project: Project;
  readonly from: Package;
  /** `.dbtignore`: whether a path below the package's root is left out. */
  readonly isIgnored: (path: string) => boolean;
}

interface Found {
  readonly searchedPath: string;
  readonly relativePath: string;
}

/** The path people see: below the project's folder, or the package's name in front for what lies elsewhere. */
function shownPath(options: ReadFilesOptions, originalFilePath: string): string {
  const { project, from } = options;
  if (from.isRoot) return originalFilePath;
  const root = project.root.replaceAll('\\', '/').replace(/\/+$/, '');
  const own = from.root.replaceAll('\\', '/').replace(/\/+$/, '');
  return own.startsWith(`${root}/`)
    ? `${own.slice(root.length + 1)}/${originalFilePath}`
    : `${from.name}/${originalFilePath}`;
}

function joined(folder: string, path: string): string {
  const clean = folder.replace(/\/+$/, '');
  return clean === '' || clean === '.' ? path : `${clean}/${path}`;
}

function belongs(rule: FileKindRule, path: string, extensions: readonly string[]): boolean {
  const base = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/^[.#~]/.test(base)) return false;
  if (!extensions.some((each) => base.endsWith(each) && base.length > each.length)) return false;
  if (rule.kind !== 'singularTest') return true;
  const top = path.split('/')[0];
  return !path.includes('/') || (top !== 'generic' && top !== 'fixtures');
}

function readOne(options: ReadFilesOptions, kind: FileKind, where: Found): ProjectFile {
  const { host, from } = options;
  const found = { searchedPath: where.searchedPath, relativePath: where.relativePath };
  const originalFilePath = joined(found.searchedPath, found.relativePath);
  const absolutePath = `${from.root.replace(/\/+$/, '')}/${originalFilePath}`;
  const read = once(() => (kind === 'seed' ? '' : host.files.readText(absolutePath)));
  const contents = once(() => stripped(read()));
  return Object.freeze({
    kind,
    packageName: from.name,
    ...found,
    originalFilePath,
    absolutePath,
    source: Object.freeze({
      path: shownPath(options, originalFilePath),
      get text() {
        return read();
      },
    }),
    get contents() {
      return contents();
    },
  });
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Finds every file of a package that dbt would read. Each is read when its text is first asked for; seeds are not read here. */
function readFiles(options: ReadFilesOptions): PackageFiles {
  const { host, project, from, isIgnored } = options;
  const allowJinja = project.flags['allow_jinja_file_extensions'] === true;
  const walks = new Map<string, readonly string[]>();
  const walk = (folder: string) => {
    let known = walks.get(folder);
    if (known === undefined) {
      known = host.files.walk(`${from.root.replace(/\/+$/, '')}/${folder}`);
      walks.set(folder, known);
    }
    return known;
  };
  const read = (rule: FileKindRule): readonly ProjectFile[] => {
    const extensions = extensionsOf(rule, allowJinja);
    const files = new Map<string, ProjectFile>();
    for (const searchedPath of rule.folders(from)) {
      for (const relativePath of walk(searchedPath)) {
        const path = joined(searchedPath, relativePath);
        if (files.has(path) || !belongs(rule, relativePath, extensions) || isIgnored(path)) continue;
        files.set(path, readOne(options, rule.kind, { searchedPath, relativePath }));
      }
    }
    return [...files.values()];
  };
  return Object.fromEntries(FILE_KINDS.map((rule) => [rule.kind, read(rule)])) as unknown as PackageFiles;
}

/** The files of every package of a project, by the package's name. */
export function readPackages(project: Project, host: Host): ReadonlyMap<string, PackageFiles> {
  return new Map(
    project.packages.map((from) => [
      from.name,
      readFiles({ host, project, from, isIgnored: readIgnoreFile(host, from.root) }),
    ]),
  );
}

/** How many files there are in all packages. */
export function countFiles(files: ReadonlyMap<string, PackageFiles>): number {
  let count = 0;
  for (const each of files.values()) for (const { kind } of FILE_KINDS) count += each[kind].length;
  return count;
}

/** The files of a project, kept while it is parsed again and again and none of them appears or goes away. */
export interface KeptFiles {
  files: ReadonlyMap<string, PackageFiles> | undefined;
}

/** The kept files with those read anew whose text is another; all of them when none are kept. */
export function refreshFiles(
  kept: KeptFiles,
  changed: ReadonlySet<string>,
  { project, host }: { readonly project: Project; readonly host: Host },
): ReadonlyMap<string, PackageFiles> {
  const { files } = kept;
  if (files === undefined) return readPackages(project, host);
  const fresh = (from: Package, file: ProjectFile): ProjectFile =>
    changed.has(file.absolutePath)
      ? readOne({ host, project, from, isIgnored: () => false }, file.kind, file)
      : file;
  const isTouched = (list: readonly ProjectFile[]) => list.some((each) => changed.has(each.absolutePath));
  return new Map(
    project.packages.map((from) => {
      const kinds = files.get(from.name) as PackageFiles;
      const renewed = FILE_KINDS.map(({ kind }) => {
        const list = kinds[kind];
        return [kind, isTouched(list) ? list.map((each) => fresh(from, each)) : list] as const;
      });
      return [from.name, Object.fromEntries(renewed) as unknown as PackageFiles] as const;
    }),
  );
}
