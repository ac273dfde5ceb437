/**
 * Reads the generated project: for the first time, after one edit, unchanged, and to list it. With dbt and the alpha of its
 * second version beside it, where they are given, on the same files.
 *
 * usage: node test/bench/parse.mjs [--models 1000,5000] [--times 3] [--dbt PATH] [--dbt2 PATH]
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateProject } from './generate-project.mjs';
import { measure, median, printTable } from './measure.mjs';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '1000,5000' },
    times: { type: 'string', default: '3' },
    dbt: { type: 'string' },
    dbt2: { type: 'string' },
  },
});
const times = Number(values.times);
const env = { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };
const programs = [
  ['sluice', [process.execPath, resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs')], times],
  ...(values.dbt2 ? [['dbt 2.0.0 alpha 4', [values.dbt2], times]] : []),
  ...(values.dbt ? [['dbt 1.12', [values.dbt], 1]] : []),
];
const EDITED = join('models', 'staging', 'area_000', 'sta_00003.sql');

/** The four ways in which a project is read. */
async function rowsOf([name, command, rounds], folder) {
  const call = (...args) => measure([...command, ...args], { cwd: folder, env });
  const forget = () => rmSync(join(folder, 'target'), { recursive: true, force: true });
  const row = async (what, run) => ({ name: `${name}: ${what}`, ...(await median(rounds, run)) });
  return [
    await row('parse, first time', () => {
      forget();
      return call('parse');
    }),
    await row('parse, after one edit', () => {
      appendFileSync(join(folder, EDITED), '-- edited\n');
      return call('parse');
    }),
    await row('parse, unchanged', () => call('parse')),
    await row('ls, unchanged', () => call('ls')),
  ];
}

for (const models of values.models.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  try {
    generateProject(folder, { models });
    const rows = [
      { name: 'node, doing nothing', ...(await median(times, () => measure([process.execPath, '-e', '0']))) },
    ];
    for (const program of programs) {
      rmSync(join(folder, 'target'), { recursive: true, force: true });
      rows.push(...(await rowsOf(program, folder)));
    }
    console.log(`\n${models} models`);
    printTable(rows);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
