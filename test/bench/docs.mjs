/**
 * Measures the docs: how long they take to make, how large the page is, and what a reader waits for, in headless Chromium
 * without a graphics processor. Models have 12 columns, some 40 lines of SQL and two tests; the page holds column lineage and
 * the results of a run.
 *
 * usage: node test/bench/docs.mjs [--models 200,1000,5000,10000] [--dbt-page FILE] [--dbt PATH] [--chromium /usr/bin/chromium]
 *   --dbt-page  dbt's page as its package holds it (`dbt/task/docs/index.html`): opened with the same manifest and catalog inside
 *   --dbt       the program: how long it takes to make its docs of the same project
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { openDbts, openOurs } from './docs-pages.mjs';
import { writeDocsProject } from './docs-project.mjs';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '200,1000,5000,10000' },
    dbt: { type: 'string' },
    'dbt-page': { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
const root = resolve(import.meta.dirname, '..', '..');

function timed(program, args, cwd) {
  const from = performance.now();
  const done = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
    maxBuffer: 1 << 28,
  });
  if (done.status !== 0)
    throw new Error(`${program} ${args.join(' ')}\n${done.stdout.slice(-2000)}\n${done.stderr.slice(-2000)}`);
  return (performance.now() - from) / 1000;
}

/** Seconds of processor time that a command takes, whoever else uses the machine. */
function processorSeconds(program, args, cwd) {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', program, ...args], { cwd, encoding: 'utf8' });
  return stderr
    .trim()
    .split(' ')
    .map(Number)
    .reduce((sum, each) => sum + each, 0);
}

/** dbt's static page: its own index with both artifacts in place of two words. */
function dbtsPage(index, target) {
  const artifact = (name) => () => readFileSync(join(target, name), 'utf8');
  return readFileSync(index, 'utf8')
    .replace('"MANIFEST.JSON INLINE DATA"', artifact('manifest.json'))
    .replace('"CATALOG.JSON INLINE DATA"', artifact('catalog.json'));
}

const browser = await chromium.launch({
  executablePath: values.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--enable-precise-memory-info'],
});
const rows = [];
const folder = mkdtempSync(join(tmpdir(), 'sluice-docs-bench-'));
try {
  for (const count of values.models.split(',').map(Number)) {
    const project = join(folder, String(count));
    writeDocsProject(project, count);
    const sluice = [join(root, 'bin', 'sluice.cjs'), '--quiet', 'docs'];
    const cold = timed(process.execPath, sluice, project);
    const warm = timed(process.execPath, sluice, project);
    const file = join(project, 'ours.html');
    copyFileSync(join(project, 'target', 'index.html'), file);
    const row = {
      models: count,
      generate: cold,
      again: warm,
      processor: processorSeconds(process.execPath, sluice, project),
      megabytes: statSync(file).size / 1e6,
      ...(await openOurs(browser, file)),
    };
    const index = values['dbt-page'];
    if (index !== undefined) {
      const page = join(project, 'dbt.html');
      writeFileSync(page, dbtsPage(index, join(project, 'target')));
      Object.assign(row, { dbtMegabytes: statSync(page).size / 1e6, ...(await openDbts(browser, page)) });
    }
    if (values.dbt !== undefined)
      row.dbtGenerate = timed(values.dbt, ['--quiet', 'docs', 'generate', '--static'], project);
    rows.push(row);
    console.log(JSON.stringify(row));
    rmSync(project, { recursive: true, force: true });
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

const COLUMNS = {
  models: 'models',
  generate: 'generate s',
  again: 'again s',
  processor: 'again, processor s',
  megabytes: 'page MB',
  usable: 'usable ms',
  opened: 'opening, processor ms',
  key: 'key ms',
  slowestKey: 'slowest key',
  keyWork: 'key, processor ms',
  slowestKeyWork: 'slowest, processor ms',
  whole: 'pan whole ms',
  wholeWork: 'processor ms',
  near: 'pan near ms',
  nearWork: 'processor ms',
  heap: 'heap MB',
  dbtGenerate: 'dbt generate s',
  dbtMegabytes: 'dbt page MB',
  dbtUsable: 'dbt usable ms',
  dbtOpened: 'opening, processor ms',
  dbtKey: 'dbt key ms',
  dbtSlowestKey: 'dbt slowest key',
  dbtKeyWork: 'key, processor ms',
  dbtSlowestKeyWork: 'slowest, processor ms',
  dbtGraph: 'dbt graph ms',
  dbtPan: 'dbt pan ms',
  dbtPanWork: 'processor ms',
  dbtHeap: 'dbt heap MB',
};
const cell = (value) => {
  if (value === undefined || Number.isNaN(value)) return '';
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 100 ? 2 : 0);
};
console.log(
  `| ${Object.values(COLUMNS).join(' | ')} |\n|${Object.keys(COLUMNS)
    .map(() => '---:|')
    .join('')}`,
);
for (const row of rows)
  console.log(
    `| ${Object.keys(COLUMNS)
      .map((name) => cell(row[name]))
      .join(' | ')} |`,
  );
