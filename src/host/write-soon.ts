import { close, constants, open, write } from 'node:fs';

/** Zero on Windows, where links cannot be told by opening them. */
const { O_CREAT, O_NOFOLLOW = 0, O_TRUNC, O_WRONLY } = constants;

function writeAll(handle: number, bytes: Uint8Array, done: (isWritten: boolean) => void): void {
  write(handle, bytes, 0, bytes.length, null, (error, count) => {
    if (error !== null) done(false);
    else if (count < bytes.length) writeAll(handle, bytes.subarray(count), done);
    else done(true);
  });
}

/**
 * Writes a file in a folder that is there, on another thread. False where that did not work, for whatever reason: a link at
 * `path` is one, which is never followed.
 */
export function writeSoon(path: string, content: string | Uint8Array): Promise<boolean> {
  if (O_NOFOLLOW === 0) return Promise.resolve(false);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return new Promise((resolve) => {
    open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, (openError, handle) => {
      if (openError !== null) resolve(false);
      else
        writeAll(handle, bytes, (isWritten) =>
          close(handle, (error) => resolve(isWritten && error === null)),
        );
    });
  });
}
