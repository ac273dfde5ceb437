import { join, relative } from 'node:path';
import { isMapping, mappingGet } from '../base/index.ts';
import { type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

export interface PackageFolders {
  /** Absolute folders of the installed packages, by name. */
  readonly folders: readonly string[];
}

interface Search {
  readonly host: Host;
  readonly root: string;
  /** Absolute. */
  readonly installPath: string;
  readonly sink: DiagnosticSink;
}

interface Specified {
  readonly file: YamlFile;
  readonly fileName: string;
  readonly count: number;
  readonly names: readonly string[];
}

/** The folders in which packages are installed. */
function installedFolders({ host, installPath }: Search): readonly string[] {
  return host.files
    .list(installPath)
    .filter((name) => !name.startsWith('__'))
    .map((name) => join(installPath, name))
    .filter((path) => host.files.stat(path)?.isDirectory === true);
}

function read(search: Search, name: string): YamlFile | undefined {
  const { host, root, sink } = search;
  return readYamlFile({ host, root, sink, path: join(root, name) });
}

const keyOf = (file: YamlFile | undefined, key: string): unknown =>
  isMapping(file?.value) ? mappingGet(file.value, key) : undefined;

function malformed(search: Search, file: YamlFile, sentence: string, dbtMessage: string): void {
  const span = file.keySpanOf(['packages']) ?? file.keySpanOf(['projects']);
  search.sink.report(diagnostic('P043', sentence, { span, dbtMessage }));
}

function entriesOf(search: Search, file: YamlFile | undefined): readonly unknown[] | undefined {
  const entries = keyOf(file, 'packages');
  if (file === undefined || entries === undefined || entries === null) return undefined;
  if (Array.isArray(entries)) return entries;
  malformed(
    search,
    file,
    `'packages' in ${file.source.path} wants a list`,
    `The packages.yml file in this project is malformed. Please double check\nthe contents of this file and fix any errors before retrying.\n\nValidator Error:\nat path ['packages']: not of type 'array'`,
  );
  return undefined;
}

/** What packages the project asks for: the lock file when it names any, else packages.yml or dependencies.yml. */
function specified(search: Search): Specified | undefined {
  const packages = read(search, 'packages.yml');
  const dependencies = read(search, 'dependencies.yml');
  if (packages !== undefined && keyOf(packages, 'projects') !== undefined) {
    const sentence = "The 'projects' key cannot be specified in packages.yml";
    malformed(search, packages, "'projects' belongs into dependencies.yml", sentence);
  }
  const fromPackages = entriesOf(search, packages);
  const fromDependencies = entriesOf(search, dependencies);
  if (packages !== undefined && fromPackages !== undefined && fromDependencies !== undefined) {
    const sentence = "The 'packages' key cannot be specified in both packages.yml and dependencies.yml";
    malformed(search, packages, "'packages' stands in packages.yml and in dependencies.yml", sentence);
  }
  const isDependencies = fromDependencies !== undefined;
  const file = isDependencies ? dependencies : packages;
  const entries = fromDependencies ?? fromPackages;
  if (file === undefined || entries === undefined) return undefined;
  const locked = entriesOf(search, read(search, 'package-lock.yml')) ?? [];
  const counted = locked.length > 0 ? locked : entries;
  const names = locked.flatMap((entry) => {
    const name = isMapping(entry) ? mappingGet(entry, 'name') : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return {
    file,
    fileName: isDependencies ? 'dependencies.yml' : 'packages.yml',
    count: counted.length,
    names,
  };
}

/**
 * The folders of the installed packages. As with dbt their number must be the number of packages asked for, one more or less
 * is an error.
 */
export function findInstalledPackages(search: Search): PackageFolders {
  const folders = installedFolders(search);
  const wanted = specified(search);
  const count = wanted?.count ?? 0;
  if (folders.length === count) return { folders };
  const names = new Set(folders.map((folder) => relative(search.installPath, folder)));
  const absent = (wanted?.names ?? []).filter((name) => !names.has(name));
  const place = relative(search.root, search.installPath) || '.';
  const fileName = wanted?.fileName ?? 'packages.yml';
  const missing = absent.length > 0 ? `Following packages were not found: ${absent.join(', ')}. ` : '';
  search.sink.report(
    diagnostic('P040', `${fileName} asks for ${count} package(s), and ${place} holds ${folders.length}`, {
      span: wanted?.file.keySpanOf(['packages']),
      hint:
        absent.length > 0
          ? `Install ${absent.join(', ')} into ${place}.`
          : `Install the packages into ${place}.`,
      dbtMessage: `dbt expects ${count} package(s) based on packages specified in ${fileName}, but found only ${folders.length} package(s) installed in ${place}. ${missing}Run "dbt deps" to install package dependencies.`,
    }),
  );
  return { folders };
}
