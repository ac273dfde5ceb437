import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pythonRepr } from '../base/index.ts';
import { fail } from './failure.ts';
import { leftovers, makeOwnFolder } from './own-folders.ts';
import { moveFolder } from './sources/move-folder.ts';
import type { Pinned } from './sources/source.ts';
import { tell, type Work } from './work.ts';

/** The folder of a package; its name must not lead out of the folder for packages. */
function placeOf(work: Work, staging: string, name: string): string {
  const place = resolve(staging, name);
  if (place.startsWith(staging + sep)) return place;
  return fail('K016', `a package is named '${name}', which leads out of ${work.installPath}`, {
    dbtMessage: `Invalid package name '${name}': resolves outside of the packages-install-path ('${work.installPath}')`,
  });
}

/** Absolute, with links resolved: where the packages really are. */
function targetOf(work: Work): string {
  const target = work.host.files.realPath(resolve(work.root, work.installPath));
  const way = relative(target, work.host.files.realPath(work.root));
  const holdsProject =
    way === '' || (!way.startsWith('..') && resolve(target, way) === work.host.files.realPath(work.root));
  if (holdsProject)
    fail(
      'K019',
      `packages-install-path is '${work.installPath}', and installing would delete the project in it`,
      {
        hint: 'Name a folder that holds nothing but packages, such as dbt_packages.',
      },
    );
  return target;
}

interface Installed {
  readonly name: string;
  readonly label: string;
  readonly isBehind: boolean;
}

/** Answers the name of the package and whether there is a newer version. */
async function installOne(work: Work, each: Pinned, staging: string): Promise<Installed> {
  const { label, version, latest, subdirectory } = each;
  tell(work, 'info', {
    name: 'DepsStartPackageInstall',
    text: `Installing ${label}`,
    data: { package_name: label },
  });
  const { metadata, origin, install } = await each.load();
  await install(placeOf(work, staging, metadata.name));
  tell(work, 'info', {
    name: 'DepsInstallInfo',
    text: `Installed from ${origin}`,
    data: { version_name: origin },
  });
  const isBehind = latest !== undefined && latest !== version;
  if (isBehind)
    tell(work, 'info', {
      name: 'DepsUpdateAvailable',
      text: `Updated version available: ${latest}`,
      data: { version_latest: latest },
    });
  else if (latest !== undefined) tell(work, 'info', { name: 'DepsUpToDate', text: 'Up to date!' });
  if (subdirectory)
    tell(work, 'info', {
      name: 'DepsListSubdirectory',
      text: `and subdirectory ${subdirectory}`,
      data: { subdirectory },
    });
  return { name: metadata.name, label, isBehind };
}

function tellUpdates(work: Work, packages: readonly string[]): void {
  if (packages.length === 0) return;
  tell(work, 'info', { name: 'Formatting', text: '', data: { msg: '' } });
  tell(work, 'info', {
    name: 'DepsNotifyUpdatesAvailable',
    text: `Updates available for packages: ${pythonRepr(packages)}                 \nUpdate your versions in packages.yml, then run dbt deps`,
    data: { packages },
  });
}

/**
 * Puts a new folder in the place of an old one with two renames. Where the old one cannot be renamed (another disk is mounted
 * there), what is in it is replaced piece by piece.
 */
function swap(work: Work, staging: string, target: string): void {
  const { files } = work.host;
  const old = `${staging}.old`;
  if (!files.exists(target)) {
    files.rename(staging, target);
    return;
  }
  try {
    files.rename(target, old);
  } catch (error) {
    if (!['EBUSY', 'EXDEV', 'EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
    for (const name of files.list(target)) files.remove(join(target, name));
    for (const name of files.list(staging)) moveFolder(work, join(staging, name), join(target, name));
    return;
  }
  try {
    files.rename(staging, target);
  } catch (error) {
    files.rename(old, target);
    throw error;
  }
  files.remove(old);
}

const stagingName = (target: string): string => `.${basename(target)}-`;

/** What a work that was killed has left behind. */
function recoverPackages({ host }: Work, target: string): void {
  for (const path of leftovers(host, dirname(target), stagingName(target))) {
    // The old packages were moved away and the new ones had no time to come.
    if (path.endsWith('.old') && !host.files.exists(target)) host.files.rename(path, target);
    else host.files.remove(path);
  }
}

/** Empties the folder for packages: nothing is asked for any more. */
export function removePackages(work: Work): void {
  const target = targetOf(work);
  work.host.files.remove(target);
  work.host.files.makeFolder(target);
}

/**
 * Installs packages: all of them go into a folder beside the old one, which they replace when they are complete. A failure
 * or a kill before that leaves the old packages as they were. Answers the names of the packages.
 */
export async function installPackages(work: Work, packages: readonly Pinned[]): Promise<readonly string[]> {
  const target = targetOf(work);
  const { files } = work.host;
  files.makeFolder(dirname(target));
  recoverPackages(work, target);
  const staging = makeOwnFolder(work.host, dirname(target), stagingName(target));
  try {
    const installed: Installed[] = [];
    for (const each of packages) {
      work.signal?.throwIfAborted();
      installed.push(await installOne(work, each, staging));
    }
    swap(work, staging, target);
    tellUpdates(
      work,
      installed.filter(({ isBehind }) => isBehind).map(({ label }) => label),
    );
    return installed.map(({ name }) => name);
  } finally {
    files.remove(staging);
  }
}
