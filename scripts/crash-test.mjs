// Kills runs with SIGKILL at random moments and looks at what they leave: the database opens, every relation is wholly old or
// wholly new, the next run finishes the work and leaves no litter, and the journal claims nothing that is not there.
//
// usage: node scripts/crash-test.mjs [--kills N] [--seed N] [--only SCENARIO,...] [--keep]
//
// Prints the spread: how many kills per scenario, how many while a statement was at work, how many between the commit of a
// node and its line in the journal. Fails when any promise is broken.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

const root = new URL('..', import.meta.url).pathname;
const CLI = join(root, 'bin/sluice.cjs');
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

let state = Number(values.seed);
/** A number from 0 to 1 that the seed decides (mulberry32). */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

const numbered = (count, make) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => make(index)));
const PROJECT = { 'dbt_project.yml': "name: crash\nversion: '1.0'\nprofile: crash\n" };
const PROFILE = {
  'profiles.yml':
    'crash: {target: dev, outputs: {dev: {type: duckdb, path: crash.duckdb, threads: 2, settings: {memory_limit: 1GB}}}}\n',
};
const STAMP = "{{ var('stamp') }} as stamp";

/** What each relation must hold: so many rows of one stamp. */
const tables = (names, rows) => names.map((name) => ({ name, rows, from: `main.${name}` }));

const HEAVY_ROWS = 600_000;
const heavyModels = numbered(10, (index) => [
  `models/heavy${index}.sql`,
  `{{ config(materialized='table') }} select ${STAMP}, range as id, hash(range) as h, md5(range::varchar) as text from range(${HEAVY_ROWS})`,
]);
const heavyNames = Object.keys(heavyModels).map((path) => path.slice('models/'.length, -'.sql'.length));

const SCENARIOS = {
  run: {
    files: heavyModels,
    args: ['run'],
    holds: tables(heavyNames, HEAVY_ROWS),
  },
  many: {
    files: numbered(600, (index) => [
      `models/small${index}.sql`,
      `{{ config(materialized='${index % 3 === 0 ? 'view' : 'table'}') }} select ${STAMP}, range as id from range(50)`,
    ]),
    args: ['run'],
    holds: tables(
      Array.from({ length: 600 }, (_, index) => `small${index}`),
      50,
    ),
  },
  atomic: {
    files: {
      ...heavyModels,
      'models/after.sql': `{{ config(materialized='table') }} select max(stamp) as stamp, id from {{ ref('heavy0') }} where id < 100 group by id`,
      'models/tests.yml': `models: [{name: heavy1, columns: [{name: id, data_tests: [unique, not_null]}]}]`,
    },
    args: ['build', '--atomic'],
    holds: [...tables(heavyNames, HEAVY_ROWS), { name: 'after', rows: 100, from: 'main.after' }],
    isAllOrNothing: true,
  },
  incremental: {
    files: numbered(8, (index) => [
      `models/grown${index}.sql`,
      `{{ config(materialized='incremental', unique_key='id', incremental_strategy='${['merge', 'delete+insert'][index % 2]}') }} select ${STAMP}, range as id, md5(range::varchar) as text from range(500000)`,
    ]),
    args: ['run'],
    holds: tables(
      Array.from({ length: 8 }, (_, index) => `grown${index}`),
      500_000,
    ),
  },
  snapshot: {
    files: numbered(6, (index) => [
      `snapshots/kept${index}.sql`,
      `{% snapshot kept${index} %}{{ config(unique_key='id', strategy='check', check_cols=['stamp']) }} select ${STAMP}, range as id, md5(range::varchar) as text from range(300000){% endsnapshot %}`,
    ]),
    args: ['snapshot'],
    holds: Array.from({ length: 6 }, (_, index) => ({
      name: `kept${index}`,
      rows: 300_000,
      from: `(select * from main.kept${index} where dbt_valid_to is null)`,
    })),
  },
  seed: {
    files: {},
    prepare(folder, stamp) {
      const lines = ['stamp,id,text'];
      for (let id = 0; id < 150_000; id++) lines.push(`${stamp},${id},text of ${id}`);
      const text = `${lines.join('\n')}\n`;
      write(
        folder,
        numbered(8, (index) => [`seeds/grain${index}.csv`, text]),
      );
    },
    args: ['seed'],
    holds: tables(
      Array.from({ length: 8 }, (_, index) => `grain${index}`),
      150_000,
    ),
  },
  external: {
    files: numbered(6, (index) => [
      `models/file${index}.sql`,
      `{{ config(materialized='external', location='out/file${index}.parquet') }} select ${STAMP}, range as id, md5(range::varchar) as text from range(600000)`,
    ]),
    prepare: (folder) => mkdirSync(join(folder, 'out'), { recursive: true }),
    args: ['run'],
    holds: Array.from({ length: 6 }, (_, index) => ({
      name: `file${index}`,
      rows: 600_000,
      from: `read_parquet('out/file${index}.parquet')`,
    })),
  },
  deps: {
    files: {},
    prepare(folder, stamp) {
      for (let index = 0; index < 8; index++) {
        const home = join(folder, 'sources', `pack${index}`);
        write(home, {
          'dbt_project.yml': `name: pack${index}\nversion: '1.0.${stamp}'\n`,
          ...numbered(150, (file) => [
            `models/m${file}.sql`,
            `-- ${stamp}\n${'select 1 as id '.padEnd(4000, ' ')}`,
          ]),
        });
        execFileSync('tar', ['-czf', `pack${index}.tar.gz`, `pack${index}`], {
          cwd: join(folder, 'sources'),
        });
      }
      const entries = Array.from({ length: 8 }, (_, index) => `  - local: sources/pack${index}`);
      write(folder, { 'packages.yml': `packages:\n${entries.join('\n')}\n` });
    },
    args: ['deps'],
    holds: [],
    checkFolder(folder, stamps) {
      const packages = join(folder, 'dbt_packages');
      if (!existsSync(packages)) return [];
      return readdirSync(packages).flatMap((name) => {
        const models = join(packages, name, 'models');
        if (!existsSync(models)) return [`${name} is incomplete`];
        const found = new Set(
          readdirSync(models).map((file) => readFileSync(join(models, file), 'utf8').split('\n')[0]),
        );
        const isWhole = found.size === 1 && readdirSync(models).length === 150;
        const isKnown = stamps.some((stamp) => found.has(`-- ${stamp}`));
        return isWhole && isKnown ? [] : [`${name} is neither old nor new`];
      });
    },
  },
};

