import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files that every small project has. */
const BASE: Readonly<Record<string, string>> = {
  'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
  'profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n    other: {type: duckdb, path: other.duckdb, schema: elsewhere}\n',
};

export interface ProjectFolder {
  readonly root: string;
  write(files: Readonly<Record<string, string>>): void;
  remove(): void;
}

/** A dbt project in a temporary folder. Given files replace those that every project has. */
export function projectFolder(files: Readonly<Record<string, string>> = {}): ProjectFolder {
  const root = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  const write = (all: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  write({ ...BASE, ...files });
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}
