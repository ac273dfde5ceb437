/**
 * Measures `watch` on the generated project: what somebody who saves a file waits for. The same edits every time, each of them
 * another text; medians and the slowest of them. With dbt beside it, where it is given: it builds one model with its tests.
 *
 * usage: node test/bench/watch.mjs [--models 1000] [--times 9] [--dbt PATH]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { generateProject } from './generate-project.mjs';
import { measure } from './measure.mjs';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: '1000' },
    times: { type: 'string', default: '9' },
    dbt: { type: 'string' },
  },
});
const times = Number(values.times);
const bin = resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs');
const env = { ...process.env, CI: '', DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' };

/** A watch and the moments at which its events arrive. */
function start(folder, ...args) {
  const begun = performance.now();
  const child = spawn(process.execPath, [bin, 'watch', '--log-format', 'json', '--no-docs', ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events = [];
  let seen = 0;
  let look = () => {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push({ ...JSON.parse(line), at: performance.now() });
    look();
  });
  /** The next event of this name: its moment, and what it says. */
  const next = (name, isMeant = () => true) =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`no ${name}`)), 120_000);
      look = () => {
        for (; seen < events.length; seen++) {
          const event = events[seen];
          if (event.info.name !== name || !isMeant(event)) continue;
          seen++;
          look = () => {};
          clearTimeout(timer);
          done(event);
          return;
        }
      };
      look();
    });
  const stop = () =>
    new Promise((done) => {
      child.once('exit', done);
      child.kill('SIGINT');
    });
  return { begun, next, stop };
}

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function summary(name, goal, all) {
  const sorted = [...all].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  return { name, goal, median, slowest: sorted.at(-1) };
}

function print(rows) {
  console.log('what'.padEnd(60), 'median ms'.padStart(10), 'slowest'.padStart(9), 'goal'.padStart(7));
  for (const { name, median, slowest, goal } of rows) {
    const numbers = [median, slowest].map((each) => each.toFixed(0));
    console.log(
      name.padEnd(60),
      numbers[0].padStart(10),
      numbers[1].padStart(9),
      String(goal ?? '-').padStart(7),
    );
  }
}

/** A model that reads nothing, with exactly a hundred below it: one column goes through all of them. */
function writeCone(folder, size) {
  writeFileSync(join(folder, 'models', 'cone_000.sql'), coneTop(0));
  for (let at = 1; at < size; at++) {
    const parent =
      at < 20
        ? 'cone_000'
        : `cone_${String((at % 19) + 1 + 19 * (Math.floor(at / 19) - 1)).padStart(3, '0')}`;
    const name = `cone_${String(at).padStart(3, '0')}`;
    writeFileSync(
      join(folder, 'models', `${name}.sql`),
      `select *, amount * ${at} as c${at} from {{ ref('${at < 20 ? 'cone_000' : parent}') }}\n`,
    );
  }
}

const coneTop = (edit) => `select 1 as id, 2.5 as amount, ${edit} as edit_${edit}\n`;

const EVENTS = `{{ config(materialized='table') }}
select range as id, range % 1000 as customer_id, (range * 1.5)::decimal(18, 2) as amount, 'status ' || (range % 5) as status
from range(1000100)
`;

const million = (edit) =>
  `{{ config(materialized='table') }}
select id, customer_id, amount * 2 as amount, status from {{ ref('events') }} where id >= ${edit}
`;

const slow = (edit) =>
  `{{ config(materialized='table') }} select count(*) as n, ${edit} as edit from range(8000000000) a(x) where x % 7 = 3\n`;

const folder = mkdtempSync(join(tmpdir(), 'sluice-watch-'));
const write = (name, text) => writeFileSync(join(folder, 'models', `${name}.sql`), text);
const models = Number(values.models);
try {
  generateProject(folder, { models });
  writeCone(folder, 100);
  write('events', EVENTS);
  write('million', million(0));
  write('slow', slow(0).replace('8000000000', '10'));
  console.log(`${readdirSync(folder).length} entries, ${models} models and 103 more`);
  await measure([process.execPath, bin, 'build', '--quiet', '--exclude', 'slow'], { cwd: folder, env });

  const starts = [];
  for (let at = 0; at < Math.min(times, 5); at++) {
    const watch = start(folder);
    const ready = await watch.next('WatchReady');
    starts.push(ready.at - watch.begun);
    await watch.stop();
  }

  const watch = start(folder, '--log-level', 'debug');
  await watch.next('WatchReady');
  await watch.next('WatchSurveyed');
  const first = [];
  const verdict = [];
  const rebuilt = [];
  const again = [];
  for (let at = 1; at <= times; at++) {
    await wait(300);
    const saved = performance.now();
    write('cone_000', coneTop(at));
    first.push((await watch.next('WatchChange')).at - saved);
    const checked = await watch.next('WatchChecked');
    verdict.push(checked.at - saved);
    if (at === 1) console.log(`cone: ${checked.data.results.length} results`);
    await watch.next('WatchIdle');
  }
  for (let at = 1; at <= times; at++) {
    await wait(300);
    const saved = performance.now();
    write('million', million(at));
    first.push((await watch.next('WatchChange')).at - saved);
    const built = await watch.next('WatchBuilt');
    if (built.data.rows_delta === null || built.data.preview === null) throw new Error('no delta or preview');
    rebuilt.push(built.at - saved);
    await watch.next('WatchIdle');
  }
  const isSlow = ({ data }) => data.node_info.unique_id.endsWith('.slow');
  for (let at = 1; at <= times; at++) {
    write('slow', slow(at));
    await watch.next('LogStartLine', isSlow);
    await wait(100);
    write('slow', slow(at).replace('8000000000', '10'));
    const stopped = await watch.next('WatchSuperseded');
    const begun = await watch.next('LogStartLine', isSlow);
    again.push(begun.at - stopped.at);
    await watch.next('WatchIdle');
  }
  await watch.stop();

  const rows = [
    summary('save to the first line', 50, first),
    summary('save to the verdict on a cone of 100 models', 100, verdict),
    summary('save to 1 million rows rebuilt, with delta and preview', 300, rebuilt),
    summary('interrupt to the new run', 20, again),
    summary('start with a warm cache', 1500, starts),
  ];
  const one = join('models', 'gold');
  const name =
    readFileSync(join(folder, 'dbt_project.yml'), 'utf8') &&
    readdirSync(join(folder, one), { recursive: true }).find((each) => each.endsWith('.sql'));
  const model = name.split('/').at(-1).replace('.sql', '');
  const build = async (command) =>
    (await measure([...command, 'build', '--select', model], { cwd: folder, env })).seconds * 1000;
  rows.push(
    summary(`sluice build -s ${model}, a process of its own`, null, [await build([process.execPath, bin])]),
  );
  if (values.dbt !== undefined) {
    await build([values.dbt]);
    rows.push(summary(`dbt build -s ${model}`, null, [await build([values.dbt])]));
  }
  print(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
