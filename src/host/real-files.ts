import {
  appendFileSync,
  chmodSync,
  closeSync,
  constants,
  cpSync,
  type Dirent,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import fastGlob from 'fast-glob';
import type {
  FileReplacement,
  FileStat,
  Files,
  FolderEntry,
  FolderListener,
  FolderWatch,
  OpenFile,
} from './files.ts';
import { openLineLog } from './line-log.ts';
import { nameTheFile } from './name-the-file.ts';
import { writeSoon } from './write-soon.ts';

let temporaryCounter = 0;

/** Undefined where there is nothing, or a link that leads to itself. */
function statAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') return undefined;
    throw error;
  }
}

function statOf(path: string): FileStat | undefined {
  const stat = statAt(path);
  return stat === undefined
    ? undefined
    : {
        size: stat.size,
        modifiedAt: stat.mtimeMs,
        changedAt: stat.ctimeMs,
        number: stat.ino,
        isDirectory: stat.isDirectory(),
      };
}

/** A folder on the way down, with the paths without links of itself and of those above it. */
interface Folder {
  readonly path: string;
  readonly real: string;
  readonly above: ReadonlySet<string>;
}

interface Below {
  readonly entry: Dirent;
  readonly prefix: string;
  readonly found: string[];
}

/** A folder in a folder. One that goes away while it is read has nothing in it: others write here, too. */
function walkBelow({ path, real, above }: Folder, { entry, prefix, found }: Below): void {
  try {
    // Only links lead back up: everything else lies where its folder lies.
    const own = entry.isSymbolicLink() ? realpathSync(path) : join(real, entry.name);
    walkInto({ path, real: own, above }, prefix, found);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
  }
}

function walkInto({ path: folder, real, above }: Folder, prefix: string, found: string[]): void {
  if (above.has(real)) return;
  const inside = new Set(above).add(real);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    const isLink = entry.isSymbolicLink();
    const path = isLink || entry.isDirectory() ? join(folder, entry.name) : '';
    if (path === '' || (isLink && statOf(path)?.isDirectory !== true)) found.push(name);
    else {
      walkBelow({ path, real, above: inside }, { entry, prefix: name, found });
    }
  }
}

function entriesOf(folder: string): readonly FolderEntry[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const isLink = entry.isSymbolicLink();
      const isFolder = isLink
        ? statAt(join(folder, entry.name))?.isDirectory() === true
        : entry.isDirectory();
      return { name: entry.name, isFolder, isLink };
    });
  } catch {
    return [];
  }
}

function watchFolder(folder: string, listener: FolderListener): FolderWatch {
  const watcher = watch(folder, (event, name) => listener.changed(name, event === 'rename'));
  watcher.on('error', (error) => {
    watcher.close();
    listener.failed(error);
  });
  return { close: () => watcher.close() };
}

