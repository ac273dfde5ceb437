/** How long commands take to start. usage: node test/bench/startup.mjs [--dbt PATH] */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateProject } from './generate-project.mjs';
import { measure, median, printTable } from './measure.mjs';

const { values } = parseArgs({ options: { dbt: { type: 'string' } } });
const sluice = [process.execPath, resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs')];
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
try {
  generateProject(folder, { models: 100 });
  const rows = [];
  const add = async (name, command, times = 15) => {
    rows.push({ name, ...(await median(times, () => measure(command, { cwd: folder }))) });
  };
  await add('node -e 0', [process.execPath, '-e', '0']);
  await add('sluice --version', [...sluice, '--version']);
  await add('sluice --help', [...sluice, '--help']);
  await add('sluice ls (100 models)', [...sluice, 'ls', '--quiet'], 7);
  await add('sluice parse (100 models)', [...sluice, 'parse'], 7);
  if (values.dbt) await add('dbt ls (100 models, warm)', [values.dbt, '--quiet', 'ls'], 3);
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
