/**
 * Puts changed rows into a large table with each incremental strategy: with Sluice, and with the same SQL typed into DuckDB.
 *
 * usage: node test/bench/incremental.mjs [--rows 20000000] [--changed 200000] [--runs 3] [--folder DIR]
 *
 * Both sides are processes of their own that open a fresh copy of one database file, change the table in one transaction and
 * close the file, which has no log left then. They take turns, and the rows of both are compared. Shown are the seconds of the
 * statements or of the model, of the whole process, and what its threads worked; then the same as ratios.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { inTurn, measure } from './measure.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000000' },
    changed: { type: 'string', default: '200000' },
    runs: { type: 'string', default: '3' },
    folder: { type: 'string', default: tmpdir() },
    typed: { type: 'string' },
    database: { type: 'string' },
  },
});
const [rows, changed] = [Number(values.rows), Number(values.changed)];
const sluice = [process.execPath, resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs')];

/** Every hundredth key of the table, and a tenth of the changes are keys that are new. */
const STEP = Math.floor(rows / changed);
const TABLE = `select i as id, hash(i) % 1000 as customer, i * 0.5 as amount, 'status ' || (i % 7) as status, timestamp '2024-01-01' + to_seconds(i) as changed_at from range(${rows}) t(i)`;
const DELTA = `select case when i % 10 = 0 then ${rows} + i else i * ${STEP} end as id, 7::ubigint as customer, 1.5 as amount, 'changed' as status, timestamp '2025-01-01' as changed_at from range(${changed}) t(i)`;

/** Calls after which nothing is added any more to the code that is kept for the next one. */
const WARMING = 4;

/** What each of them sends, less what it needs a temporary table for. */
const STRATEGIES = {
  append: { typed: 'insert into facts select * from delta' },
  'delete+insert': {
    key: true,
    typed:
      'begin; delete from facts where id in (select id from delta); insert into facts select * from delta; commit',
  },
  merge: {
    key: true,
    typed:
      'merge into facts using delta on (delta.id = facts.id) when matched then update by name when not matched then insert by name',
  },
};

async function withDatabase(file, work) {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const answer = await work(connection);
  connection.closeSync();
  instance.closeSync();
  return answer;
}

/** What the raw side does, in a process of its own. */
async function typeStatements() {
  const seconds = await withDatabase(values.database, async (connection) => {
    const start = performance.now();
    await connection.run(values.typed);
    return (performance.now() - start) / 1000;
  });
  console.log(seconds);
}

function fingerprint(file) {
  return withDatabase(file, async (connection) => {
    const answer = await connection.runAndReadAll('select count(*), sum(hash(facts)::hugeint) from facts');
    return answer.getRows().join();
  });
}

async function compare(folder) {
  const base = join(folder, 'base.duckdb');
  const file = join(folder, 'shop.duckdb');
  mkdirSync(join(folder, 'models'));
  writeFileSync(
    join(folder, 'dbt_project.yml'),
    "name: shop\nversion: '1.0'\nprofile: shop\nmodels: {+materialized: incremental}\n",
  );
  writeFileSync(
    join(folder, 'profiles.yml'),
    `shop: {target: dev, outputs: {dev: {type: duckdb, path: '${file}'}}}\n`,
  );
  await withDatabase(base, async (connection) => {
    await connection.run(`create table facts as ${TABLE}`);
    await connection.run(`create table delta as ${DELTA}`);
  });
  const fresh = () => {
    rmSync(`${file}.wal`, { force: true });
    copyFileSync(base, file);
  };
  console.log(`${rows} rows, ${changed} changed keys`);
  console.log(
    'strategy'.padEnd(16),
    ...['typed s', 'process s', 'busy s', 'model s', 'process s', 'busy s', 'model', 'process', 'busy'].map(
      (each) => each.padStart(10),
    ),
  );
  const choose = (strategy, key) =>
    writeFileSync(
      join(folder, 'models', 'facts.sql'),
      `{{ config(incremental_strategy='${strategy}'${key ? ", unique_key='id'" : ''}) }}\nselect * from delta\n`,
    );
  const run = () => measure([...sluice, 'run'], { cwd: folder });
  choose('append', false);
  fresh();
  for (let call = 0; call < WARMING; call++) await run();
  for (const [strategy, { key, typed }] of Object.entries(STRATEGIES)) {
    choose(strategy, key);
    await measure([...sluice, 'parse'], { cwd: folder });
    const command = [process.execPath, import.meta.filename, '--typed', typed, '--database', file];
    let expected;
    const [raw, ours] = await inTurn(Number(values.runs), [
      async () => {
        fresh();
        const taken = await measure(command);
        expected ??= await fingerprint(file);
        return { ...taken, inside: Number(taken.stdout) };
      },
      async (at) => {
        fresh();
        const taken = await run();
        const { results } = JSON.parse(readFileSync(join(folder, 'target', 'run_results.json'), 'utf8'));
        if (existsSync(`${file}.wal`)) throw new Error(`${strategy}: a log is left`);
        if (at === 0 && (await fingerprint(file)) !== expected)
          throw new Error(`${strategy}: the rows differ`);
        return { ...taken, inside: results[0].execution_time };
      },
    ]);
    const figures = [raw.inside, raw.seconds, raw.busySeconds, ours.inside, ours.seconds, ours.busySeconds];
    console.log(
      strategy.padEnd(16),
      ...[
        ...figures,
        ours.inside / raw.inside,
        ours.seconds / raw.seconds,
        ours.busySeconds / raw.busySeconds,
      ].map((each) => each.toFixed(2).padStart(10)),
    );
  }
}

if (values.typed !== undefined) await typeStatements();
else {
  const folder = mkdtempSync(join(values.folder, 'sluice-bench-'));
  try {
    await compare(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
