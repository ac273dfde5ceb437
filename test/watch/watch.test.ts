import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { type Line, type Watching, watching } from './watching.ts';

const TESTS = `models:
  - name: orders
    columns:
      - name: id
        data_tests: [unique, not_null]
sources:
  - name: lake
    tables:
      - name: events
        config: {external_location: "read_parquet('lake/*.parquet')"}
`;

let folder: ProjectFolder;
let watch: Watching;
let address: URL;

/** Opens the database as another program would: possible only while the watch lets go of it. */
async function ask(sql: string, file = 'shop.duckdb'): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(join(folder.root, file), { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(Number));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function parquet(name: string, ids: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `copy (select unnest([${ids}]) as id) to '${join(folder.root, 'lake', name)}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

function save(path: string, text: string): void {
  folder.write({ [path]: text });
}

const named = (told: readonly Line[], name: string) => told.filter(({ info }) => info.name === name);
const builtIn = (told: readonly Line[]) =>
  named(told, 'WatchBuilt').map(({ data }) => data.unique_id.split('.')[2]);

/** What is told up to the rest after the last of these was built, however many rests that takes. */
async function untilBuilt(...names: readonly string[]): Promise<readonly Line[]> {
  const told: Line[] = [];
  while (!names.every((each) => builtIn(told).includes(each))) told.push(...(await watch.untilIdle()).told);
  return told;
}

beforeAll(async () => {
  folder = projectFolder({
    'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\nmodels: {+materialized: table}\n',
    'macros/tax.sql': '{% macro tax(column) %}{{ column }} * 0.2{% endmacro %}',
    'models/schema.yml': TESTS,
    'models/raw_orders.sql': 'select * from (values (1, 10.0), (2, 20.0)) t(id, amount)',
    'models/orders.sql': "select id, amount, {{ tax('amount') }} as tax from {{ ref('raw_orders') }}",
    'models/totals.sql': "select sum(amount) as amount from {{ ref('orders') }}",
    'models/days.sql': 'select 1 as day',
    'models/events.sql': "select count(*) as n from {{ source('lake', 'events') }}",
  });
  mkdirSync(join(folder.root, 'lake'));
  await parquet('a.parquet', '1, 2, 3');
  watch = watching(folder.root, ['--port', '0']);
  address = new URL((await watch.next('WatchReady')).data.docs_url);
});
afterAll(async () => {
  await watch.stop();
  folder.remove();
});

describe('a save', () => {
  it('is told first, then judged, then built with what it needs, and the database is free again', async () => {
    save(
      'models/orders.sql',
      "select id, amount, {{ tax('amount') }} as tax, 1 as one from {{ ref('raw_orders') }}",
    );
    const { idle, told } = await watch.untilIdle();
    const names = told
      .map(({ info }) => info.name)
      .filter((name) => name.startsWith('Watch') && name !== 'WatchSurveyed');
    expect(names.slice(0, 2)).toEqual(['WatchChange', 'WatchChecked']);
    expect(names.at(-1)).toBe('WatchIdle');
    expect(named(told, 'WatchChange')[0]?.data.files).toEqual([
      { path: 'models/orders.sql', role: 'model', change: 'changed' },
    ]);
    const [checked] = named(told, 'WatchChecked');
    expect(checked?.data).toMatchObject({
      success: true,
      held: [],
      builds: ['model.shop.orders'],
      changes: [{ unique_id: 'model.shop.orders', path: 'models/orders.sql', reasons: ['sql'] }],
    });
    // Nothing was there before, so what it reads from is built first.
    expect(builtIn(told)).toEqual(['raw_orders', 'orders', 'totals']);
    expect(idle.data).toMatchObject({ success: true, built: 3, tested: 2, failed: 0, failing: [] });
    expect(named(told, 'LogTestResult')).toHaveLength(2);
    expect(await ask('select amount from totals')).toEqual([[30]]);
  });

  it('of rows goes downstream with its difference, one of the same content does not', async () => {
    save('models/raw_orders.sql', 'select * from (values (1, 10.0), (2, 20.0), (3, 5.0)) t(id, amount)');
    const first = await watch.untilIdle();
    expect(builtIn(first.told)).toEqual(['raw_orders', 'orders', 'totals']);
    expect(named(first.told, 'WatchBuilt')[0]?.data).toMatchObject({
      rows: 3,
      rows_before: 2,
      rows_delta: 1,
      same_content: false,
      preview: [{ id: 1 }, { id: 2 }, { id: 3 }],
    });
    expect(named(first.told, 'WatchBuilt')[0]?.data.usual_time).toBeGreaterThan(0);
    save('models/raw_orders.sql', 'select * from (values (3, 5.0), (2, 20.0), (1, 10.0)) as t(id, amount)');
    const second = await watch.untilIdle();
    expect(builtIn(second.told)).toEqual(['raw_orders']);
    expect(named(second.told, 'WatchBuilt')[0]?.data.same_content).toBe(true);
  });

  it('by renaming is one like any other; touching a file and leftovers of editors are none', async () => {
    const path = (name: string) => join(folder.root, 'models', name);
    const now = new Date();
    utimesSync(path('days.sql'), now, now);
    save('models/.days.sql.swp', 'x');
    save('models/4913', '');
    // As an editor that writes a new file and puts it in place of the old one.
    writeFileSync(path('days.sql.tmp'), 'select 2 as day');
    renameSync(path('days.sql.tmp'), path('days.sql'));
    const first = await watch.untilIdle();
    expect(named(first.told, 'WatchChange').map(({ data }) => data.files)).toEqual([
      [{ path: 'models/days.sql', role: 'model', change: 'changed' }],
    ]);
    expect(builtIn(first.told)).toEqual(['days']);
    // As an editor that puts the old file aside before it writes.
    renameSync(path('days.sql'), path('days.sql~'));
    save('models/days.sql', 'select 3 as day');
    const second = await watch.untilIdle();
    expect(named(second.told, 'WatchChange').map(({ data }) => data.files[0].change)).toEqual(['changed']);
    expect(await ask('select day from days')).toEqual([[3]]);
  });

  it('of descriptions builds nothing', async () => {
    save('models/schema.yml', TESTS.replace('- name: orders', '- name: orders\n    description: All orders'));
    const { idle, told } = await watch.untilIdle();
    expect(named(told, 'WatchChecked')[0]?.data).toMatchObject({
      changes: [{ unique_id: 'model.shop.orders', reasons: ['docs only'] }],
      builds: [],
    });
    expect(idle.data).toMatchObject({ success: true, built: 0, tested: 0 });
  });

  it('of a macro builds what uses it', async () => {
    save('macros/tax.sql', '{% macro tax(column) %}{{ column }} * 0.25{% endmacro %}');
    const { told } = await watch.untilIdle();
    expect(named(told, 'WatchChecked')[0]?.data).toMatchObject({
      macros: [{ name: 'tax', used_by: 1 }],
      changes: [{ unique_id: 'model.shop.orders', reasons: ['macro'] }],
      builds: ['model.shop.orders'],
    });
    expect(await ask('select max(tax) from orders')).toEqual([[5]]);
  });
});

describe('what would break', () => {
  it('is told before anything is written, stays until it is mended, and is built then', async () => {
    save('models/raw_orders.sql', 'select * from (values (1, 11.0)) t(id, price)');
    const broken = await watch.untilIdle();
    const [checked] = named(broken.told, 'WatchChecked');
    expect(checked?.data).toMatchObject({
      success: false,
      held: ['model.shop.raw_orders'],
      builds: [],
      broken: ['model.shop.orders'],
    });
    expect(named(broken.told, 'LogStartLine')).toEqual([]);
    expect(broken.idle.data.failing).toMatchObject([
      {
        unique_id: 'model.shop.orders',
        kind: 'check',
        diagnostics: [{ path: 'models/orders.sql', line: 1 }],
      },
    ]);
    expect(await ask('select count(*) from raw_orders')).toEqual([[3]]);

    save('models/days.sql', 'select 4 as day');
    const other = await watch.untilIdle();
    expect(builtIn(other.told)).toEqual(['days']);
    expect(other.idle.data).toMatchObject({ success: false, failing: [{ unique_id: 'model.shop.orders' }] });

    save(
      'models/orders.sql',
      "select id, price as amount, {{ tax('price') }} as tax from {{ ref('raw_orders') }}",
    );
    const mended = await watch.untilIdle();
    expect(builtIn(mended.told)).toEqual(['raw_orders', 'orders', 'totals']);
    expect(mended.idle.data).toMatchObject({ success: true, failing: [] });
    expect(await ask('select amount from totals')).toEqual([[11]]);
  });

  it('is YAML that cannot be read, too', async () => {
    save('models/schema.yml', 'models: [');
    const broken = await watch.untilIdle();
    expect(broken.idle.data.failing).toMatchObject([{ kind: 'parse', name: 'project' }]);
    expect(broken.idle.data.failing[0].diagnostics[0].path).toBe('models/schema.yml');
    expect(named(broken.told, 'WatchChecked')).toEqual([]);
    save('models/schema.yml', TESTS);
    const mended = await watch.untilIdle();
    expect(mended.idle.data).toMatchObject({ success: true, failing: [] });
  });

  it('is a unit test that is saved: it is run without its model', async () => {
    const unit = (day: number) =>
      `unit_tests: [{name: one_day, model: days, given: [], expect: {rows: [{day: ${day}}]}}]`;
    save('models/unit.yml', unit(0));
    const failed = await watch.untilIdle();
    expect(builtIn(failed.told)).toEqual([]);
    expect(failed.idle.data).toMatchObject({ success: false, tested: 1, failing: [{ name: 'one_day' }] });
    save('models/unit.yml', unit(4));
    expect((await watch.untilIdle()).idle.data).toMatchObject({ success: true, tested: 1, failing: [] });
    rmSync(join(folder.root, 'models/unit.yml'));
    await watch.untilIdle();
  });

  it('is a test that fails: it is kept in mind until it passes', async () => {
    save('models/raw_orders.sql', 'select * from (values (1, 11.0), (1, 12.0)) t(id, price)');
    const failed = await watch.untilIdle();
    expect(failed.idle.data).toMatchObject({ success: false, failed: 1, stale: ['model.shop.totals'] });
    save('models/days.sql', 'select 5 as day');
    const kept = await watch.untilIdle();
    expect(builtIn(kept.told)).toEqual(['days']);
    expect(kept.idle.data.failing).toMatchObject([
      { kind: 'test', name: 'unique_orders_id', message: '1 failing row' },
    ]);
    save('models/raw_orders.sql', 'select * from (values (1, 11.0), (2, 12.0)) t(id, price)');
    const mended = await watch.untilIdle();
    expect(mended.idle.data).toMatchObject({ success: true, failing: [], stale: [] });
    expect(await ask('select amount from totals')).toEqual([[23]]);
  });
});

describe('files', () => {
  it('of data that are new build what reads them', async () => {
    await parquet('b.parquet', '4, 5');
    const { told } = await watch.untilIdle();
    expect(named(told, 'WatchChange')[0]?.data.files).toEqual([
      { path: 'lake/b.parquet', role: 'source files', change: 'added' },
    ]);
    expect(builtIn(told)).toEqual(['events']);
    expect(await ask('select n from events')).toEqual([[5]]);
  });

  it('that are renamed or removed are models that are', async () => {
    renameSync(join(folder.root, 'models/days.sql'), join(folder.root, 'models/dates.sql'));
    const renamed = await watch.untilIdle();
    expect(named(renamed.told, 'WatchChecked')[0]?.data.changes).toEqual([
      { unique_id: 'model.shop.dates', name: 'dates', path: 'models/dates.sql', reasons: ['new'] },
      { unique_id: 'model.shop.days', name: 'days', path: 'models/days.sql', reasons: ['removed'] },
    ]);
    expect(builtIn(renamed.told)).toEqual(['dates']);
    rmSync(join(folder.root, 'models/dates.sql'));
    const removed = await watch.untilIdle();
    expect(named(removed.told, 'WatchChecked')[0]?.data.changes).toMatchObject([{ reasons: ['removed'] }]);
    expect(removed.idle.data).toMatchObject({ success: true, built: 0 });
  });

  it('in folders that come and are renamed, and through links, are seen', async () => {
    mkdirSync(join(folder.root, 'elsewhere'));
    save('elsewhere/real.sql', 'select 1 as n');
    save('models/new/inner/one.sql', 'select 1 as n');
    symlinkSync(join(folder.root, 'elsewhere/real.sql'), join(folder.root, 'models/new/linked.sql'));
    await untilBuilt('one', 'linked');
    renameSync(join(folder.root, 'models/new'), join(folder.root, 'models/renamed'));
    save('models/renamed/inner/one.sql', 'select 2 as n');
    await untilBuilt('one');
    save('elsewhere/real.sql', 'select 2 as n');
    const linked = await untilBuilt('linked');
    expect(named(linked, 'WatchChange').flatMap(({ data }) => data.files)).toContainEqual({
      path: 'models/renamed/linked.sql',
      role: 'model',
      change: 'changed',
    });
    rmSync(join(folder.root, 'models/renamed'), { recursive: true });
    await watch.untilIdle();
  });

  it('of a checkout are all seen, in a few saves at most', async () => {
    const files = Array.from(
      { length: 50 },
      (_, at) => [`models/many/m${at}.sql`, `select ${at} as n`] as const,
    );
    folder.write(Object.fromEntries(files));
    const built = new Set<string>();
    let saves = 0;
    while (built.size < 50) {
      const { told } = await watch.untilIdle();
      saves += named(told, 'WatchChange').length;
      for (const name of builtIn(told)) built.add(name);
    }
    expect(saves).toBeLessThan(10);
    rmSync(join(folder.root, 'models/many'), { recursive: true });
    let gone = 0;
    while (gone < 50) {
      const { told } = await watch.untilIdle();
      gone += named(told, 'WatchChecked').flatMap(({ data }) => data.changes).length;
    }
  });
});

describe('a save during a build', () => {
  const slow = (factor: number) =>
    `select count(*) as n, ${factor} as factor from range(4000000000) a(x) where x % 7 = 3`;

  it('stops what it touches, so that no stale build goes on', async () => {
    save('models/slow.sql', slow(1));
    await watch.next('LogStartLine', ({ data }) => data.node_info.unique_id === 'model.shop.slow');
    save('models/slow.sql', 'select 7 as n');
    const { data } = await watch.next('WatchSuperseded');
    expect(data.stopped).toEqual(['model.shop.slow']);
    const { told, idle } = await watch.untilIdle();
    expect(builtIn(told)).toEqual(['slow']);
    expect(idle.data).toMatchObject({ success: true });
    expect(await ask('select n from slow')).toEqual([[7]]);
  });

  it('of what is built already is built once more', async () => {
    save('models/top.sql', 'select 1 as version');
    await watch.untilIdle();
    save(
      'models/slow.sql',
      `select count(*) as n from range(4000000000) a(x), {{ ref('top') }} where x % 7 = 3`,
    );
    await watch.next('LogStartLine', ({ data }) => data.node_info.unique_id === 'model.shop.slow');
    save('models/slow.sql', "select version as n from {{ ref('top') }}");
    await watch.untilIdle();
    save('models/top.sql', 'select 2 as version');
    await watch.next('WatchBuilt', ({ data }) => data.unique_id === 'model.shop.top');
    save('models/top.sql', 'select 3 as version');
    // However many rounds it takes: what was saved last is what there is in the end, downstream too.
    const answers: number[] = [];
    while (answers.at(-1) !== 3) {
      await watch.untilIdle();
      // The next round may have taken the database by now.
      const rows = await ask('select n from slow').catch(() => []);
      answers.push(Number(rows[0]?.[0]));
    }
  });

  it('waits for its turn when it touches something else', async () => {
    save('models/slow.sql', 'select count(*) as n from range(100000000) a(x) where x % 7 = 3');
    await watch.next('LogStartLine', ({ data }) => data.node_info.unique_id === 'model.shop.slow');
    save('models/days.sql', 'select 6 as day');
    // On a busy machine the build may be over, and rested from, before the second save is seen.
    const told = await untilBuilt('slow', 'days');
    expect(named(told, 'WatchSuperseded')).toEqual([]);
    expect(builtIn(told)).toEqual(['slow', 'days']);
    expect(named(told, 'WatchIdle').every(({ data }) => data.success)).toBe(true);
  });
});

describe('a database that another program holds', () => {
  it('is waited for', async () => {
    const held = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      `const { DuckDBInstance } = await import(${JSON.stringify(import.meta.resolve('@duckdb/node-api'))});
       const instance = await DuckDBInstance.create(${JSON.stringify(join(folder.root, 'shop.duckdb'))});
       await instance.connect();
       console.log('held');
       setInterval(() => {}, 1000);`,
    ]);
    await new Promise((done) => held.stdout.once('data', done));
    save('models/days.sql', 'select 8 as day');
    const waiting = await watch.next('WatchWaiting');
    expect(waiting.data.code).toBe('D010');
    const ended = new Promise((done) => held.once('exit', done));
    held.kill('SIGKILL');
    await ended;
    const { told } = await watch.untilIdle();
    expect(builtIn(told)).toEqual(['days']);
    expect(await ask('select day from days')).toEqual([[8]]);
  });
});

/** A call of the live server, as a browser makes it. */
function call(path: string, headers: Record<string, string>) {
  return new Promise<IncomingMessage>((done, fail) => {
    get({ host: '127.0.0.1', port: address.port, path, headers }, done).on('error', fail);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of answer) text += String(piece);
  return text;
}

describe('the live page', () => {
  it('is shown to whoever has the token, under its own name', async () => {
    expect((await call('/', {})).statusCode).toBe(403);
    expect((await call('/events', { cookie: 'sluice_watch=guess' })).statusCode).toBe(403);
    expect((await call(`/?token=${'0'.repeat(32)}`, {})).statusCode).toBe(403);
    const elsewhere = { host: 'evil.example' };
    expect((await call(`/${address.search}`, elsewhere)).statusCode).toBe(421);
    const opened = await call(`/${address.search}`, {});
    expect([opened.statusCode, opened.headers.location]).toEqual([303, '/']);
    const cookie = String(opened.headers['set-cookie']).split(';')[0] as string;
    expect(String(opened.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/);
    const html = await textOf(await call('/', { cookie }));
    expect(html).toContain('name="sluice-live"');
    expect(html).toContain("connect-src 'self'");
    expect((await call('/../dbt_project.yml', { cookie })).statusCode).toBe(404);
  });

  it('is told what is saved, built and wrong, and what it missed', async () => {
    const opened = await call(`/${address.search}`, {});
    const cookie = String(opened.headers['set-cookie']).split(';')[0] as string;
    const events = await call('/events', { cookie });
    const messages: { readonly event: string; readonly type: string; readonly [key: string]: unknown }[] = [];
    const rested = new Promise<void>((done) => {
      let text = '';
      events.on('data', (piece) => {
        text += String(piece);
        for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
          const [, id = '', data] = /^id: (\d+)\ndata: (.*)$/s.exec(text.slice(0, end)) ?? [];
          text = text.slice(end + 2);
          if (data !== undefined) messages.push({ ...JSON.parse(data), event: id });
          if (messages.at(-1)?.type === 'rest') done();
        }
      });
    });
    save('models/days.sql', 'select 9 as day union all select 10');
    await watch.untilIdle();
    await rested;
    events.destroy();
    const types = messages.map(({ type }) => type).filter((type) => type !== 'page');
    expect(types).toEqual(['hello', 'saved', 'checked', 'run', 'started', 'result', 'rest']);
    expect(messages.find(({ type }) => type === 'result')).toMatchObject({
      id: 'model.shop.days',
      status: 'success',
      rows: 2,
    });
    const last = messages.at(-2)?.event as string;
    const again = await call('/events', { cookie, 'last-event-id': last });
    const missed = await new Promise<string>((done) => again.once('data', (piece) => done(String(piece))));
    again.destroy();
    expect(missed).not.toContain('hello');
  });
});

describe('the end', () => {
  it('is an interrupt, after which all is well', async () => {
    expect(await watch.stop()).toBe(0);
  });
});
