/**
 * Builds the generated project with Sluice, with the same statements typed into DuckDB, and with dbt where it is given.
 *
 * usage: node test/bench/build.mjs [--models 1000] [--dbt PATH]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateProject } from './generate-project.mjs';
import { inTurn, measure, median, printTable } from './measure.mjs';

const { values } = parseArgs({ options: { models: { type: 'string' }, dbt: { type: 'string' } } });
const sluice = [process.execPath, resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs')];
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const database = join(folder, 'bench.duckdb');
const removeDatabase = () => {
  for (const end of ['', '.wal']) rmSync(database + end, { force: true });
};

/** One statement a model, one count a test, one checkpoint: what no framework can do without. */
function rawStatements() {
  const { results } = JSON.parse(readFileSync(join(folder, 'target', 'run_results.json'), 'utf8'));
  const { nodes } = JSON.parse(readFileSync(join(folder, 'target', 'manifest.json'), 'utf8'));
  const schemas = new Set();
  const statements = [];
  for (const { unique_id: id, compiled_code: sql } of results) {
    const node = nodes[id];
    if (node === undefined) continue;
    if (node.resource_type === 'test') {
      statements.push(`select count(*) as failures, count(*) != 0, count(*) != 0 from (${sql}) t`);
      continue;
    }
    schemas.add(node.schema);
    if (node.resource_type === 'seed') {
      const csv = join(folder, node.original_file_path);
      statements.push(`create or replace table ${node.relation_name} as from read_csv('${csv}')`);
    } else statements.push(`create or replace ${node.config.materialized} ${node.relation_name} as (${sql})`);
  }
  return [
    ...[...schemas].map((each) => `create schema if not exists "${each}"`),
    ...statements,
    'checkpoint',
  ];
}

/** In a process of its own, so that its peak of memory is its own; the seconds are those of the statements. */
async function runRaw(statements) {
  const list = join(folder, 'statements.json');
  writeFileSync(list, JSON.stringify(statements));
  const script = resolve(import.meta.dirname, 'raw-statements.mjs');
  const found = await measure([process.execPath, script, database, list]);
  return { ...found, seconds: Number(found.stdout) };
}

try {
  generateProject(folder, { models: Number(values.models ?? 1000) });
  const first = await measure([...sluice, 'build'], { cwd: folder });
  const statements = rawStatements();
  const rows = [];
  const [raw, ours] = await inTurn(5, [
    () => {
      removeDatabase();
      return runRaw(statements);
    },
    () => {
      removeDatabase();
      return measure([...sluice, 'build'], { cwd: folder });
    },
  ]);
  rows.push({ name: `raw: ${statements.length} statements, one connection`, ...raw });
  rows.push({ name: 'sluice build', ...ours });
  rows.push({ name: 'sluice build, first time', ...first });
  rows.push({
    name: 'sluice parse',
    ...(await median(3, () => measure([...sluice, 'parse'], { cwd: folder }))),
  });
  rows.push({ name: 'sluice ls', ...(await median(3, () => measure([...sluice, 'ls'], { cwd: folder }))) });
  if (values.dbt) {
    removeDatabase();
    const env = { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
    await measure([values.dbt, 'parse'], { cwd: folder, env });
    rows.push({
      name: 'dbt build, parsed before',
      ...(await measure([values.dbt, 'build'], { cwd: folder, env })),
    });
  }
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
