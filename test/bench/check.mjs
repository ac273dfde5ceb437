/**
 * How long a check of a whole project takes, from the start of the program to its exit.
 *
 * usage: node test/bench/check.mjs [--models 100,1000,5000] [--dbt PATH]
 *   --dbt  the program: its `compile` of the same project, which is the nearest that it has
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateProject } from './generate-project.mjs';
import { measure, median, printTable } from './measure.mjs';

const { values } = parseArgs({
  options: { models: { type: 'string', default: '100,1000,5000' }, dbt: { type: 'string' } },
});
const sluice = [process.execPath, resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs')];
const rows = [];
for (const models of values.models.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  try {
    generateProject(folder, { models });
    const add = async (name, command, times) => {
      rows.push({ name, ...(await median(times, () => measure(command, { cwd: folder }))) });
    };
    await add(`sluice check (${models} models, first)`, [...sluice, 'check', '--quiet'], 1);
    await add(`sluice check (${models} models)`, [...sluice, 'check', '--quiet'], 5);
    if (values.dbt) await add(`dbt compile (${models} models)`, [values.dbt, '--quiet', 'compile'], 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
printTable(rows);
