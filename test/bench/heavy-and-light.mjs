/**
 * Two heavy models beside forty light ones: how near a run comes to the best plan that somebody could lay down by hand. The
 * same statements are given to DuckDB in several fixed plans (which connection takes which statements, in which order); the
 * fastest of them counts. The heavy models come last in dbt's order, which is the worst for a run that has to find out.
 *
 * usage: node test/bench/heavy-and-light.mjs [--rows 20000000] [--light 40] [--runs 3]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { inTurn, measure, printTable } from './measure.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000000' },
    light: { type: 'string', default: '40' },
    runs: { type: 'string', default: '3' },
  },
});
const THREADS = 4;
const runs = Number(values.runs);
const sluice = [process.execPath, resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs')];
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const database = join(folder, 'bench.duckdb');

const HEAVY = [
  [
    'z_heavy_customers',
    'select customer, count(*) as orders, sum(amount) as amount, count(distinct day) as days from facts group by customer',
  ],
  [
    'z_heavy_ranks',
    'select *, row_number() over (partition by customer order by amount desc, id) as place from facts qualify place <= 2',
  ],
];
const LIGHT = Array.from({ length: Number(values.light) }, (_, at) => [
  `light_${String(at).padStart(2, '0')}`,
  `select day, sum(amount) as amount, count(*) as orders from facts_of_a_week where customer % ${at + 2} = 0 group by day`,
]);

async function statements(path, list) {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const sql of list) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

const create = ([name, sql]) => `create or replace table main.${name} as (${sql})`;
const shared = (list, lanes) =>
  Array.from({ length: lanes }, (_, lane) => list.filter((_, at) => at % lanes === lane));

/** Fixed plans: for each connection the statements that it takes, one after another. */
const PLANS = {
  'one connection, heavy first': [[...HEAVY, ...LIGHT]],
  'one connection, light first': [[...LIGHT, ...HEAVY]],
  'a connection for each heavy one, the light ones behind': shared([...HEAVY, ...LIGHT], 2),
  'a connection for each heavy one, two for the light ones': [...shared(HEAVY, 2), ...shared(LIGHT, 2)],
  'four connections, light first': shared([...LIGHT, ...HEAVY], 4),
  'the heavy ones one after the other, one connection for the light ones': [HEAVY, LIGHT],
};

async function runPlan(lanes) {
  const start = performance.now();
  const instance = await DuckDBInstance.create(database);
  await Promise.all(
    lanes.map(async (lane) => {
      const connection = await instance.connect();
      for (const model of lane) await connection.run(create(model));
      connection.closeSync();
    }),
  );
  const connection = await instance.connect();
  await connection.run('checkpoint');
  connection.closeSync();
  instance.closeSync();
  return { seconds: (performance.now() - start) / 1000 };
}

const dropAll = () =>
  statements(database, [
    ...[...HEAVY, ...LIGHT].map(([name]) => `drop table if exists main.${name}`),
    'checkpoint',
  ]);

function writeProject() {
  mkdirSync(join(folder, 'models'));
  writeFileSync(
    join(folder, 'dbt_project.yml'),
    "name: bench\nversion: '1.0'\nprofile: bench\nmodels: {bench: {+materialized: table}}\n",
  );
  writeFileSync(
    join(folder, 'profiles.yml'),
    `bench:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: bench.duckdb, threads: ${THREADS}}\n`,
  );
  for (const [name, sql] of [...HEAVY, ...LIGHT])
    writeFileSync(join(folder, 'models', `${name}.sql`), `${sql}\n`);
}

try {
  writeProject();
  await statements(database, [
    `create table facts as
     select i as id, hash(i) % ${Math.ceil(Number(values.rows) / 8)} as customer, hash(i + 1) % 10000 as amount,
            date '2024-01-01' + (hash(i + 2) % 365)::integer as day
     from range(${Number(values.rows)}) t(i)`,
    "create table facts_of_a_week as from facts where day < date '2024-01-08'",
    'checkpoint',
  ]);
  await measure([...sluice, 'run'], { cwd: folder });
  const plans = Object.entries(PLANS);
  const ours = async () => {
    await dropAll();
    return measure([...sluice, 'run'], { cwd: folder });
  };
  const found = await inTurn(runs, [
    ...plans.map(([, lanes]) => async () => {
      await dropAll();
      return runPlan(lanes);
    }),
    ours,
  ]);
  const rows = plans.map(([name], index) => ({ name, ...found[index] }));
  rows.sort((a, b) => a.seconds - b.seconds);
  printTable([...rows, { name: `sluice run, ${THREADS} threads`, ...found.at(-1) }]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
