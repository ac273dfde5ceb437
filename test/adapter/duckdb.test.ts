import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter, Connection } from '../../src/adapter/index.ts';
import { adapterConformance, failure, values } from './conformance.ts';
import { openAdapter, temporaryFolder } from './open-adapter.ts';

const folder = temporaryFolder();
const opened: Adapter[] = [];

async function open(credentials: Record<string, unknown> = { path: ':memory:' }, root = folder.path) {
  const { adapter, sink } = await openAdapter(root, credentials);
  opened.push(adapter);
  return { adapter, sink, connection: await adapter.connect('master') };
}

afterEach(async () => {
  for (const adapter of opened.splice(0)) await adapter.close();
});

afterAll(() => folder.remove());

adapterConformance({
  engine: 'DuckDB',
  database: 'memory',
  open: async () => (await openAdapter(folder.path, { path: ':memory:' })).adapter,
  numbers: (count) => `select range as i from range(${count})`,
  slowQuery: 'select count(*) from range(1000000) a, range(1000000) b where (a.range * b.range) % 7 = 1',
});

describe('values', () => {
  it('keep their meaning: exact decimals, days, moments, floats apart from integers', async () => {
    const { connection } = await open();
    const result = await connection.execute(
      `select 1::bigint as a, 9007199254740993::bigint as b, 1.50::decimal(9,2) as c, 2.0::double as d, 0.5::double as e,
        date '1970-01-02' as f, timestamp '1970-01-01 00:00:01' as g, timestamptz '1970-01-01 00:00:00+00' as h,
        time '00:00:02' as i, interval '1 month 2 days' as j, [1, null] as k, {'x': 1.5::double, 'y': 'z'} as l,
        map {'q': 2} as m, 'ab'::blob as n, true as o, null as p, uuid '00000000-0000-0000-0000-000000000001' as q,
        '{"a": 1}'::json as r, 'infinity'::timestamp as s, union_value(u := 3) as t`,
      { fetch: true },
    );
    expect(result.rows[0]).toEqual([
      1,
      9007199254740993n,
      { kind: 'decimal', unscaled: 150n, scale: 2 },
      { kind: 'double', value: 2 },
      0.5,
      { kind: 'date', days: 1 },
      { kind: 'timestamp', micros: 1_000_000n, zoned: false },
      { kind: 'timestamp', micros: 0n, zoned: true },
      { kind: 'time', micros: 2_000_000n },
      { kind: 'interval', months: 1, days: 2, micros: 0n },
      [1, null],
      new Map<unknown, unknown>([
        ['x', 1.5],
        ['y', 'z'],
      ]),
      new Map([['q', 2]]),
      expect.anything(),
      true,
      null,
      '00000000-0000-0000-0000-000000000001',
      '{"a": 1}',
      'infinity',
      3,
    ]);
    expect(Buffer.from(result.rows[0]?.[13] as Uint8Array).toString()).toBe('ab');
    expect(result.columns.slice(0, 3)).toEqual([
      { name: 'a', type: 'BIGINT' },
      { name: 'b', type: 'BIGINT' },
      { name: 'c', type: 'DECIMAL(9,2)' },
    ]);
    expect(result.columns[17]?.type).toBe('JSON');
  });

  it('are bound to parameters', async () => {
    const { connection } = await open();
    const sql = 'select $1, $2, $3, $4';
    const parameters = [1, 'a', null, { kind: 'decimal', unscaled: 125n, scale: 2 }] as const;
    const { rows } = await connection.execute(sql, { fetch: true, parameters });
    expect(rows).toEqual([[1, 'a', null, { kind: 'decimal', unscaled: 125n, scale: 2 }]]);
  });
});

describe('answers', () => {
  it('say OK as dbt-duckdb does', async () => {
    const { connection } = await open();
    expect((await connection.execute('select 1')).response).toEqual({ _message: 'OK' });
  });

  it('give the rows of the last of several statements', async () => {
    const { connection } = await open();
    const sql = 'create table t(i int); insert into t values (5); select i from t';
    expect(await values(connection, sql)).toEqual([[5]]);
  });

  it('take an empty statement for nothing', async () => {
    const { connection } = await open();
    expect((await connection.execute('-- nothing')).rows).toEqual([]);
  });
});

