import { md5 } from '../../base/index.ts';
import type { FileStat, Files } from '../../host/index.ts';

export type FileEvent = 'added' | 'changed' | 'removed';

export interface FileChange {
  /** Absolute. */
  readonly path: string;
  readonly event: FileEvent;
}

type Seen = Omit<FileStat, 'isDirectory'> & { hash: string | null };

/** What every watched file held when it was last looked at, so that a touched file is no change and no change is lost. */
export interface FileLedger {
  /** Notes files as they are; their content is read by `fill`. */
  note(paths: Iterable<string>): void;
  /** Reads the content of noted files that were not read yet. Answers those that changed since they were noted. */
  fill(limit: number): { readonly changes: readonly FileChange[]; readonly isDone: boolean };
  /** Looks at a file again; undefined when it holds what it held. */
  look(path: string): FileChange | undefined;
  /** What `look` would say, without taking note of it: a file may be on its way from one name to another. */
  peek(path: string): FileEvent | 'emptied' | undefined;
  /** Whether a file is new, gone, or has other times than when it was looked at: cheap, and no proof of a change. */
  isSuspicious(path: string): boolean;
  /** Every file that is known. */
  paths(): readonly string[];
}

export interface FileLedgerOptions {
  readonly files: Files;
  /** Files that are too large to be read for this: their size and times decide. */
  readonly isData: (path: string) => boolean;
}

function sameStat(seen: Seen, stat: FileStat): boolean {
  return (
    seen.size === stat.size &&
    seen.modifiedAt === stat.modifiedAt &&
    seen.changedAt === stat.changedAt &&
    seen.number === stat.number
  );
}

/** Data that was copied or touched with the same size and time counts as the same. */
function sameData(seen: Seen, stat: FileStat): boolean {
  return seen.size === stat.size && seen.modifiedAt === stat.modifiedAt;
}

export function createFileLedger({ files, isData }: FileLedgerOptions): FileLedger {
  const known = new Map<string, Seen>();

  const statOf = (path: string): FileStat | undefined => {
    try {
      const stat = files.stat(path);
      return stat?.isDirectory === true ? undefined : stat;
    } catch {
      // A folder on the way is a file now, or may not be looked into.
      return undefined;
    }
  };

  /** Undefined when the file went away while it was read. */
  const hashOf = (path: string): string | undefined => {
    try {
      return md5(files.readBytes(path));
    } catch {
      return undefined;
    }
  };

  const seenOf = (stat: FileStat, hash: string | null): Seen => {
    const { size, modifiedAt, changedAt, number } = stat;
    return { size, modifiedAt, changedAt, number, hash };
  };

  const judge = (path: string): { readonly event: FileEvent | undefined; readonly now: Seen | undefined } => {
    const seen = known.get(path);
    const stat = statOf(path);
    if (stat === undefined) return { event: seen === undefined ? undefined : 'removed', now: undefined };
    if (isData(path)) {
      const now = seenOf(stat, '');
      if (seen === undefined) return { event: 'added', now };
      return { event: sameData(seen, stat) ? undefined : 'changed', now };
    }
    // Equal times prove nothing for a file that may have been written twice within their grain; reading it does.
    const hash = hashOf(path);
    if (hash === undefined) return { event: seen === undefined ? undefined : 'removed', now: undefined };
    const now = seenOf(stat, hash);
    if (seen === undefined) return { event: 'added', now };
    if (seen.hash === null) return { event: sameStat(seen, stat) ? undefined : 'changed', now };
    return { event: seen.hash === hash ? undefined : 'changed', now };
  };

  const look = (path: string): FileChange | undefined => {
    const { event, now } = judge(path);
    if (now === undefined) known.delete(path);
    else known.set(path, now);
    return event === undefined ? undefined : { path, event };
  };

  return {
    look,
    note(paths) {
      for (const path of paths) {
        const stat = statOf(path);
        if (stat !== undefined && !known.has(path)) known.set(path, seenOf(stat, isData(path) ? '' : null));
      }
    },
    fill(limit) {
      const changes: FileChange[] = [];
      let left = limit;
      for (const [path, seen] of known) {
        if (seen.hash !== null) continue;
        if (left-- === 0) return { changes, isDone: false };
        const change = look(path);
        if (change !== undefined) changes.push(change);
      }
      return { changes, isDone: true };
    },
    peek(path) {
      const { event, now } = judge(path);
      const isEmptied = event === 'changed' && now?.size === 0 && (known.get(path)?.size ?? 0) > 0;
      return isEmptied ? 'emptied' : event;
    },
    isSuspicious(path) {
      const seen = known.get(path);
      const stat = statOf(path);
      if (seen === undefined || stat === undefined) return seen !== undefined || stat !== undefined;
      return !sameStat(seen, stat);
    },
    paths: () => [...known.keys()],
  };
}
