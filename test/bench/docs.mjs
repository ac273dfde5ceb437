/**
 * Measures the docs: how long they take to make, how large the page is, and what a reader waits for, in headless Chromium
 * without a graphics processor. Models have 12 columns, some 40 lines of SQL and two tests; the page holds column lineage and
 * the results of a run.
 *
 * usage: node test/bench/docs.mjs [--models 200,1000,5000,10000] [--dbt PATH] [--chromium /usr/bin/chromium]
 *   --dbt   also makes dbt's docs of the same project (parse and compile of dbt come with it) and opens its page
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { writeDocsProject } from './docs-project.mjs';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '200,1000,5000,10000' },
    dbt: { type: 'string' },
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

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

/** Milliseconds between frames while the mouse drags a picture. */
async function panFrames(page, hash, zoom) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForSelector('canvas.graph');
  await page.waitForTimeout(400);
  const { x, y, width, height } = await page.locator('canvas.graph').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  for (let step = 0; step < zoom; step++) await page.mouse.wheel(0, -300);
  await page.waitForTimeout(200);
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const tick = (now) => {
      window.frames_.push(now - last);
      last = now;
      window.tick_ = requestAnimationFrame(tick);
    };
    window.tick_ = requestAnimationFrame(tick);
  });
  await page.mouse.down();
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(
      x + width / 2 + Math.sin(step / 6) * 200,
      y + height / 2 + Math.cos(step / 5) * 120,
    );
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
  return page.evaluate(() => {
    cancelAnimationFrame(window.tick_);
    return window.frames_.slice(2);
  });
}

const QUERIES = ['orders', 'fct_order_sales', 'custmer', 'order amount', 'finance'];

/** Milliseconds that a key takes from press to the drawn list. */
async function searchKeys(page) {
  const times = [];
  for (const query of QUERIES) {
    await page.keyboard.press('/');
    await page.waitForSelector('.palette input');
    for (const key of query) {
      times.push(
        await page.evaluate(async (letter) => {
          const input = document.querySelector('.palette input');
          const from = performance.now();
          input.value += letter;
          input.dispatchEvent(new Event('input', { bubbles: true }));
          // Preact renders in a microtask; the list is there when that has run.
          await new Promise((done) => setTimeout(done, 0));
          return performance.now() - from;
        }, key),
      );
    }
    await page.keyboard.press('Escape');
  }
  return times;
}

async function openOurs(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  const usable = [];
  for (let run = 0; run < 3; run++) {
    await page.goto('about:blank');
    await page.goto(`file://${file}`);
    await page.waitForSelector('#content', { state: 'attached' });
    usable.push(
      await page.evaluate(() => performance.getEntriesByName('usable')[0]?.startTime ?? Number.NaN),
    );
  }
  const keys = await searchKeys(page);
  const whole = await panFrames(page, '#/map', 0);
  const near = await panFrames(page, '#/map', 6);
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
  await context.close();
  return {
    usable: median(usable),
    key: median(keys),
    slowestKey: Math.max(...keys),
    whole: median(whole),
    near: median(near),
    heap,
  };
}

async function openDbts(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const from = performance.now();
  await page.goto(`file://${file}`);
  await page.waitForSelector('.app-content, .markdown', { state: 'visible' });
  const usable = performance.now() - from;
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
  await context.close();
  return { usable, heap };
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
      megabytes: statSync(file).size / 1e6,
      ...(await openOurs(browser, file)),
    };
    if (values.dbt !== undefined) {
      row.dbtGenerate = timed(values.dbt, ['--quiet', 'docs', 'generate', '--static'], project);
      const page = join(project, 'target', 'static_index.html');
      row.dbtMegabytes = statSync(page).size / 1e6;
      const theirs = await openDbts(browser, page);
      row.dbtUsable = theirs.usable;
      row.dbtHeap = theirs.heap;
    }
    rows.push(row);
    console.log(JSON.stringify(row));
    rmSync(project, { recursive: true, force: true });
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

const heading = [
  'models',
  'generate s',
  'again s',
  'page MB',
  'usable ms',
  'key ms',
  'slowest key',
  'pan whole ms',
  'pan near ms',
  'heap MB',
  'dbt generate s',
  'dbt page MB',
  'dbt usable ms',
  'dbt heap MB',
];
const cells = ({
  models,
  generate,
  again,
  megabytes,
  usable,
  key,
  slowestKey,
  whole,
  near,
  heap,
  dbtGenerate,
  dbtMegabytes,
  dbtUsable,
  dbtHeap,
}) =>
  [
    models,
    generate,
    again,
    megabytes,
    usable,
    key,
    slowestKey,
    whole,
    near,
    heap,
    dbtGenerate,
    dbtMegabytes,
    dbtUsable,
    dbtHeap,
  ].map((value) =>
    value === undefined ? '' : Number.isInteger(value) ? String(value) : value.toFixed(value < 100 ? 2 : 0),
  );
console.log(`| ${heading.join(' | ')} |\n|${heading.map(() => '---:|').join('')}`);
for (const row of rows) console.log(`| ${cells(row).join(' | ')} |`);
