import { dirname } from 'node:path';
import type { Files } from '../host/index.ts';

/** A disk whose plain writes wait in memory. */
export interface WriteBuffer {
  readonly files: Files;
  /** Writes what waits; files that already have this content are left alone. Throws what `Files.write` throws. */
  flush(): Promise<void>;
}

export interface WriteBufferOptions {
  readonly files: Files;
  /** No link below this folder leads a file elsewhere. */
  readonly targetPath: string;
  /** Write in groups while the run goes on. Default false: all at its end. */
  readonly writesMeanwhile: boolean;
}

/** How many files are written as a group. */
const GROUP = 64;

type Content = string | Uint8Array;

function isSame(files: Files, path: string, content: Content): boolean {
  if (typeof content !== 'string') return false;
  const stat = files.stat(path);
  // A UTF-8 text is never shorter than its UTF-16 length, so most differences show without reading.
  if (stat === undefined || stat.size < content.length) return false;
  return files.readText(path) === content;
}

/**
 * Keeps the compiled SQL of a run until its end: a small write beside a database that syncs its log takes as long as a
 * statement, a hundred times longer than afterwards. After an unchanged project nothing has to be written at all.
 */
export function createWriteBuffer({ files, targetPath, writesMeanwhile }: WriteBufferOptions): WriteBuffer {
  let waiting = new Map<string, Content>();
  const checked = new Set<string>();
  let writing = Promise.resolve();
  const changed = ([path, content]: readonly [string, Content]): boolean => {
    if (!checked.has(dirname(path))) files.realFolders(targetPath, path);
    checked.add(dirname(path));
    return !isSame(files, path, content);
  };
  const write = (): void => {
    const group = waiting;
    waiting = new Map();
    // One group after another: a file may be in several of them.
    writing = writing.then(() => files.writeMany([...group].filter(changed)));
    // Told by `flush`.
    writing.catch(() => undefined);
  };
  return {
    files: Object.freeze({
      ...files,
      write(path: string, content: Content) {
        waiting.set(path, content);
        if (writesMeanwhile && waiting.size >= GROUP) write();
      },
    }),
    flush() {
      write();
      return writing;
    },
  };
}
