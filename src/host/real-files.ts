import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fastGlob from 'fast-glob';
import type { FileStat, Files } from './files.ts';

let temporaryCounter = 0;

function statOf(path: string): FileStat | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined
    ? undefined
    : { size: stat.size, modifiedAt: stat.mtimeMs, isDirectory: stat.isDirectory() };
}

function walkInto(folder: string, prefix: string, found: string[], seen: Set<string>): void {
  const real = realpathSync(folder);
  if (seen.has(real)) return;
  const inside = new Set(seen).add(real);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    const path = join(folder, entry.name);
    const isFolder = entry.isSymbolicLink() ? statOf(path)?.isDirectory === true : entry.isDirectory();
    if (isFolder) walkInto(path, name, found, inside);
    else found.push(name);
  }
}

function writeSynced(path: string, content: string | Uint8Array | Iterable<Uint8Array>): void {
  const handle = openSync(path, 'w');
  try {
    const isWhole = typeof content === 'string' || content instanceof Uint8Array;
    for (const each of isWhole ? [content] : content) writeFileSync(handle, each);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The disk of this machine. */
export const realFiles: Files = {
  readText: (path) => readFileSync(path, 'utf8'),
  readBytes: (path) => readFileSync(path),
  exists: (path) => existsSync(path),
  stat: statOf,
  walk(folder) {
    const found: string[] = [];
    if (statOf(folder)?.isDirectory === true) walkInto(folder, '', found, new Set());
    return found.sort();
  },
  list: (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []),
  glob: (pattern, folder) =>
    fastGlob.sync(pattern, { cwd: folder, absolute: true, dot: true, onlyFiles: true }).sort(),
  writeAtomic(path, content) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}.${temporaryCounter++}.tmp`;
    try {
      writeSynced(temporary, content);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  },
  write(path, content) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  },
  append(path, content) {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, content);
  },
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  realPath: (path) => (existsSync(path) ? realpathSync(path) : path),
};