function start(folder, args, stamp) {
  const given = args[0] === 'retry' || args[0] === 'deps' ? args : [...args, '--vars', `{stamp: ${stamp}}`];
  return spawn(process.execPath, [CLI, ...given, '--quiet'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function finish(folder, args, stamp) {
  const given = args[0] === 'retry' || args[0] === 'deps' ? args : [...args, '--vars', `{stamp: ${stamp}}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...given], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, text: `${stdout}${stderr}` };
}

async function asked(folder, work) {
  const path = join(folder, 'crash.duckdb');
  if (!existsSync(path)) return { missing: true };
  const instance = await DuckDBInstance.create(path, {});
  const connection = await instance.connect();
  try {
    await connection.run(`set file_search_path='${folder}'`);
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRowsJS());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The stamp of each relation; what is wrong with those that have none. */
async function stampsOf(folder, holds) {
  const stamps = new Map();
  const faults = [];
  const litter = [];
  if (holds.length > 0)
    await asked(folder, async (query) => {
      for (const { name, rows, from } of holds) {
        const found = await query(`select stamp, count(*) from ${from} group by all`);
        const [[stamp, count] = []] = found;
        if (found.length === 1 && Number(count) === rows) stamps.set(name, Number(stamp));
        else
          faults.push(
            `${name} holds ${JSON.stringify(found, (_, each) => (typeof each === 'bigint' ? Number(each) : each))}`,
          );
      }
      const names = await query(
        "select table_name from information_schema.tables where table_name like '%\\_\\_dbt\\_%' escape '\\'",
      );
      litter.push(...names.flat());
    });
  return { stamps, faults, litter };
}

function journalOf(folder) {
  const target = join(folder, 'target');
  const name = existsSync(target) && readdirSync(target).find((each) => each.startsWith('run_journal.'));
  if (!name) return null;
  const started = new Set();
  const finished = new Set();
  for (const line of readFileSync(join(target, name), 'utf8').split('\n').slice(1)) {
    try {
      const value = JSON.parse(line);
      if (value.started) started.add(value.started);
      if (value.unique_id && value.status === 'success') finished.add(value.unique_id);
    } catch {
      // The line that was being written.
    }
  }
  return { started, finished };
}

const hiddenFiles = (folder) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(
      (name) => /\.sluice-|\.tmp$|\.wal$|__dbt_|staging|\.partial/.test(name) && !name.startsWith('sources'),
    );

async function killOnce(name, scenario, { folder, stamp, seconds }) {
  const faults = [];
  const next = stamp + 1;
  scenario.prepare?.(folder, next);
  const child = start(folder, scenario.args, next);
  const ended = new Promise((done) => child.once('exit', (_code, signal) => done(signal)));
  const delay = 150 + random() * seconds * 1000;
  const timer = setTimeout(() => child.kill('SIGKILL'), delay);
  const wasKilled = (await ended) === 'SIGKILL';
  clearTimeout(timer);
  const journal = journalOf(folder);
  const after = await stampsOf(folder, scenario.holds);
  faults.push(...after.faults);
  const isNew = (each) => after.stamps.get(each) === next;
  for (const [relation, found] of after.stamps)
    if (found !== stamp && found !== next) faults.push(`${relation} has stamp ${found}`);
  const fresh = scenario.holds.filter((each) => isNew(each.name)).length;
  if (scenario.isAllOrNothing && fresh !== 0 && fresh !== scenario.holds.length)
    faults.push(`${fresh} of ${scenario.holds.length} relations are new`);
  const nodeName = (id) => id.split('.').at(-1);
  const isStaged = scenario.isAllOrNothing === true;
  if (journal !== null && !isStaged)
    for (const id of journal.finished)
      if (scenario.holds.some((each) => each.name === nodeName(id)) && !isNew(nodeName(id)))
        faults.push(`the journal has ${id}, the database has not`);
  faults.push(...(scenario.checkFolder?.(folder, [stamp, next]) ?? []));
  const isWriting = journal !== null && [...journal.started].some((id) => !journal.finished.has(id));
  const committed = scenario.holds.filter((each) => isNew(each.name)).length;
  const noted = journal === null ? 0 : [...journal.finished].length;
  const isBetween = journal !== null && !isStaged && committed > noted;
  // The next run: `retry` where there is something to retry, the command itself where the kill came before the first line.
  const again = finish(folder, journal === null || name === 'deps' ? scenario.args : ['retry'], next);
  const isNothingLeft = /nothing to (?:do|retry)|no results|not.*retry/i.test(again.text);
  if (again.status !== 0 && !isNothingLeft) faults.push(`the next run failed:\n${again.text}`);
  if (again.status !== 0) finish(folder, scenario.args, next);
  const whole = await stampsOf(folder, scenario.holds);
  faults.push(...whole.faults, ...whole.litter.map((each) => `litter in the database: ${each}`));
  for (const each of scenario.holds)
    if (whole.stamps.get(each.name) !== next) faults.push(`${each.name} is not new after the next run`);
  faults.push(...(scenario.checkFolder?.(folder, [next]) ?? []));
  faults.push(...hiddenFiles(folder).map((each) => `litter on the disk: ${each}`));
  return { faults, wasKilled, isWriting, isBetween, moment: delay / 1000 };
}

async function main() {
  const chosen = Object.entries(SCENARIOS).filter(
    ([name]) => values.only === undefined || values.only.split(',').includes(name),
  );
  const kills = Number(values.kills);
  const base = mkdtempSync(join(tmpdir(), 'crash-test-'));
  let broken = 0;
  const table = [];
  try {
    for (const [index, [name, scenario]] of chosen.entries()) {
      const folder = join(base, name);
      write(folder, { ...PROJECT, ...PROFILE, ...scenario.files });
      scenario.prepare?.(folder, 1);
      const first = finish(folder, scenario.args, 1);
      if (first.status !== 0) throw new Error(`${name} does not run:\n${first.text}`);
      const started = performance.now();
      scenario.prepare?.(folder, 2);
      const preparing = performance.now();
      finish(folder, scenario.args, 2);
      const seconds = (performance.now() - preparing) / 1000;
      void started;
      const count = Math.floor(kills / chosen.length) + (index < kills % chosen.length ? 1 : 0);
      const row = { name, seconds, kills: 0, writing: 0, between: 0, early: Infinity, late: 0 };
      for (let stamp = 2, tried = 0; row.kills < count && tried < count * 3; stamp++, tried++) {
        const { faults, ...kill } = await killOnce(name, scenario, { folder, stamp, seconds });
        if (faults.length > 0) {
          broken += 1;
          console.log(
            `${name}, killed after ${kill.moment.toFixed(2)} s:\n  ${faults.slice(0, 8).join('\n  ')}`,
          );
          if (values.keep) cpSync(folder, `${folder}-broken-${stamp}`, { recursive: true });
        }
        if (!kill.wasKilled) continue;
        row.kills += 1;
        row.writing += kill.isWriting ? 1 : 0;
        row.between += kill.isBetween ? 1 : 0;
        row.early = Math.min(row.early, kill.moment);
        row.late = Math.max(row.late, kill.moment);
      }
      table.push(row);
      console.log(`${name}: ${row.kills} kills`);
      if (!values.keep) rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    if (values.keep) console.log(base);
    else rmSync(base, { recursive: true, force: true });
  }
  console.log(
    '\n| what is killed | takes s | kills | from s | to s | while a node was at work | between commit and journal |',
  );
  console.log('|---|---:|---:|---:|---:|---:|---:|');
  for (const each of table)
    console.log(
      `| ${each.name} | ${each.seconds.toFixed(1)} | ${each.kills} | ${each.early.toFixed(2)} | ${each.late.toFixed(2)} | ${each.writing} | ${each.between} |`,
    );
  const sum = (key) => table.reduce((total, each) => total + each[key], 0);
  console.log(`| all | | ${sum('kills')} | | | ${sum('writing')} | ${sum('between')} |`);
  console.log(`\nseed ${values.seed}: ${sum('kills')} kills, ${broken} broke a promise`);
  if (broken > 0) process.exitCode = 1;
}

await main();
