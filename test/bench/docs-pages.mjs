/** What a reader waits for on a docs page, in a browser: ours, and dbt's of the same project. */

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

/** Milliseconds between frames while the mouse drags a picture. */
async function panFrames(page, canvas, zoom) {
  const { x, y, width, height } = await page.locator(canvas).first().boundingBox();
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
async function typed(page, selector, query) {
  const times = [];
  for (const key of query)
    times.push(
      await page.evaluate(
        async ([input, letter]) => {
          const field = document.querySelector(input);
          const from = performance.now();
          field.value += letter;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          // What renders in a microtask is there when a task has run.
          await new Promise((done) => setTimeout(done, 0));
          return performance.now() - from;
        },
        [selector, key],
      ),
    );
  return times;
}

async function searchKeys(page) {
  const times = [];
  for (const query of QUERIES) {
    await page.keyboard.press('/');
    await page.waitForSelector('.palette input');
    times.push(...(await typed(page, '.palette input', query)));
    await page.keyboard.press('Escape');
  }
  return times;
}

async function ourMap(page) {
  await page.evaluate(() => {
    location.hash = '#/map';
  });
  await page.waitForSelector('canvas.graph');
  await page.waitForTimeout(400);
}

function heapOf(page) {
  return page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
}

export async function openOurs(browser, file) {
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
  await ourMap(page);
  const whole = await panFrames(page, 'canvas.graph', 0);
  const near = await panFrames(page, 'canvas.graph', 6);
  const heap = await heapOf(page);
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

/** Nobody waits longer for a picture. */
const PATIENCE = 120_000;

/** Opens the graph of everything; NaN where it has not come when patience is out. */
async function dbtsGraph(page) {
  try {
    await page.evaluate(() => document.querySelector('[ng-click="onLauncherClick()"]').click());
    const from = performance.now();
    await page.waitForSelector('.launcher canvas', { state: 'visible', timeout: PATIENCE });
    await page.waitForFunction(() => document.querySelector('.launcher canvas').width > 300, null, {
      timeout: PATIENCE,
    });
    const dbtGraph = performance.now() - from;
    await page.waitForTimeout(1000);
    return { dbtGraph, dbtPan: median(await panFrames(page, '.launcher canvas', 0)) };
  } catch {
    return { dbtGraph: Number.NaN, dbtPan: Number.NaN };
  }
}

export async function openDbts(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10 * PATIENCE);
  const from = performance.now();
  await page.goto(`file://${file}`);
  await page.waitForSelector('.app-content, .markdown', { state: 'visible' });
  const dbtUsable = performance.now() - from;
  const dbtHeap = await heapOf(page);
  const keys = [];
  for (const query of QUERIES) {
    await page.evaluate(() => {
      const field = document.querySelector('#search');
      field.value = '';
      field.focus();
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    keys.push(...(await typed(page, '#search', query)));
  }
  const graph = await dbtsGraph(page);
  await context.close();
  return { dbtUsable, dbtHeap, dbtKey: median(keys), dbtSlowestKey: Math.max(...keys), ...graph };
}
