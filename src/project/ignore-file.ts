import { join } from 'node:path';
import ignore from 'ignore';
import type { Host } from '../host/index.ts';

/** Whether a path below the package's root (forward slashes) is left out. */
export type IgnoreRule = (path: string) => boolean;

/** The rules of a package's `.dbtignore`, which has the syntax of `.gitignore`. */
export function readIgnoreFile(host: Host, root: string): IgnoreRule {
  const path = join(root, '.dbtignore');
  if (host.files.stat(path)?.isDirectory !== false) return () => false;
  const rules = ignore().add(host.files.readText(path));
  return (each) => rules.ignores(each);
}
