import { closeSync, mkdirSync, openSync, rmSync, write, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** How long a line waits at most before it is handed to the system, in milliseconds. */
const PAUSE = 50;

/** A file of lines that is written while other work goes on. What was handed to the system survives the end of the process. */
export interface LineLog {
  /** Adds a line; it is in the file 50 ms later at the latest. */
  append(line: string): void;
  /** Closes the file and removes it, or leaves it to whoever comes next. */
  close(outcome: 'removed' | 'kept'): void;
}

/**
 * Begins a file, replacing any of that name; the first line is in it when this returns. Lines go out in groups: a write for
 * each of them, beside a database that syncs its log, takes as long as a small statement. Throws Node's own errors.
 */
export function openLineLog(path: string, firstLine: string): LineLog {
  mkdirSync(dirname(path), { recursive: true });
  const handle = openSync(path, 'w');
  writeSync(handle, `${firstLine}\n`);
  let waiting = '';
  let timer: NodeJS.Timeout | undefined;
  let isWriting = false;
  let isClosed = false;
  const flush = (): void => {
    timer = undefined;
    if (isClosed || isWriting || waiting === '') return;
    const text = waiting;
    waiting = '';
    isWriting = true;
    write(handle, text, () => {
      isWriting = false;
      if (isClosed) closeSync(handle);
      else if (waiting !== '') schedule();
    });
  };
  const schedule = (): void => {
    timer ??= setTimeout(flush, PAUSE);
    timer.unref();
  };
  const writeRest = (): void => {
    try {
      writeSync(handle, waiting);
    } catch {
      // On a full disk what is in the file has to do.
    }
  };
  return {
    append(line) {
      if (isClosed) return;
      waiting += `${line}\n`;
      schedule();
    },
    close(outcome) {
      if (isClosed) return;
      clearTimeout(timer);
      if (outcome === 'kept' && !isWriting) writeRest();
      isClosed = true;
      // At once: the process may end before a write under way does.
      if (outcome === 'removed') rmSync(path, { force: true });
      if (!isWriting) closeSync(handle);
    },
  };
}
