import { join } from 'node:path';
import type { Host } from '../host/index.ts';

/** A new folder whose name begins with `prefix` and says which process it belongs to. */
export function makeOwnFolder({ files, pid }: Host, parent: string | undefined, prefix: string): string {
  return files.makeTemporaryFolder(`${prefix}${pid}-`, parent);
}

/** Paths of such folders, and of what was set aside beside them, whose process has ended. */
export function leftovers(
  { files, pid, isRunning }: Host,
  parent: string,
  prefix: string,
): readonly string[] {
  return files
    .list(parent)
    .filter((name) => {
      const [, owner] = (name.startsWith(prefix) && OWNED.exec(name.slice(prefix.length))) || [];
      return owner !== undefined && Number(owner) !== pid && !isRunning(Number(owner));
    })
    .map((name) => join(parent, name));
}

const OWNED = /^(\d+)-[A-Za-z0-9]{6}(?:\.old)?$/;
