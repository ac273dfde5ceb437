/**
 * Opens the docs page of the example project in a real browser, from disk, and looks at every kind of page: that it is there,
 * that nothing is asked of the network, that no error is logged, that it can be read by everybody (axe), in light and dark, on
 * a desk and on a phone.
 *
 * usage: node scripts/check-docs-site.mjs [--page target/index.html] [--shots FOLDER]
 *   --page    a page that exists already; otherwise the example project is built and documented in a temporary folder
 *   --shots   keeps a picture of every page
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values } = parseArgs({ options: { page: { type: 'string' }, shots: { type: 'string' } } });
const root = resolve(import.meta.dirname, '..');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

let checks = 0;
const faults = [];
function check(what, isTrue, detail = '') {
  checks++;
  if (!isTrue) faults.push(`${what}${detail === '' ? '' : `: ${detail}`}`);
}

function run(args, cwd) {
  const done = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`${args.join(' ')} ended with ${done.status}\n${done.stdout}\n${done.stderr}`);
}

/** The example project, built twice and documented, with one failing model more. */
function makeExample() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-docs-'));
  const example = join(folder, 'example-project');
  cpSync(join(root, 'example-project'), example, {
    recursive: true,
    filter: (path) => !/\/(data|target|logs|\.sluice)$|\.duckdb/.test(path),
  });
  const sluice = join(root, 'bin', 'sluice.cjs');
  for (const load of ['1', '2']) {
    run(
      [
        join(root, 'example-project', 'generate.mjs'),
        '--scale',
        '1',
        '--load',
        load,
        '--out',
        join(example, 'data', 'raw'),
      ],
      root,
    );
    run([sluice, 'build'], example);
  }
  cpSync(join(example, 'target', 'manifest.json'), join(folder, 'before', 'manifest.json'));
  run([sluice, 'docs', '--state', join(folder, 'before')], example);
  return {
    page: join(example, 'target', 'index.html'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const ROUTES = [
  ['overview', '#/', 'Needs attention'],
  ['map', '#/map', null],
  ['lineage', '#/lineage?select=%2Bdaily_revenue', null],
  ['model', '#/model/daily_revenue', 'Columns'],
  ['columns', '#/model/daily_revenue?tab=lineage&column=revenue_usd', 'filters and joins'],
  ['code', '#/model/daily_revenue?tab=code', 'as written'],
  ['tests', '#/model/daily_revenue?tab=tests', 'Failing rows'],
  ['runs', '#/model/daily_revenue?tab=runs', 'Seconds'],
  ['details', '#/model/daily_revenue?tab=details', 'Configuration'],
  ['files', '#/source/shop.sales?tab=files', 'row groups'],
  ['seed', '#/seed/currency_rates', 'Columns'],
  ['exposure', '#/exposure/weekly_business_review?tab=details', 'owner'],
  ['test', '#/test/sales_arrive_once', 'severity warn'],
  ['macros', '#/list/macro', 'macro'],
  ['tests-list', '#/list/test', 'tests'],
  ['last-run', '#/run', 'critical path'],
  ['dbt-address', '#!/model/model.tidewater.daily_revenue', 'Columns'],
  ['missing', '#/model/no_such_thing', 'Not here'],
];

/** Rules of axe that a canvas or a scrolling frame cannot follow are none; all are asked. */
async function audit(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const told = violations.map((each) => `${each.id} (${each.nodes[0]?.html.slice(0, 120)})`);
  check(`${name}: accessible`, violations.length === 0, told.join('; '));
}

async function openPage(browser, { file, scheme, width, height }) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    bypassCSP: true,
  });
  const page = await context.newPage();
  page.on('console', (message) => {
    // The check itself reads the canvas.
    if (message.text().includes('willReadFrequently')) return;
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error on the page: ${error.message}`));
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(`file://${file}`) || /^(data|blob):/.test(request.url());
    if (!isOwn) faults.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  await page.waitForSelector('#content', { state: 'attached' });
  // Keys are listened to a moment after the first paint.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300))));
  return page;
}

async function goTo(page, hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForTimeout(150);
}

async function lookAtPages(browser, options) {
  const page = await openPage(browser, options);
  const kind = `${options.scheme}-${options.width}`;
  for (const [name, hash, text] of ROUTES) {
    await goTo(page, hash);
    if (text !== null)
      check(`${kind} ${name}: says "${text}"`, (await page.textContent('#content'))?.includes(text) === true);
    check(`${kind} ${name}: has a heading`, (await page.locator('h1').count()) === 1);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${kind} ${name}: fits the width`, overflow <= 0, `${overflow} px too wide`);
    await audit(page, `${kind} ${name}`);
    if (values.shots !== undefined)
      await page.screenshot({ path: join(values.shots, `${kind}-${name}.png`), fullPage: true });
  }
  await page.context().close();
}

async function isDrawn(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas.graph');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) painted++;
    return painted > 500;
  });
}

async function useThePage(browser, options) {
  const page = await openPage(browser, options);
  await page.keyboard.press('/');
  await page.waitForSelector('.palette input:focus');
  await page.keyboard.type('revnue_usd', { delay: 5 });
  await page.waitForSelector('#hits li');
  check('search forgives a letter', (await page.textContent('#hits'))?.includes('revenue_usd') === true);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('column'));
  check('search opens what it found', page.url().includes('column=revenue_usd'), page.url());
  await page.keyboard.press('m');
  await page.waitForTimeout(200);
  check('m opens the map', page.url().endsWith('#/map') && (await isDrawn(page)));
  await page.mouse.move(400, 300);
  await page.mouse.wheel(0, -400);
  await page.mouse.down();
  await page.mouse.move(500, 350, { steps: 4 });
  await page.mouse.up();
  check('the map is still there after zooming and moving', await isDrawn(page));
  await page.focus('canvas.graph');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const spoken = await page.textContent('[aria-live]');
  check('arrow keys tell where they are', /reads \d+, read by \d+/.test(spoken ?? ''), spoken ?? '');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(150);
  check('Enter opens the box', /#\/(model|source|seed|exposure)\//.test(page.url()), page.url());
  await goTo(page, '#/model/daily_revenue');
  check('the lineage is drawn', await isDrawn(page));
  await page.click('text=List');
  check(
    'the list says what the picture shows',
    (await page.textContent('.graph-list'))?.includes('silver_sales') === true,
  );
  await page.click('text=List');
  for (const kind of ['svg', 'png', 'mermaid']) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.click(`[aria-label="Save as ${kind}"]`),
    ]);
    const content = readFileSync(await file.path());
    const start = { svg: '<svg', png: '\u0089PNG', mermaid: 'flowchart LR' }[kind];
    check(
      `saves ${kind}`,
      content.toString('latin1').startsWith(start),
      content.toString('latin1').slice(0, 20),
    );
  }
  await goTo(page, '#/model/daily_revenue?tab=lineage&column=revenue_usd');
  await page.click('text=List >> nth=1');
  const related = await page.textContent('.graph-list');
  check(
    'column lineage goes over several models',
    related?.includes('shop.sales.unit_price') === true,
    related ?? '',
  );
  await page.check('text=filters and joins');
  const more = await page.textContent('.graph-list');
  check('filters and joins are told when asked for', (more?.length ?? 0) > (related?.length ?? 0));
  const theme = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await theme();
  await page.keyboard.press('Escape');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('t');
  await page.waitForTimeout(100);
  check('t changes the theme', (await theme()) !== before);
  await page.keyboard.press('?');
  check('? tells the keys', (await page.locator('[role=dialog]').count()) === 1);
  await page.context().close();
}

/** Bytes that the page's script may have, its library included. */
const MOST_BYTES = 90_000;

const executablePath = BROWSERS.find((each) => existsSync(each));
if (executablePath === undefined) {
  console.error('No browser: install chromium.');
  process.exit(1);
}
if (values.shots !== undefined) mkdirSync(values.shots, { recursive: true });
const made = values.page === undefined ? makeExample() : { page: resolve(values.page), remove: () => {} };
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const file = made.page;
  await lookAtPages(browser, { file, scheme: 'light', width: 1280, height: 800 });
  await lookAtPages(browser, { file, scheme: 'dark', width: 1280, height: 800 });
  await lookAtPages(browser, { file, scheme: 'light', width: 390, height: 800 });
  await useThePage(browser, { file, scheme: 'light', width: 1280, height: 800 });
} finally {
  await browser.close();
  made.remove();
}
const { size } = statSync(join(root, 'dist', 'docs-site', 'app.js'));
check('the script is small', size < MOST_BYTES, `${size} bytes`);
for (const fault of faults) console.error(`  ${fault}`);
console.log(`docs page: ${checks} checks, ${faults.length} faults`);
process.exit(faults.length === 0 && checks > 200 ? 0 : 1);
