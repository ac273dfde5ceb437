/** What sorting a table by `cluster_by` buys: time to write it, time of a narrow filter. usage: node test/bench/cluster-by.mjs */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const ROWS = 5_000_000;
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const source = `select i as id, date '2020-01-01' + cast(hash(i) % 1500 as integer) as sold_on, hash(i + 1) % 1000 as product, i * 0.5 as amount from range(${ROWS}) t(i)`;
try {
  console.log('table'.padEnd(28), 'write s'.padStart(9), 'file MB'.padStart(9), 'filter ms'.padStart(10));
  for (const [name, order] of [
    ['as it comes', ''],
    ["cluster_by: ['sold_on']", ' order by sold_on'],
  ]) {
    const file = join(folder, `${order === '' ? 'plain' : 'sorted'}.duckdb`);
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    let start = performance.now();
    await connection.run(`create table sales as select * from (${source})${order}`);
    await connection.run('checkpoint');
    const write = (performance.now() - start) / 1000;
    const query =
      "select count(*), sum(amount) from sales where sold_on between date '2023-01-01' and date '2023-01-07'";
    await connection.run(query);
    const times = [];
    for (let at = 0; at < 9; at++) {
      start = performance.now();
      await connection.run(query);
      times.push(performance.now() - start);
    }
    connection.closeSync();
    instance.closeSync();
    times.sort((a, b) => a - b);
    console.log(
      name.padEnd(28),
      write.toFixed(2).padStart(9),
      (statSync(file).size / 1048576).toFixed(0).padStart(9),
      times[4].toFixed(1).padStart(10),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