function openFile(path: string): OpenFile | undefined {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch {
    return undefined;
  }
  return {
    size: fstatSync(handle).size,
    read(start, length) {
      const bytes = Buffer.allocUnsafe(length);
      let done = 0;
      while (done < length) {
        const count = readSync(handle, bytes, done, length - done, start + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    },
    close: () => closeSync(handle),
  };
}

function replaceFile(path: string): FileReplacement {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${temporaryCounter++}.tmp`;
  const handle = openSync(temporary, 'w');
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(handle);
    isOpen = false;
  };
  const discard = () => {
    if (!isOpen) return;
    close();
    rmSync(temporary, { force: true });
  };
  return {
    write: (bytes) => nameTheFile(path, () => writeFileSync(handle, bytes)),
    commit({ synced }) {
      try {
        if (synced) fsyncSync(handle);
        close();
        renameSync(temporary, path);
      } catch (error) {
        close();
        rmSync(temporary, { force: true });
        throw error;
      }
    },
    discard,
  };
}

function replaceBy(path: string, content: string | Uint8Array, options: { readonly synced: boolean }): void {
  const file = replaceFile(path);
  try {
    file.write(typeof content === 'string' ? Buffer.from(content) : content);
  } catch (error) {
    file.discard();
    throw error;
  }
  file.commit(options);
}

function overwriteStart(path: string, bytes: Uint8Array): boolean {
  let handle: number;
  try {
    handle = openSync(path, 'r+');
  } catch {
    return false;
  }
  try {
    return fstatSync(handle).nlink === 1 && writeSync(handle, bytes, 0, bytes.length, 0) === bytes.length;
  } finally {
    closeSync(handle);
  }
}

function syncFolder(path: string): void {
  try {
    const handle = openSync(path, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows opens no folders, and some network disks sync none.
  }
}

/** A link in the place of a file that is to be written would lead the writing elsewhere. Devices (`/dev/stdout`) may be meant. */
function unlinkFile(path: string): void {
  const link = lstatSync(path, { throwIfNoEntry: false });
  if (link?.isSymbolicLink() === true && statAt(path)?.isCharacterDevice() !== true && !isPipe(path))
    rmSync(path);
}

function isPipe(path: string): boolean {
  const stat = statAt(path);
  return stat?.isFIFO() === true || stat?.isSocket() === true;
}

function realFolders(folder: string, path: string): void {
  let at = folder;
  for (const name of relative(folder, dirname(path)).split(sep).filter(Boolean)) {
    at = join(at, name);
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() === true) rmSync(at);
  }
}

function writeNow(path: string, content: string | Uint8Array, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  unlinkFile(path);
  nameTheFile(path, () => writeFileSync(path, content, mode === undefined ? {} : { mode }));
}

/** More than this at a time gains nothing: Node has four threads for files. */
const WRITES_AT_ONCE = 8;

async function writeMany(all: readonly (readonly [string, string | Uint8Array])[]): Promise<void> {
  for (const folder of new Set(all.map(([path]) => dirname(path)))) mkdirSync(folder, { recursive: true });
  const next = all[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (const [path, content] of next) if (!(await writeSoon(path, content))) writeNow(path, content);
  };
  const ended = await Promise.allSettled(Array.from({ length: WRITES_AT_ONCE }, work));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

/** The disk of this machine. */
export const realFiles: Files = {
  readText: (path) => readFileSync(path, 'utf8'),
  readBytes: (path) => readFileSync(path),
  exists: (path) => existsSync(path),
  stat: statOf,
  isLarger: (path, bytes) => (statOf(path)?.size ?? 0) > bytes,
  walk(folder) {
    const found: string[] = [];
    if (statOf(folder)?.isDirectory === true)
      walkInto({ path: folder, real: realpathSync(folder), above: new Set() }, '', found);
    return found.sort();
  },
  list: (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []),
  entries: entriesOf,
  watchFolder,
  glob: (pattern, folder) =>
    fastGlob.sync(pattern, { cwd: folder, absolute: true, dot: true, onlyFiles: true }).sort(),
  open: openFile,
  replace: replaceFile,
  overwriteStart,
  writeAtomic: (path, content) => replaceBy(path, content, { synced: true }),
  writeWhole: (path, content) => replaceBy(path, content, { synced: false }),
  write: writeNow,
  writeMany,
  realFolders,
  append(path, content) {
    mkdirSync(dirname(path), { recursive: true });
    unlinkFile(path);
    nameTheFile(path, () => appendFileSync(path, content));
  },
  openLog: openLineLog,
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  makeTemporaryFolder: (name, parent = tmpdir()) => mkdtempSync(join(parent, name)),
  isLink: (path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true,
  // Windows lets everybody make junctions, and only some make symbolic links.
  linkFolder: (target, path) => symlinkSync(target, path, process.platform === 'win32' ? 'junction' : 'dir'),
  copy: (from, to) =>
    cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE }),
  makeExecutable: (path) => chmodSync(path, 0o755),
  linkFile(from, to) {
    mkdirSync(dirname(to), { recursive: true });
    try {
      linkSync(from, to);
    } catch {
      cpSync(from, to);
    }
  },
  rename: (from, to) => renameSync(from, to),
  syncFolder,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  realPath: (path) => (existsSync(path) ? realpathSync(path) : path),
};
