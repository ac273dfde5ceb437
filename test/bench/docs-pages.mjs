/** What a reader waits for on a docs page, in a browser: ours, and dbt's of the same project. */

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

/**
 * Asks for the milliseconds of processor time that the page's own thread has taken: what it waits for is its own work, whoever
 * else uses the machine.
 */
async function processorClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime').value * 1000;
  };
}

/** Milliseconds between frames while the mouse drags a picture, and of processor time for one. */
async function panFrames(page, clock, { canvas, zoom }) {
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
  const from = await clock();
  await page.mouse.down();
  for (let step = 0; step < 60; step++) {
    await page.mouse.move(
      x + width / 2 + Math.sin(step / 6) * 200,
      y + height / 2 + Math.cos(step / 5) * 120,
    );
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.tick_);
    return window.frames_.slice(2);
  });
  return { frame: median(frames), work: ((await clock()) - from) / frames.length };
}

const QUERIES = ['orders', 'fct_order_sales', 'custmer', 'order amount', 'finance'];

/** Milliseconds that a key takes from press to the drawn list, and those of processor time. */
async function typed(page, clock, { selector, query }) {
  const times = [];
  for (const key of query) {
    const from = await clock();
    const waited = await page.evaluate(
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
    );
    times.push({ waited, work: (await clock()) - from });
  }
  return times;
}

async function searchKeys(page, clock) {
  const times = [];
  for (const query of QUERIES) {
    await page.keyboard.press('/');
    await page.waitForSelector('.palette input');
    // No hand is faster from one key to the next.
    await page.waitForTimeout(60);
    times.push(...(await typed(page, clock, { selector: '.palette input', query })));
    await page.keyboard.press('Escape');
  }
  return times;
}

function keyTimes(keys) {
  const of = (which) => keys.map((each) => each[which]);
  return {
    key: median(of('waited')),
    slowestKey: Math.max(...of('waited')),
    keyWork: median(of('work')),
    slowestKeyWork: Math.max(...of('work')),
  };
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
  const clock = await processorClock(page);
  const usable = [];
  const opened = [];
  for (let run = 0; run < 3; run++) {
    await page.goto('about:blank');
    const from = await clock();
    await page.goto(`file://${file}`);
    await page.waitForSelector('#content', { state: 'attached' });
    opened.push((await clock()) - from);
    usable.push(
      await page.evaluate(() => performance.getEntriesByName('usable')[0]?.startTime ?? Number.NaN),
    );
  }
  const keys = await searchKeys(page, clock);
  await ourMap(page);
  const whole = await panFrames(page, clock, { canvas: 'canvas.graph', zoom: 0 });
  const near = await panFrames(page, clock, { canvas: 'canvas.graph', zoom: 6 });
  const heap = await heapOf(page);
  await context.close();
  return {
    usable: median(usable),
    opened: median(opened),
    ...keyTimes(keys),
    whole: whole.frame,
    wholeWork: whole.work,
    near: near.frame,
    nearWork: near.work,
    heap,
  };
}

/** Nobody waits longer for a picture. */
const PATIENCE = 120_000;

/** Opens the graph of everything; nothing where it has not come when patience is out. */
async function dbtsGraph(page, clock) {
  try {
    await page.evaluate(() => document.querySelector('[ng-click="onLauncherClick()"]').click());
    const from = performance.now();
    await page.waitForSelector('.launcher canvas', { state: 'visible', timeout: PATIENCE });
    await page.waitForFunction(() => document.querySelector('.launcher canvas').width > 300, null, {
      timeout: PATIENCE,
    });
    const dbtGraph = performance.now() - from;
    await page.waitForTimeout(1000);
    const pan = await panFrames(page, clock, { canvas: '.launcher canvas', zoom: 0 });
    return { dbtGraph, dbtPan: pan.frame, dbtPanWork: pan.work };
  } catch {
    return {};
  }
}

export async function openDbts(browser, file) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10 * PATIENCE);
  const clock = await processorClock(page);
  const before = await clock();
  const from = performance.now();
  await page.goto(`file://${file}`);
  await page.waitForSelector('.app-content, .markdown', { state: 'visible' });
  const dbtUsable = performance.now() - from;
  const dbtOpened = (await clock()) - before;
  const dbtHeap = await heapOf(page);
  const keys = [];
  for (const query of QUERIES) {
    await page.evaluate(() => {
      const field = document.querySelector('#search');
      field.value = '';
      field.focus();
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    keys.push(...(await typed(page, clock, { selector: '#search', query })));
  }
  const graph = await dbtsGraph(page, clock);
  await context.close();
  const { key, slowestKey, keyWork, slowestKeyWork } = keyTimes(keys);
  return {
    dbtUsable,
    dbtOpened,
    dbtHeap,
    dbtKey: key,
    dbtSlowestKey: slowestKey,
    dbtKeyWork: keyWork,
    dbtSlowestKeyWork: slowestKeyWork,
    ...graph,
  };
}
