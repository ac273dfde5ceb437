import { dirname } from 'node:path';
import { md5 } from '../base/index.ts';
import { DiagnosticError, DiagnosticList, type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { EventSink } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/index.ts';
import {
  type LockFile,
  type PackageSpec,
  type PackagesFile,
  readLockFile,
  readPackages,
} from '../project/index.ts';
import { addPackage, type NewPackage } from './add-package.ts';
import { installPackages, removePackages } from './install.ts';
import { packagesHash, writeLockFile } from './lock-file.ts';
import { leftovers, makeOwnFolder } from './own-folders.ts';
import { lockedPackages, resolvePackages } from './resolve.ts';
import { tell, type Work } from './work.ts';

export interface DepsRequest {
  readonly host: Host;
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
  readonly events: EventSink;
  readonly signal?: AbortSignal | undefined;
  /** Absolute folder of the project. */
  readonly root: string;
  readonly projectName: string;
  /** `packages-install-path` as written. */
  readonly installPath: string;
  readonly cliVars: Readonly<Record<string, unknown>>;
  readonly versionCheck: boolean;
  /** Choose versions anew, whatever the lock file says. */
  readonly upgrade: boolean;
  /** Write the lock file alone. */
  readonly lockOnly: boolean;
  readonly add: NewPackage | null;
}

/** What is installed, or locked. */
export interface DepsResult {
  /** Names of the packages in the lock file, in its order. */
  readonly packages: readonly string[];
}

function askedFor(request: DepsRequest): PackagesFile {
  const list = new DiagnosticList();
  const { host, jinja, root, cliVars } = request;
  const packages = readPackages({ host, jinja, cliVars, folder: root, root, sink: list });
  list.throwIfErrors();
  return packages;
}

/** The lock file, and what is wrong with it; a new one may take its place before that matters. */
function readLock({ host, jinja, root, cliVars }: Work): {
  lock: LockFile | undefined;
  wrong: DiagnosticList;
} {
  const wrong = new DiagnosticList();
  return { lock: readLockFile({ host, jinja, cliVars, folder: root, root, sink: wrong }), wrong };
}

function lockedSpecs(work: Work): readonly PackageSpec[] {
  const { lock, wrong } = readLock(work);
  wrong.throwIfErrors();
  return lock?.specs ?? [];
}

function tellNothing(work: Work): void {
  tell(work, 'info', {
    name: 'DepsNoPackagesFound',
    text: 'Warning: No packages were found in packages.yml',
  });
}

function tellDownloads(work: Work): void {
  const path = work.downloads;
  tell(work, 'debug', {
    name: 'DepsSetDownloadDirectory',
    text: `Set downloads directory='${path}'`,
    data: { path },
  });
}

async function lock(work: Work, asked: readonly PackageSpec[]): Promise<void> {
  if (asked.length === 0) return tellNothing(work);
  tellDownloads(work);
  writeLockFile(work, { packages: await resolvePackages(asked, work), asked });
}

async function install(work: Work): Promise<readonly string[]> {
  const specs = lockedSpecs(work);
  if (specs.length === 0) {
    removePackages(work);
    tellNothing(work);
    return [];
  }
  tellDownloads(work);
  return installPackages(work, await lockedPackages(specs, work));
}

async function runIn(work: Work, request: DepsRequest): Promise<DepsResult> {
  const { fileName, specs } = askedFor(request);
  const asked = request.add === null ? specs : addPackage(work, request.add, fileName);
  const isLocked = readLock(work).lock?.hash === packagesHash(asked);
  if (request.upgrade || !isLocked) await lock(work, asked);
  if (!request.lockOnly) return { packages: await install(work) };
  return { packages: lockedSpecs(work).flatMap(({ name }) => (name === null ? [] : [name])) };
}

const DISK_ERRORS = new Set([
  'EACCES',
  'EPERM',
  'ENOSPC',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'EBUSY',
  'ENAMETOOLONG',
]);

function readable(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof DiagnosticError || code === undefined || !DISK_ERRORS.has(code)) return error;
  return new DiagnosticError(diagnostic('K023', `the packages cannot be written: ${message}`));
}

/** A folder of this call for what it fetches; those that calls of this project have left when they were killed are removed. */
function downloadsFolder({ host, root }: DepsRequest, parent: string | undefined): string {
  const prefix = `dbt-downloads-${md5(root).slice(0, 8)}-`;
  const folder = host.files.realPath(makeOwnFolder(host, parent, prefix));
  for (const path of leftovers(host, dirname(folder), prefix)) host.files.remove(path);
  return folder;
}

/**
 * dbt's `deps`: brings `package-lock.yml` up to date with what packages.yml asks for, and installs what it names. Throws a
 * `DiagnosticError`; packages that were installed before are then as they were.
 */
export async function runDeps(request: DepsRequest): Promise<DepsResult> {
  const { files, env } = request.host;
  const parent = env.get('DBT_DOWNLOADS_DIR');
  if (parent !== undefined) files.makeFolder(parent);
  const downloads = downloadsFolder(request, parent);
  const hub = { index: undefined, packages: new Map() };
  const { add: _add, upgrade: _upgrade, lockOnly: _lockOnly, ...shared } = request;
  try {
    return await runIn({ ...shared, signal: request.signal, downloads, hub, fetched: new Map() }, request);
  } catch (error) {
    throw readable(error);
  } finally {
    files.remove(downloads);
  }
}