describe('errors', () => {
  it.each([
    ['select * from nope', 'D020', 'nope'],
    ['select foo from (select 1 as fo)', 'D021', 'foo'],
    ["select 'ä', selec from (select 1)", 'D021', 'selec'],
    ['selec 1', 'D022', 'selec'],
    ["select cast('x' as int)", 'D023', 'cast'],
    ['select 1; select * from "no pe"', 'D020', '"no pe"'],
    ['select st_point(1, 2)', 'D012', undefined],
  ])('of %s have the code %s and point at %s', async (sql, code, word) => {
    const { connection } = await open();
    const found = await failure(connection.execute(sql));
    const span = found.span;
    expect(found.code).toBe(code);
    expect(found.kind).toBe('Runtime Error');
    if (word === undefined) expect(span).toBeUndefined();
    else expect(span?.source.text.slice(span.start, span.end)).toBe(word);
  });

  it('carry the text that dbt prints, with the line and a caret', async () => {
    const { connection } = await open();
    const long = 'a'.repeat(70);
    const cases = [
      'create view a as (\n    select * from nope\n  );',
      `select '${long}' as t, xnope as y, '${long}${long}' as z`,
    ];
    const texts = [];
    for (const sql of cases) texts.push((await failure(connection.execute(sql))).dbtMessage);
    expect(texts).toEqual([
      'Catalog Error: Table with name nope does not exist!\nDid you mean "pg_enum"?\n\nLINE 2:     select * from nope\n                          ^',
      `Binder Error: Referenced column "xnope" was not found because the FROM clause is missing\n\nLINE 1: ...${'a'.repeat(51)}' as t, xnope as y, '${'a'.repeat(46)}...\n${' '.repeat(70)}^`,
    ]);
  });

  it('cut long lines where the engine cuts them', async () => {
    const { connection } = await open();
    const raw = await (await DuckDBInstance.create(':memory:')).connect();
    const lines = Array.from({ length: 120 }, (_, seed) => {
      const cells = (from: number) =>
        Array.from(
          { length: (seed * from) % 7 },
          (_, at) => `${'9'.repeat(1 + ((seed + at * from) % 8))} as é${at}, `,
        );
      const front = ['', '   ', '\n    ', '\t', "'日本' as j, "][seed % 5] as string;
      const select = front.startsWith("'") ? `select ${front}` : `${front}select `;
      return `${select}${cells(5).join('')}nope_col, ${cells(3).join('')}1 from range(3) t(i)`;
    });
    for (const sql of lines) {
      const theirs = await raw.run(sql).then(String, (error: Error) => error.message);
      expect((await failure(connection.execute(sql))).dbtMessage).toBe(theirs);
    }
    expect(lines.filter((each) => each.length > 120).length).toBeGreaterThan(20);
    raw.closeSync();
  });

  it('propose the name that was meant, and no far-fetched one', async () => {
    const { connection } = await open();
    await connection.execute('create table customers(customer_id int)');
    const hint = async (sql: string) => (await failure(connection.execute(sql))).hint;
    expect(await hint('select * from custmers')).toBe("Did you mean 'customers'?");
    expect(await hint('select customer from customers')).toBe("Did you mean 'customer_id'?");
    expect(await hint('select * from zzzzzz')).toBeUndefined();
  });

  it('of a constraint and of a missing file are told apart', async () => {
    const { connection } = await open();
    await connection.execute('create table t(i int primary key)');
    await connection.execute('insert into t values (1)');
    expect((await failure(connection.execute('insert into t values (1)'))).code).toBe('D024');
    expect((await failure(connection.execute("select * from 'none.parquet'"))).code).toBe('D028');
  });
});

describe('errors of the machine', () => {
  it('are told apart: no memory, no permission, nothing that is known', async () => {
    const { connection } = await open({
      path: ':memory:',
      settings: { memory_limit: '20MB', temp_directory: '', enable_external_access: 'false' },
    });
    const code = async (sql: string) => (await failure(connection.execute(sql))).code;
    expect(await code('select count(distinct range) from range(30000000)')).toBe('D026');
    expect(await code("select * from 'x.csv'")).toBe('D031');
    expect(await code('alter schema main rename to other')).toBe('D032');
  });

  it('of the disk have codes of their own', async () => {
    const { adapter } = await open();
    const code = (text: string) => adapter.explain(new Error(text), 'select 1').code;
    expect(code('IO Error: Could not write file "x.duckdb": No space left on device')).toBe('D029');
    expect(code('Not implemented Error: this is not there yet')).toBe('D032');
    expect(code('something else altogether')).toBe('D032');
  });

  it('in a database file are found when it is opened', async () => {
    const first = await open({ path: 'damaged.duckdb' });
    await first.connection.execute('create table t as select range as i from range(100000)');
    await first.adapter.close();
    const path = join(folder.path, 'damaged.duckdb');
    const bytes = readFileSync(path);
    for (let at = 4096; at < 12288; at++) bytes[at] = (bytes[at] as number) ^ 0xff;
    writeFileSync(path, bytes);
    expect((await failure(open({ path: 'damaged.duckdb' }))).code).toBe('D030');
  });

  it('at the last checkpoint are a warning: the data is safe', async () => {
    const first = await open({ path: 'busy.duckdb' });
    const second = await open({ path: 'busy.duckdb' });
    await first.connection.execute('create table t as select 1 as i');
    await second.connection.begin();
    await second.connection.execute('select * from t');
    await first.connection.execute('drop table t');
    await first.adapter.close();
    expect(first.sink.all.map((each) => each.code)).toEqual(['D034']);
  });
});

