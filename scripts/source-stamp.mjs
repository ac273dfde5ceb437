import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file in dist/ in which a build leaves the stamp of what it was built from. */
export const STAMP = '.stamp';

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A hash of everything that goes into dist/: names and contents, not times, which a checkout changes. */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  const files = [
    ...filesBelow(join(root, 'src')),
    ...filesBelow(join(root, 'templates', 'macros')),
    ...filesBelow(join(root, 'templates', 'docs-site')),
    join(root, 'scripts', 'build.mjs'),
    join(root, 'package-lock.json'),
  ];
  for (const path of files) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}
