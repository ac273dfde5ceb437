// Measures what an atomic run costs on top of the run itself, in two ways: copies of the file that are renamed into place, and
// hidden tables that are switched in one transaction. Prints a table.
//
// usage: node test/bench/atomic.mjs
import { constants, copyFileSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const SHAPES = [
  { tables: 1000, rows: 100 },
  { tables: 200, rows: 50_000 },
  { tables: 20, rows: 2_000_000 },
  { tables: 4, rows: 20_000_000 },
];
const RUNS = 3;

const folder = mkdtempSync(join(tmpdir(), 'bench-atomic-'));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function open(path) {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  return {
    run: (sql) => connection.run(sql),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const columns = (seed) =>
  `range as id, hash(range + ${seed}) % 100000 as amount, 'customer ' || hash(range) % 5000 as name, date '2025-01-01' + (range % 500)::int as day`;

async function make(path, { tables, rows }) {
  const database = await open(path);
  for (let index = 0; index < tables; index++)
    await database.run(`create table t${index} as select ${columns(index)} from range(${rows})`);
  await database.run('checkpoint');
  database.close();
}

/** Copy, and rename into place. */
async function copying(path) {
  const copy = `${path}.copy`;
  const copied = await timed(async () => copyFileSync(path, copy, constants.COPYFILE_FICLONE));
  const renamed = await timed(async () => renameSync(copy, path));
  return { copied, renamed };
}

/** Switch all tables from hidden names in one transaction; and what a hidden incremental table costs first: a copy of it. */
async function switching(path, { tables }) {
  const database = await open(path);
  for (let index = 0; index < tables; index++)
    await database.run(`create table h${index} as select * from t${index} limit 0`);
  const switched = await timed(async () => {
    const statements = Array.from(
      { length: tables },
      (_, index) => `drop table t${index}; alter table h${index} rename to t${index}`,
    );
    await database.run(`begin; ${statements.join('; ')}; commit`);
  });
  database.close();
  return { switched };
}

async function copyOfOneTable(path) {
  const database = await open(path);
  const duplicated = await timed(() => database.run('create table duplicate as select * from t0'));
  await database.run('drop table duplicate; checkpoint');
  database.close();
  return duplicated;
}

try {
  console.log(
    '| tables | rows each | file MB | copy ms | rename ms | switch in one transaction ms | copy of one table for an increment ms |',
  );
  console.log('|---:|---:|---:|---:|---:|---:|---:|');
  for (const shape of SHAPES) {
    const path = join(folder, 'bench.duckdb');
    await make(path, shape);
    const megabytes = statSync(path).size / 1e6;
    const runs = [];
    for (let run = 0; run < RUNS; run++)
      runs.push({ ...(await copying(path)), duplicated: await copyOfOneTable(path) });
    const { switched } = await switching(path, shape);
    const of = (key) => median(runs.map((each) => each[key])).toFixed(key === 'renamed' ? 2 : 0);
    console.log(
      `| ${shape.tables} | ${shape.rows} | ${megabytes.toFixed(0)} | ${of('copied')} | ${of('renamed')} | ${switched.toFixed(0)} | ${of('duplicated')} |`,
    );
    rmSync(path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
