/**
 * What a newcomer sees first: makes the example's raw data, builds the example project, shows one of its tables, then lets
 * new data arrive and builds again. `npm start` installs before.
 *
 * usage: node scripts/start.mjs [--scale N]
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } });
const root = resolve(import.meta.dirname, '..');
const example = join(root, 'example-project');
const isWatched = process.stdout.isTTY === true;

function heading(text) {
  console.log(isWatched ? `\n\u001b[1m${text}\u001b[22m` : `\n${text}`);
}

function run(script, args, options = {}) {
  const done = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', ...options });
  if (done.error) throw done.error;
  if (done.status !== 0) {
    console.error(`\n${[script, ...args].join(' ')} ended with ${done.status ?? done.signal}`);
    process.exit(done.status ?? 1);
  }
}

const sluice = (...args) => run(join(root, 'bin', 'sluice.cjs'), args, { cwd: example });
const generate = (load) =>
  run(join(example, 'generate.mjs'), [
    '--scale',
    values.scale,
    '--load',
    load,
    '--out',
    join(example, 'data', 'raw'),
  ]);

run(join(root, 'scripts', 'ensure-installed.mjs'), ['--build']);

// Starts from nothing, so that everybody sees the same.
rmSync(join(example, 'tidewater.duckdb'), { force: true });
rmSync(join(example, 'tidewater.duckdb.wal'), { force: true });

heading('1. Raw data: Parquet, CSV and JSON files of January to April');
generate('1');

heading('2. sluice check: every model bound on empty tables, before anything is built');
sluice('check');

heading('3. sluice build: staging, silver and gold tables with their tests');
sluice('build');

heading('4. May arrives, with late rows and corrections; incremental models take in what is new');
generate('2');
sluice('build', '--select', 'config.materialized:incremental+');

heading('5. The docs page: lineage down to columns, tests, runs, the files behind sources');
sluice('docs');

heading('6. One of the tables');
sluice('--quiet', 'show', '--select', 'daily_revenue', '--limit', '5');

heading('Look around');
console.log(`  cd example-project
  node ../bin/sluice.cjs --help
  node ../bin/sluice.cjs ls --select +daily_revenue
  node ../bin/sluice.cjs show --select marketing_effectiveness
`);
