import { join, relative } from 'node:path';
import { diagnostic } from '../diagnostics/index.ts';
import { lockedNames, type ReadPackagesOptions, readPackages } from './packages-file.ts';

export interface PackageFolders {
  /** Absolute folders of the installed packages, by name. */
  readonly folders: readonly string[];
}

export interface InstalledSearch extends ReadPackagesOptions {
  /** Absolute. */
  readonly installPath: string;
}

/** The folders in which packages are installed. */
function installedFolders({ host, installPath }: InstalledSearch): readonly string[] {
  return host.files
    .list(installPath)
    .filter((name) => !name.startsWith('__'))
    .map((name) => join(installPath, name))
    .filter((path) => host.files.stat(path)?.isDirectory === true);
}

/**
 * The folders of the installed packages. As with dbt their number must be the number of packages that the lock file names, or
 * packages.yml where it names none: one more or less is an error.
 */
export function findInstalledPackages(search: InstalledSearch): PackageFolders {
  const folders = installedFolders(search);
  const { fileName, file, specs } = readPackages(search);
  const locked = lockedNames(search);
  const count = locked.length > 0 ? locked.length : specs.length;
  if (folders.length === count) return { folders };
  const names = new Set(folders.map((folder) => relative(search.installPath, folder)));
  const absent = locked.filter((name) => name !== null && !names.has(name));
  const place = relative(search.root, search.installPath) || '.';
  const missing = absent.length > 0 ? `Following packages were not found: ${absent.join(', ')}. ` : '';
  search.sink.report(
    diagnostic('P040', `${fileName} asks for ${count} package(s), and ${place} holds ${folders.length}`, {
      span: file?.keySpanOf(['packages']),
      hint: `Run \`sluice deps\`${absent.length > 0 ? ` to install ${absent.join(', ')}` : ''}.`,
      dbtMessage: `dbt expects ${count} package(s) based on packages specified in ${fileName}, but found only ${folders.length} package(s) installed in ${place}. ${missing}Run "dbt deps" to install package dependencies.`,
    }),
  );
  return { folders };
}
