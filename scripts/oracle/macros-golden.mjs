// Runs the project in test/macros with the real dbt, step by step, and keeps what it answers and leaves in the database, as
// test/macros/golden/dbt-builds.json.
//
//   node scripts/oracle/macros-golden.mjs [FOLDER]     (FOLDER: where install.sh put dbt, default ~/.cache/sluice-oracle)

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { databaseState } from '../../test/macros/database-state.mjs';
import { comparableMessage, STEPS } from '../../test/macros/steps.mjs';

const home = resolve(import.meta.dirname, '..', '..', 'test', 'macros');
const dbt = join(process.argv[2] ?? join(homedir(), '.cache', 'sluice-oracle'), 'bin', 'dbt');
const folder = mkdtempSync(join(tmpdir(), 'sluice-macros-'));
cpSync(join(home, 'project'), folder, { recursive: true });
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
const target = join(home, 'golden', 'dbt-builds.json');
writeFileSync(target, `${JSON.stringify({ dbt: version, steps }, null, 1)}\n`);
rmSync(folder, { recursive: true, force: true });
