// What a killed run has left: in the database, in its journal, on the disk.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const plain = (_key, value) => (typeof value === 'bigint' ? Number(value) : value);

async function asked(folder, work) {
  const instance = await DuckDBInstance.create(join(folder, 'crash.duckdb'), {});
  const connection = await instance.connect();
  try {
    await connection.run(`set file_search_path='${folder}'`);
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRowsJS());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The stamp of each relation, what is wrong with those that have none, and what has no business in the database. */
export async function stampsOf(folder, holds) {
  const stamps = new Map();
  const faults = [];
  const litter = [];
  if (holds.length === 0) return { stamps, faults, litter };
  await asked(folder, async (query) => {
    for (const { name, rows, from } of holds) {
      const found = await query(`select stamp, count(*) from ${from} group by all`).catch((error) => [
        [String(error.message).split('\n')[0]],
      ]);
      const [[stamp, count] = []] = found;
      if (found.length === 1 && Number(count) === rows) stamps.set(name, Number(stamp));
      else faults.push(`${name} holds ${JSON.stringify(found, plain)}`);
    }
    const names = await query(
      "select table_name from information_schema.tables where table_name like '%\\_\\_dbt\\_%' escape '\\'",
    );
    litter.push(...names.flat());
  });
  return { stamps, faults, litter };
}

/** Lines of the journal of the run that was killed; null when it had none yet, or none any more. */
export function journalOf(folder) {
  const target = join(folder, 'target');
  const name = existsSync(target) && readdirSync(target).find((each) => each.startsWith('run_journal.'));
  if (!name) return null;
  const finished = new Set();
  let isPublished = false;
  for (const line of readFileSync(join(target, name), 'utf8').split('\n').slice(1)) {
    try {
      const value = JSON.parse(line);
      if (value.published) isPublished = true;
      if (value.unique_id && value.status === 'success') finished.add(value.unique_id);
    } catch {
      // The line that was being written.
    }
  }
  return { finished, isPublished };
}

/** Nodes that the last run did, by the file that it wrote. */
export function nodesOfLastRun(folder) {
  const { results } = JSON.parse(readFileSync(join(folder, 'target/run_results.json'), 'utf8'));
  return new Set(results.map((each) => each.unique_id));
}

/** Files that no finished run leaves. */
export const hiddenFiles = (folder) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter(
      (name) =>
        /\.sluice-|\.tmp$|\.wal$|__dbt_|staging|\.partial|\.dbt_packages-|\.fresh-|\.before-|run_journal|downloads\//.test(
          name,
        ) && !name.startsWith('sources'),
    );
