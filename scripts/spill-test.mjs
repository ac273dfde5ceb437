// Sorts, joins, groups and copies ten times as much data as the engine may keep in memory: they are moved to disk and finish.
// What cannot be moved fails with a hint, and leaves the table that was there.
//
// usage: node scripts/spill-test.mjs [--limit MB] [--times N]
//
// Prints for each kind of work how much it read, how long it took, what it wrote to `temp_directory` at most, and how much
// memory the process had.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

const CLI = new URL('../bin/sluice.cjs', import.meta.url).pathname;
const { values } = parseArgs({
  options: { limit: { type: 'string', default: '50' }, times: { type: 'string', default: '10' } },
});
const limit = Number(values.limit);
/** Bytes of a row: two integers and a text of ten letters that do not compress, as the engine keeps them in memory. */
const ROW = 32;
const rows = Math.round((limit * Number(values.times) * 1e6) / ROW);
const folder = mkdtempSync(join(tmpdir(), 'spill-test-'));
const spilled = join(folder, 'spilled');

const table = (sql) => `{{ config(materialized='table') }} ${sql}\n`;
const MODELS = {
  sort: table("select * from {{ ref('wide') }} order by h"),
  join: table(
    "select a.id, a.text, b.id as other from {{ ref('wide') }} a join {{ ref('wide') }} b on a.h = b.h",
  ),
  group_by: table("select h, count(*) as n, max(id) as id from {{ ref('wide') }} group by h"),
  copy: `{{ config(materialized='external', location='copied.parquet') }} select * from {{ ref('wide') }} order by h\n`,
};
const FILES = {
  'dbt_project.yml': "name: spill\nversion: '1.0'\nprofile: spill\n",
  'profiles.yml': `spill: {target: dev, outputs: {dev: {type: duckdb, path: spill.duckdb, threads: 1, settings: {memory_limit: ${limit}MB, threads: 1, temp_directory: '${spilled}', preserve_insertion_order: false}}}}\n`,
  'models/wide.sql': table(
    `select range as id, hash(range) as h, left(md5(range::varchar), 10) as text from range(${rows})`,
  ),
  // One list cannot be in two places.
  'models/one_list.sql': table(
    "select {% if var('grown', false) %}list(id) as all_of_it from {{ ref('wide') }}{% else %}[1] as all_of_it{% endif %}",
  ),
  ...Object.fromEntries(Object.entries(MODELS).map(([name, sql]) => [`models/${name}.sql`, sql])),
};

const sizeOf = (path) => {
  try {
    return readdirSync(path).reduce((total, name) => total + statSync(join(path, name)).size, 0);
  } catch {
    return 0;
  }
};

/** Peak of the memory of a process in MB, as Linux counts it; 0 elsewhere. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function call(...args) {
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let most = 0;
  let peak = 0;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (text += bytes));
  const timer = setInterval(() => {
    most = Math.max(most, sizeOf(spilled));
    peak = Math.max(peak, peakOf(child.pid));
  }, 20);
  return new Promise((done) =>
    child.once('close', (status) => {
      clearInterval(timer);
      done({ status, text, seconds: (performance.now() - started) / 1000, spilled: most / 1e6, peak });
    }),
  );
}

async function counted(from) {
  const instance = await DuckDBInstance.create(join(folder, 'spill.duckdb'));
  const connection = await instance.connect();
  const [[count]] = (await connection.runAndReadAll(`select count(*) from ${from}`)).getRows();
  connection.closeSync();
  instance.closeSync();
  return Number(count);
}

const faults = [];
const expect = (isTrue, what) => isTrue || faults.push(what);
try {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(join(folder, 'models'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const first = await call('run', '--select', 'wide', 'one_list');
  expect(first.status === 0, `the data cannot be made:\n${first.text}`);
  console.log(
    `memory_limit ${limit} MB, one thread, ${Math.round((rows * ROW) / 1e6)} MB of data (${rows} rows)\n`,
  );
  console.log('| what | seconds | spilled at most, MB | memory of the process, MB |\n|---|---:|---:|---:|');
  for (const name of Object.keys(MODELS)) {
    const one = await call('run', '--select', name);
    expect(one.status === 0, `${name} does not finish:\n${one.text}`);
    expect(one.spilled > limit, `${name} was not moved to disk: ${one.spilled} MB`);
    const from = name === 'copy' ? `read_parquet('${join(folder, 'copied.parquet')}')` : `"${name}"`;
    if (one.status === 0) expect((await counted(from)) === rows, `${name} has not all rows`);
    console.log(
      `| ${name} | ${one.seconds.toFixed(1)} | ${Math.round(one.spilled)} | ${Math.round(one.peak)} |`,
    );
  }
  const list = await call('run', '--select', 'one_list', '--vars', '{grown: true}');
  expect(list.status === 1 && list.text.includes('D026'), `a list that has no room:\n${list.text}`);
  expect(/memory_limit/.test(list.text), 'no hint says what helps against too little memory');
  expect((await counted('one_list')) === 1, 'the table that could not be replaced is not as it was');
  expect(sizeOf(spilled) === 0, 'files are left in temp_directory');
  console.log('\nA list of all of it fails with D026 and a hint; the table is as it was.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const each of faults) console.error(`FAULT: ${each}`);
console.log(`${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
