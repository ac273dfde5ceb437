import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type NodeResult, type RunOptions, run } from '../../src/index.ts';

const PROJECT = { 'dbt_project.yml': "name: small\nversion: '1.0'\nprofile: small\n" };
const PROFILE = {
  'profiles.yml':
    'small:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: small.duckdb, threads: 1}\n',
};

export interface Built {
  readonly folder: string;
  /** Writes files over those that are there. */
  write(files: Readonly<Record<string, string>>): void;
  run(options?: RunOptions): Promise<readonly NodeResult[]>;
  rows(sql: string): Promise<unknown[][]>;
  /** The text of a file below the project's folder. */
  read(path: string): string;
  remove(): void;
}

/** A project of these files in a folder of its own. */
export function smallProject(files: Readonly<Record<string, string>>): Built {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-small-'));
  const write = (more: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  write({ ...PROJECT, ...PROFILE, ...files });
  return {
    folder,
    write,
    run: async (options = {}) => (await run({ projectDir: folder, ...options })).results,
    async rows(sql) {
      const instance = await DuckDBInstance.create(join(folder, 'small.duckdb'));
      const connection = await instance.connect();
      try {
        return (await connection.runAndReadAll(sql)).getRowsJson();
      } finally {
        connection.closeSync();
        instance.closeSync();
      }
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
