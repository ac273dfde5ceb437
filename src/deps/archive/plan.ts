import { posix } from 'node:path';
import { fail } from '../failure.ts';
import { readTar, type TarEntry } from './read-tar.ts';

/** Bytes of an unpacked archive. */
export const MAX_UNPACKED = 1024 * 1024 * 1024;
const MAX_ENTRIES = 100_000;

/** What is to be written, by its path inside the package's folder. */
export type Planned =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly content: Uint8Array; readonly isExecutable: boolean }
  /** `target` is relative to the link's own folder and stays inside the package. */
  | { readonly kind: 'link'; readonly target: string };

function refuse(path: string, why: string): never {
  return fail('K013', `the archive holds '${path}', ${why}`);
}

/** The path of an entry, cleaned: relative, without `.`; refused when it leads out. */
function cleanPath(written: string): string {
  if (written.includes('\0')) refuse(written, 'whose name holds a null character');
  const path = written.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) refuse(written, 'an absolute path');
  if (path.split('/').includes('..')) refuse(written, 'which leads out of its folder');
  return posix.normalize(path).replace(/\/+$/, '');
}

/** The folder that everything lies in. */
function topFolder(paths: readonly string[], what: string): string {
  const tops = new Set(paths.map((path) => path.split('/')[0] as string));
  const [top] = tops;
  if (tops.size === 1 && top !== undefined && paths.some((path) => path !== top)) return top;
  return fail('K015', `the archive of ${what} does not hold one folder with the package in it`);
}

function plannedLink(entry: TarEntry, path: string, top: string): Planned {
  const target = entry.target.replaceAll('\\', '/');
  if (target.startsWith('/') || /^[A-Za-z]:/.test(target))
    refuse(path, `a link to the absolute path '${target}'`);
  const end = posix.normalize(posix.join(posix.dirname(path), target));
  if (end !== top && !end.startsWith(`${top}/`)) refuse(path, `a link that leads out, to '${target}'`);
  return { kind: 'link', target };
}

interface Reading {
  readonly found: Map<string, Planned>;
  readonly top: string;
}

/** A hard link is a second name of a file that came before: it is written as a copy. */
function plannedHardLink(entry: TarEntry, path: string, { found }: Reading): Planned {
  const original = found.get(cleanPath(entry.target));
  if (original?.kind !== 'file') refuse(path, `a link to '${entry.target}', which is no file of the archive`);
  return original;
}

function planned(entry: TarEntry, path: string, reading: Reading): Planned {
  switch (entry.kind) {
    case 'folder':
      return { kind: 'folder' };
    case 'file':
      return { kind: 'file', content: entry.content, isExecutable: entry.isExecutable };
    case 'symbolic link':
      return plannedLink(entry, path, reading.top);
    case 'hard link':
      return plannedHardLink(entry, path, reading);
    case 'other':
      return refuse(path, 'which is neither file, folder nor link');
  }
}

/** Nothing may be written through a link, nor below a file. */
function checkParents(path: string, found: ReadonlyMap<string, Planned>): void {
  for (let at = posix.dirname(path); at !== '.'; at = posix.dirname(at)) {
    const above = found.get(at);
    if (above !== undefined && above.kind !== 'folder')
      refuse(path, `which would be written through '${at}'`);
  }
}

/**
 * What an archive would write, below the one folder that it holds. Throws a `DiagnosticError` for everything that would end up
 * elsewhere, and a `DamagedArchive` for what is no archive. `what` names the package in messages.
 */
export function planArchive(archive: Uint8Array, what: string): ReadonlyMap<string, Planned> {
  const entries: (readonly [string, TarEntry])[] = [];
  for (const entry of readTar(archive)) {
    const path = cleanPath(entry.path);
    if (path === '.' || path === '') continue;
    entries.push([path, entry]);
    if (entries.length > MAX_ENTRIES)
      fail('K014', `the archive of ${what} has more than ${MAX_ENTRIES} entries`);
  }
  const top = topFolder(
    entries.map(([path]) => path),
    what,
  );
  const found = new Map<string, Planned>();
  for (const [path, entry] of entries) found.set(path, planned(entry, path, { found, top }));
  for (const path of found.keys()) checkParents(path, found);
  return new Map(
    [...found].filter(([path]) => path !== top).map(([path, each]) => [path.slice(top.length + 1), each]),
  );
}
