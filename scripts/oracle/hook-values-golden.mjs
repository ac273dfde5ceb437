// Writes what dbt shows to hooks at the end of a run, and what it writes down of the run, as test/artifacts/golden/hook-values.json.
//
//   node scripts/oracle/hook-values-golden.mjs [FOLDER]     (FOLDER: where install.sh put dbt, default ~/.cache/sluice-oracle)

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hookValues } from '../../test/support/hook-values.mjs';

const home = resolve(import.meta.dirname, '..', '..', 'test', 'artifacts');
const dbt = join(process.argv[2] ?? join(homedir(), '.cache', 'sluice-oracle'), 'bin', 'dbt');
const folder = mkdtempSync(join(tmpdir(), 'sluice-oracle-'));
cpSync(join(home, 'projects', 'hook-values'), folder, { recursive: true });
const args = ['build', '--vars', '{v: 1}'];
const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_ENV_CUSTOM_ENV_team: 'x' };
// One model is meant to fail.
const { status, stdout } = spawnSync(dbt, args, { cwd: folder, env, encoding: 'utf8' });
if (status !== 1) throw new Error(`dbt ended with ${status}\n${stdout}`);
const { metadata } = JSON.parse(readFileSync(join(folder, 'target', 'manifest.json'), 'utf8'));
const golden = {
  made: { command: `dbt ${args.join(' ')}`, version: metadata.dbt_version },
  ...hookValues(folder),
};
writeFileSync(join(home, 'golden', 'hook-values.json'), `${JSON.stringify(golden, null, 1)}\n`);
rmSync(folder, { recursive: true });
