// Calls the cross-database macros with the real dbt, as test/macros/cross-database/cases.yml says, and keeps columns, rows and
// sentences as test/macros/golden/cross-database.json.
//
//   node scripts/oracle/cross-database-golden.mjs [FOLDER]     (FOLDER: where install.sh put dbt, default ~/.cache/sluice-oracle)

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { answersIn, writeProject } from '../../test/macros/cross-database/project.mjs';

const golden = resolve(import.meta.dirname, '..', '..', 'test', 'macros', 'golden', 'cross-database.json');
const dbt = join(process.argv[2] ?? join(homedir(), '.cache', 'sluice-oracle'), 'bin', 'dbt');
const folder = mkdtempSync(join(tmpdir(), 'sluice-calls-'));
const call = (...args) =>
  spawnSync(dbt, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
  });

writeProject(folder);
const version = call('--version').stdout.match(/installed: +(\S+)|duckdb: +(\S+)/g);
call('run');
const { results } = JSON.parse(readFileSync(join(folder, 'target', 'run_results.json'), 'utf8'));
const outcomes = results.map(({ unique_id, status, message }) => ({
  name: unique_id.split('.').at(-1),
  error: status === 'success' ? null : message,
}));
const answers = await answersIn(folder, outcomes);
writeFileSync(golden, `${JSON.stringify({ dbt: version, command: 'run', answers }, null, 1)}\n`);
rmSync(folder, { recursive: true, force: true });
