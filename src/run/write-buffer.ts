import { dirname } from 'node:path';
import type { Files } from '../host/index.ts';

/** A disk whose plain writes wait in memory. */
export interface WriteBuffer {
  readonly files: Files;
  /** Writes what waits; files that already have this content are left alone. */
  flush(): void;
}

function isSame(files: Files, path: string, content: string | Uint8Array): boolean {
  if (typeof content !== 'string') return false;
  const stat = files.stat(path);
  // A UTF-8 text is never shorter than its UTF-16 length, so most differences show without reading.
  if (stat === undefined || stat.size < content.length) return false;
  return files.readText(path) === content;
}

/**
 * Keeps the compiled SQL of a run until its end. A small write beside a database that syncs its log takes as long as a
 * statement, a hundred times longer than afterwards; and after an unchanged project nothing has to be written at all. No link
 * below `targetPath` leads a file elsewhere.
 */
export function createWriteBuffer(files: Files, targetPath: string): WriteBuffer {
  const waiting = new Map<string, string | Uint8Array>();
  return {
    files: Object.freeze({
      ...files,
      write(path: string, content: string | Uint8Array) {
        waiting.set(path, content);
      },
    }),
    flush() {
      const checked = new Set<string>();
      for (const [path, content] of waiting) {
        if (!checked.has(dirname(path))) files.realFolders(targetPath, path);
        checked.add(dirname(path));
        if (!isSame(files, path, content)) files.write(path, content);
      }
      waiting.clear();
    },
  };
}
