import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, type NodeResult } from '../../src/index.ts';
import { databaseState } from './database-state.mjs';
import { comparableMessage, STEPS } from './steps.mjs';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden', 'dbt-builds.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'sluice-macros-'));
const before = process.cwd();

function answer(result: NodeResult) {
  return {
    status: result.status,
    message: comparableMessage(result.message),
    failures: result.failures,
    adapterResponse: result.adapterResponse,
    compiledCode: result.compiled?.compiledCode ?? null,
  };
}

describe('the built-in macros, on a project that uses them all', () => {
  beforeAll(() => {
    cpSync(join(import.meta.dirname, 'project'), folder, { recursive: true });
    mkdirSync(join(folder, 'files'));
    // External models write to paths relative to the working directory.
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [index, step] of STEPS.entries()) {
    it(`${step.name}: answers, compiled text and tables are dbt's`, async () => {
      const { results } = await build({
        projectDir: folder,
        vars: { day: step.day },
        fullRefresh: step.fullRefresh,
      });
      const expected = golden.steps[index];
      const answers = Object.fromEntries(results.map((each) => [each.node.uniqueId, answer(each)]));
      for (const [id, each] of Object.entries(expected.results))
        expect([id, answers[id]]).toEqual([id, each]);
      expect(Object.keys(answers).sort()).toEqual(Object.keys(expected.results).sort());
      expect(Object.keys(answers).length).toBeGreaterThan(50);
      // A CSV file without rows has no types: ours are those of the query, dbt's are text.
      expected.database.tables['main.extc'].columns = [
        'id INTEGER',
        'k VARCHAR',
        'n INTEGER',
        'ts TIMESTAMP',
      ];
      expect(await databaseState(join(folder, 'warehouse.duckdb'))).toEqual(expected.database);
    });
  }
});
