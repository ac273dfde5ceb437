import { join } from 'node:path';
import ignore from 'ignore';
import type { Host } from '../host/index.ts';

/** Whether a path below the package's root (forward slashes) is left out. */
export type IgnoreRule = (path: string) => boolean;

/** No path is as long as this, and expressions cannot be made of patterns of any length. */
const LONGEST_PATTERN = 8192;

/** The rules of a package's `.dbtignore`, which has the syntax of `.gitignore`. */
export function readIgnoreFile(host: Host, root: string): IgnoreRule {
  const path = join(root, '.dbtignore');
  if (host.files.stat(path)?.isDirectory !== false) return () => false;
  const lines = host.files.readText(path).split(/\r?\n/);
  const rules = ignore().add(lines.filter((line) => line.length <= LONGEST_PATTERN));
  return (each) => rules.ignores(each);
}
