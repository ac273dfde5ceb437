import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';

/** Reads a JSON file that lies beside the tests of logs. */
export const readJson = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));

/** The calls of which dbt's logs are kept, by name. */
export const LOG_CALLS: Readonly<Record<string, readonly string[]>> = readJson('log-cases.json');

/** Works in a copy of the project of the logs, away from what a machine's environment says about colours. */
export function inLogProject(): { readonly folder: () => string } {
  const before = process.cwd();
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
    cpSync(join(import.meta.dirname, 'log-project'), folder, { recursive: true });
    process.chdir(folder);
    for (const name of ['CI', 'GITHUB_ACTIONS', 'FORCE_COLOR', 'NO_COLOR']) vi.stubEnv(name, '');
  });
  afterAll(() => {
    process.chdir(before);
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return { folder: () => folder };
}
