import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes files by their paths below a folder. */
export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** So many files, each a path and its text. */
export const numbered = (count, make) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));
