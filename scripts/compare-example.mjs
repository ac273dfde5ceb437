/**
 * Builds the example project with dbt and with Sluice, first load and second, and compares every table row for row.
 *
 * usage: node scripts/compare-example.mjs --dbt PATH [--update]
 *   --update writes what dbt answered to test/example/golden/, which `npm test` compares with.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fingerprint } from '../test/support/fingerprint.mjs';

const { values } = parseArgs({ options: { dbt: { type: 'string' }, update: { type: 'boolean' } } });
const root = resolve(import.meta.dirname, '..');
const dbt = values.dbt ?? 'dbt';
const sluice = [process.execPath, join(root, 'bin', 'sluice.cjs')];

function run(command, folder) {
  const [program, ...args] = command;
  const done = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (done.error) throw done.error;
  if (done.status !== 0) {
    console.log(done.stdout, done.stderr);
    throw new Error(`${command.join(' ')} ended with ${done.status}`);
  }
}

function statuses(folder) {
  const { results } = JSON.parse(readFileSync(join(folder, 'target', 'run_results.json'), 'utf8'));
  return Object.fromEntries(
    results
      .map((each) => [each.unique_id, `${each.status}${each.failures === null ? '' : ` ${each.failures}`}`])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Both loads through one program; what the database and run_results.json hold after each. */
async function buildWith(command) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-example-'));
  try {
    cpSync(join(root, 'example-project'), folder, {
      recursive: true,
      filter: (path) =>
        !/(^|[\\/])(data|target|logs|\.sluice)$|\.duckdb(\.wal)?$/.test(
          path.slice(join(root, 'example-project').length),
        ),
    });
    const answers = [];
    for (const load of ['1', '2']) {
      run(
        [
          process.execPath,
          join(root, 'example-project', 'generate.mjs'),
          '--quiet',
          '--load',
          load,
          '--out',
          join(folder, 'data', 'raw'),
        ],
        folder,
      );
      run([...command, 'build'], folder);
      // dbt runs from the project's folder, so relative paths in views mean the same; the reader must stand there too.
      const before = process.cwd();
      process.chdir(folder);
      try {
        answers.push({
          tables: await fingerprint(join(folder, 'tidewater.duckdb')),
          statuses: statuses(folder),
        });
      } finally {
        process.chdir(before);
      }
    }
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const theirs = await buildWith([dbt]);
const goldenPath = join(root, 'test', 'example', 'golden', 'dbt-build.json');
if (values.update) {
  const version = spawnSync(dbt, ['--version'], { encoding: 'utf8' }).stdout.match(/installed:\s*(\S+)/)?.[1];
  writeFileSync(
    goldenPath,
    `${JSON.stringify({ command: 'dbt build, load 1 and load 2', dbt: version, loads: theirs }, null, 1)}\n`,
  );
  console.log(`wrote ${goldenPath}`);
}
const ours = await buildWith(sluice);
let compared = 0;
const differences = [];
for (const [index, their] of theirs.entries()) {
  for (const part of ['tables', 'statuses']) {
    const names = new Set([...Object.keys(their[part]), ...Object.keys(ours[index][part])]);
    for (const name of names) {
      compared++;
      const [a, b] = [JSON.stringify(their[part][name]), JSON.stringify(ours[index][part][name])];
      if (a !== b) differences.push(`load ${index + 1}: ${name}\n  dbt    ${a}\n  sluice ${b}`);
    }
  }
}
for (const difference of differences) console.log(difference);
console.log(`${compared} relations and statuses compared, ${differences.length} differ`);
process.exitCode = differences.length === 0 && compared > 100 ? 0 : 1;
