import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../support/fingerprint.mjs';

const root = resolve(import.meta.dirname, '..', '..');
const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden', 'dbt-build.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'sluice-example-'));

function build(load: string) {
  const generate = join(root, 'example-project', 'generate.mjs');
  execFileSync(process.execPath, [generate, '--quiet', '--load', load, '--out', join(folder, 'data', 'raw')]);
  const sluice = join(root, 'bin', 'sluice.cjs');
  // Ends with an exit code of its own where anything would fail.
  execFileSync(process.execPath, [sluice, 'check', '--warn-error'], { cwd: folder, stdio: 'pipe' });
  execFileSync(process.execPath, [sluice, 'build'], { cwd: folder, stdio: 'pipe' });
}

async function tables() {
  // Views read files by paths relative to the project's folder.
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await fingerprint(join(folder, 'tidewater.duckdb'));
  } finally {
    process.chdir(before);
  }
}

function statuses(): Record<string, string> {
  const { results } = JSON.parse(readFileSync(join(folder, 'target', 'run_results.json'), 'utf8'));
  return Object.fromEntries(
    results.map((each: { unique_id: string; status: string; failures: number | null }) => [
      each.unique_id,
      `${each.status}${each.failures === null ? '' : ` ${each.failures}`}`,
    ]),
  );
}

describe('the example project', () => {
  beforeAll(() => {
    cpSync(join(root, 'example-project'), folder, {
      recursive: true,
      filter: (path) => !/[\\/](data|target|logs|\.sluice)$|\.duckdb(\.wal)?$/.test(path),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const [index, load] of ['1', '2'].entries()) {
    it(`has the tables and statuses after load ${load} that dbt gives`, async () => {
      build(load);
      const expected = golden.loads[index];
      expect(Object.keys(expected.tables).length).toBeGreaterThan(30);
      expect(await tables()).toEqual(expected.tables);
      expect(statuses()).toEqual(expected.statuses);
    });
  }
});
