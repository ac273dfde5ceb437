import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LineageSource } from '../../src/adapter/contract.ts';
import { adapterPlugin, type Shadow } from '../../src/adapter/index.ts';
import type { Project, Target } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';
import { openAdapter, temporaryFolder } from './open-adapter.ts';

interface LineageCase {
  readonly id: number;
  readonly cls: string;
  readonly sql: string;
  /** Base columns that must be told, by output column. */
  readonly expected: Readonly<Record<string, readonly string[]>>;
  /** Base columns that may be told as well. */
  readonly also?: Readonly<Record<string, readonly string[]>>;
}

const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/lineage-cases.json', import.meta.url), 'utf8'),
) as { readonly setup: readonly string[]; readonly cases: readonly LineageCase[] };

function nameOf({ from, column }: LineageSource<unknown>): string {
  if (from.relation !== null) return `${from.relation.identifier}.${column}`;
  const file = /\(([^)]*)\)/.exec(from.scan)?.[1] ?? from.scan;
  return `${file.split('/').at(-1)}.${column}`;
}

const folder = temporaryFolder();
let shadow: Shadow;

function setup(): readonly string[] {
  return fixture.setup.map((each) => each.replace("'f.parquet'", `'${join(folder.path, 'f.parquet')}'`));
}

/** What the engine itself says of queries, one by one. */
async function describedColumns(queries: readonly string[]) {
  const { adapter } = await openAdapter(folder.path, {});
  const connection = await adapter.connect('describe');
  for (const sql of setup()) await connection.execute(sql);
  const all = [];
  for (const sql of queries) {
    const { rows } = await connection.execute(`describe (${sql}\n)`, { fetch: true });
    all.push(rows.map(([name, type]) => ({ name, type })));
  }
  await connection.close();
  await adapter.close();
  return all;
}

async function openShadow(): Promise<Shadow> {
  const plugin = adapterPlugin('duckdb');
  const target = {
    profileName: 'test',
    name: 'dev',
    type: 'duckdb',
    threads: 1,
    database: 'memory',
    schema: 'main',
    credentials: {},
  } as unknown as Target;
  const project = { name: 'test', root: folder.path, packages: [], target } as unknown as Project;
  const opened = await plugin.openShadow?.({ project, target, host: createHost(), shapes: setup() });
  if (opened === undefined) throw new Error('DuckDB has no shadow');
  return opened;
}

beforeAll(async () => {
  shadow = await openShadow();
});
afterAll(async () => {
  await shadow.close();
  folder.remove();
});

describe('column lineage from the bound plan', () => {
  it('has all labelled cases', () => {
    expect(fixture.cases).toHaveLength(79);
  });

  it.each(fixture.cases.map((each) => [`${each.id} ${each.cls}`, each] as const))('%s', async (_, one) => {
    const lineage = await shadow.lineageOf(one.sql);
    expect(lineage).not.toBeNull();
    const found = new Map(
      (lineage?.columns ?? []).map(({ name, sources }) => [name.toLowerCase(), new Set(sources.map(nameOf))]),
    );
    for (const [column, sources] of Object.entries(one.expected)) {
      const told = [...(found.get(column.toLowerCase()) ?? [])];
      const allowed = new Set([...sources, ...(one.also?.[column] ?? [])]);
      expect(told, one.sql).toEqual(expect.arrayContaining([...sources]));
      expect(
        told.filter((each) => !allowed.has(each)),
        one.sql,
      ).toEqual([]);
    }
  });
});

const NAMED: readonly string[] = [
  'select a as k, 1 as k, k_1 from (select 1 as a, 2 as k_1)',
  'select id, (select max(name) from customers) from orders',
  'select id as z from orders order by amount',
  "select 'x', null, 1 + 1, count(*) from orders",
  'select addr, tags, map([id], [status]) as m, {a: id} as s from orders',
  "select '{}'::json as j, 'a'::enum('a', 'b') as e, 1::decimal(9, 3)[] as d, 'x'::blob as b, now() as n from orders",
  'with a as materialized (select id from orders) select * from a union all select 1 limit 3',
  'values (1, true)',
  'from orders',
  'pivot sales on yr in (2020, 2021) using sum(amount)',
  'select id as "a ""b\\" from orders',
  'select id from orders -- the last line is a comment',
];

describe('the columns of a query', () => {
  it('are named and typed as the engine describes them', async () => {
    const queries = [...fixture.cases.map(({ sql }) => sql), ...NAMED];
    const described = await describedColumns(queries);
    const traced = await Promise.all(queries.map((sql) => shadow.lineageOf(sql)));
    const bound = await Promise.all(queries.map((sql) => shadow.columnsOf(sql)));
    for (const [index, sql] of queries.entries()) {
      const columns = traced[index]?.columns.map(({ name, type }) => ({ name, type }));
      expect(columns, sql).toEqual(described[index]);
      expect(bound[index], sql).toEqual(described[index]);
    }
  });

  it('one query that cannot be bound is no harm to those beside it', async () => {
    const all = await Promise.allSettled(
      ['select id from orders', 'select nothing from orders', "select 'a\u0000b' as x", 'select 1 as y'].map(
        (sql) => shadow.lineageOf(sql),
      ),
    );
    expect(all.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(all[1]).toMatchObject({ reason: { diagnostics: [{ exception: 'BinderException' }] } });
  });

  it('many tables are made at once, and one of an unknown type is made of text', async () => {
    const table = (identifier: string, type: string) =>
      shadow.define({ database: 'memory', schema: 'extra', identifier, type: 'table' }, [
        { name: 'x', type },
      ]);
    await Promise.all([table('one', 'INTEGER'), table('two', 'a_type_of_ours'), table('three', 'DATE')]);
    const columns = await shadow.columnsOf(
      'select one.x, two.x, three.x from extra.one, extra.two, extra.three',
    );
    expect(columns.map((each) => each.type)).toEqual(['INTEGER', 'VARCHAR', 'DATE']);
  });
});

describe('scans of files that are not serialized', () => {
  it('reads lineage through an empty table of the same columns', async () => {
    await shadow.define({ database: 'memory', schema: 'main', identifier: 'plain', type: 'table' }, [
      { name: 'id', type: 'INTEGER' },
    ]);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder.path, 'people.csv'), 'id,name\n1,a\n');
    const lineage = await shadow.lineageOf(
      "select p.id, upper(c.name) as label from plain p join read_csv('people.csv') c on c.id = p.id",
    );
    expect(lineage?.columns.map(({ sources }) => sources.map(nameOf))).toEqual([
      ['plain.id'],
      ["'people.csv'.name"],
    ]);
  });
});
