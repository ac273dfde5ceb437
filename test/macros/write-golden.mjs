/**
 * Runs the project beside this file with the real dbt, step by step, and keeps what it answers and leaves in the database.
 *
 * usage: node test/macros/write-golden.mjs DBT      (the path of a dbt with dbt-duckdb)
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseState } from './database-state.mjs';
import { comparableMessage, STEPS } from './steps.mjs';

const dbt = process.argv[2];
const folder = mkdtempSync(join(tmpdir(), 'sluice-macros-'));
cpSync(join(import.meta.dirname, 'project'), folder, { recursive: true });
mkdirSync(join(folder, 'files'));
process.chdir(folder);

const run = (args) =>
  spawnSync(dbt, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
  });
const version = run(['--version']).stdout.match(/installed: +(\S+)|duckdb: +(\S+)/g);

const steps = [];
for (const step of STEPS) {
  const args = [
    step.command,
    '--vars',
    `{day: ${step.day}}`,
    ...(step.fullRefresh ? ['--full-refresh'] : []),
  ];
  run(args);
  const { results } = JSON.parse(readFileSync(join(folder, 'target', 'run_results.json'), 'utf8'));
  steps.push({
    name: step.name,
    args,
    results: Object.fromEntries(
      results.map((each) => [
        each.unique_id,
        {
          status: each.status,
          message: comparableMessage(each.message),
          failures: each.failures,
          adapterResponse: each.adapter_response,
          compiledCode: each.compiled_code ?? null,
        },
      ]),
    ),
    database: await databaseState(join(folder, 'warehouse.duckdb')),
  });
}
const target = join(import.meta.dirname, 'golden', 'dbt-builds.json');
writeFileSync(target, `${JSON.stringify({ dbt: version, steps }, null, 1)}\n`);
rmSync(folder, { recursive: true, force: true });