describe('transactions', () => {
  let connection: Connection;
  beforeEach(async () => {
    ({ connection } = await open());
    await connection.execute('create table t(i int)');
  });

  it('cannot be committed after a statement aborted them, and are rolled back', async () => {
    await connection.begin();
    await connection.execute('insert into t values (1)');
    await failure(connection.execute("select cast('x' as int)"));
    expect((await failure(connection.commit())).code).toBe('D033');
    expect(connection.inTransaction).toBe(false);
    expect(await values(connection, 'select count(*) from t')).toEqual([[0]]);
  });

  it('survive an error that DuckDB does not abort them for', async () => {
    await connection.begin();
    await connection.execute('insert into t values (1)');
    await failure(connection.execute('select * from nope'));
    await connection.commit();
    expect(await values(connection, 'select count(*) from t')).toEqual([[1]]);
  });

  it('report the conflict of two connections as such', async () => {
    const other = await (opened[0] as Adapter).connect('other');
    await connection.begin();
    await connection.execute('create table u as select 1 as i');
    await other.begin();
    expect((await failure(other.execute('create table u as select 2 as i'))).code).toBe('D025');
    await other.rollback();
    await connection.commit();
  });

  it('do not exist with disable_transactions', async () => {
    const plain = (await open({ path: ':memory:', disable_transactions: true })).connection;
    await plain.begin();
    expect(plain.inTransaction).toBe(false);
    await plain.commit();
  });
});

describe('a database file', () => {
  it('is one instance for all paths that lead to it, and has no log left after closing', async () => {
    mkdirSync(join(folder.path, 'real'), { recursive: true });
    symlinkSync(join(folder.path, 'real'), join(folder.path, 'link'));
    const first = await open({ path: 'real/w.duckdb' });
    const second = await open({ path: 'link/w.duckdb' });
    await first.connection.execute('create table t as select 1 as i');
    expect(await values(second.connection, 'select i from t')).toEqual([[1]]);
    await first.adapter.close();
    await second.adapter.close();
    expect(existsSync(join(folder.path, 'real/w.duckdb.wal'))).toBe(false);
    expect(second.sink.all).toEqual([]);
  });

  it('that another process holds is reported with that process', async () => {
    const path = join(folder.path, 'held.duckdb');
    const code = `import('@duckdb/node-api').then(async (d) => { globalThis.held = await d.DuckDBInstance.create(${JSON.stringify(path)}); console.log('open'); setInterval(() => {}, 1000); })`;
    const holder = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    try {
      const found = await failure(open({ path: 'held.duckdb' }));
      expect(found.code).toBe('D010');
      expect(found.hint).toContain(`process ${holder.pid}`);
    } finally {
      holder.kill('SIGKILL');
    }
  });

  it('that is none, or whose folder is missing, cannot be opened', async () => {
    writeFileSync(
      join(folder.path, 'text.duckdb'),
      'not a database, but long enough to have a header'.repeat(200),
    );
    expect((await failure(open({ path: 'text.duckdb' }))).code).toBe('D011');
    expect((await failure(open({ path: 'missing/w.duckdb' }))).code).toBe('D011');
  });
});

describe('the profile', () => {
  it('attaches databases, applies settings to every connection and creates secrets', async () => {
    const other = await open({ path: 'other.duckdb' });
    await other.connection.execute('create table t as select 42 as i');
    await other.adapter.close();
    const { adapter, connection } = await open({
      path: ':memory:',
      settings: { TimeZone: 'Asia/Tokyo', threads: 1 },
      config_options: { default_order: 'DESC' },
      attach: [{ path: 'other.duckdb', alias: 'o', read_only: true }],
    });
    expect(await values(connection, 'select i from o.t')).toEqual([[42]]);
    const second = await adapter.connect('second');
    expect(await values(second, "select current_setting('TimeZone'), current_setting('threads')")).toEqual([
      ['Asia/Tokyo', 1],
    ]);
    expect(await values(second, "select current_setting('default_order')")).toEqual([['DESC']]);
  });

  it('lets relative files count from the project', async () => {
    const { connection } = await open();
    writeFileSync(join(folder.path, 'here.csv'), 'a\n1\n');
    expect(await values(connection, "select a from 'here.csv'")).toEqual([[1]]);
  });

  it('with a wrong setting or an unknown extension is an error when it is opened', async () => {
    expect((await failure(open({ path: ':memory:', settings: { no_such_setting: 1 } }))).code).toBe('D020');
    const folderSource = { name: 'nothing', repo: `'${folder.path}'` };
    expect((await failure(open({ path: ':memory:', extensions: [folderSource] }))).code).toBe('D012');
  });
});
