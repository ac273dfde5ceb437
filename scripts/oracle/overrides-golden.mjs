// Runs the project in test/macros with every built-in macro of the real dbt overridden, by name, by the names that dispatch looks
// for, and by those of a package in `dispatch:`; keeps which of them each node called, as test/macros/golden/overrides.json.
//
//   node scripts/oracle/overrides-golden.mjs [FOLDER]     (FOLDER: where install.sh put dbt, default ~/.cache/sluice-oracle)

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { traceOf, WAYS, writeProject } from '../../test/macros/overrides/project.mjs';
import { STEPS } from '../../test/macros/steps.mjs';

const golden = resolve(import.meta.dirname, '..', '..', 'test', 'macros', 'golden', 'overrides.json');
const dbt = join(process.argv[2] ?? join(homedir(), '.cache', 'sluice-oracle'), 'bin', 'dbt');

function trace(way) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-overrides-'));
  writeProject(folder, way);
  const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
  const steps = STEPS.slice(0, 2).map(({ command, day }) => {
    const args = ['--log-format', 'json', command, '--vars', `{day: ${day}}`];
    const { stdout } = spawnSync(dbt, args, { cwd: folder, encoding: 'utf8', env, maxBuffer: 1e9 });
    const messages = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).info.msg);
    const { results } = JSON.parse(readFileSync(join(folder, 'target', 'run_results.json'), 'utf8'));
    return traceOf(messages, Object.fromEntries(results.map((each) => [each.unique_id, each.status])));
  });
  rmSync(folder, { recursive: true, force: true });
  return steps;
}

const version = spawnSync(dbt, ['--version'], { encoding: 'utf8' }).stdout.match(
  /installed: +(\S+)|duckdb: +(\S+)/g,
);
const ways = Object.fromEntries(WAYS.map((way) => [way, trace(way)]));
writeFileSync(golden, `${JSON.stringify({ dbt: version, ways }, null, 1)}\n`);
