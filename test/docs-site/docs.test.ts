import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAYERS, MAKINGS, STATUSES } from '../../src/docs-site/payload.ts';
import * as sluice from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { columnsOf, nodeOf, type Page, readPage } from './page.ts';

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

const FILES = {
  'dbt_project.yml':
    'name: shop\nversion: "1.0"\nprofile: shop\nasset-paths: [assets]\nmodels: {shop: {gold: {+materialized: table, +tags: [daily]}, hidden: {+docs: {show: false}}}}\n',
  'models/sources.yml':
    'sources:\n  - name: lake\n    config: {external_location: "read_parquet(\'lake/{name}/*.parquet\')"}\n    tables:\n      - name: orders\n        description: One row per order.\n        freshness: {warn_after: {count: 1, period: day}}\n',
  'models/staging/stg_orders.sql':
    "select id as order_id, customer, amount, placed_at from {{ source('lake', 'orders') }}",
  'models/staging/light.sql':
    "{{ config(materialized='ephemeral') }} select order_id, amount * 2 as doubled from {{ ref('stg_orders') }}",
  'models/gold/customers.sql':
    "select customer, sum(amount) as spent, max(placed_at) as last_order, case when max(amount) > 20 then 'good' else 'new' end as kind, row_number() over (order by customer) as rank, 1 as one from {{ ref('stg_orders') }} where amount > 0 group by customer",
  'models/gold/doubles.sql': "select order_id, doubled from {{ ref('light') }}",
  'models/hidden/secret_model.sql': 'select 1 as id',
  'models/gold/models.yml':
    'models:\n  - name: customers\n    description: "{{ doc(\'customers\') }}"\n    columns:\n      - name: customer\n        description: The **name**. <script>alert(1)</script>\n        data_tests: [unique, not_null]\n      - name: spent\n        data_tests:\n          - accepted_values: {arguments: {values: [1]}, config: {severity: warn}}\n',
  'models/docs.md':
    '{% docs customers %}\nWho buys. ![dot](assets/dot.png) ![far](https://example.com/a.png) ![out](../secret.png)\n[bad](javascript:alert(1))\n{% enddocs %}\n{% docs __overview__ %}\n# The shop\n{% enddocs %}\n',
  'macros/twice.sql': '{% macro twice(x) %}{{ x }} * 2{% endmacro %}',
  'models/exposures.yml':
    "exposures:\n  - name: board\n    type: dashboard\n    owner: {email: a@example.com}\n    depends_on: [ref('customers')]\n",
};

let folder: ProjectFolder;
let page: Page;

async function writeLake(root: string): Promise<void> {
  mkdirSync(join(root, 'lake', 'orders'), { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const part of [1, 2]) {
    await connection.run(
      `copy (select i as id, 'c' || (i % 3) as customer, (i * 1.5)::decimal(10,2) as amount, timestamp '2026-01-01' + interval (i) hour as placed_at from range(${part * 10 - 9}, ${part * 10 + 1}) t(i)) to '${join(root, 'lake', 'orders', `${part}.parquet`)}'`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}

const here = () => ({ projectDir: folder.root, profilesDir: folder.root });

beforeAll(async () => {
  folder = projectFolder(FILES);
  await writeLake(folder.root);
  mkdirSync(join(folder.root, 'assets'));
  writeFileSync(join(folder.root, 'assets', 'dot.png'), Buffer.from(PIXEL, 'base64'));
  writeFileSync(join(folder.root, '..', 'secret.png'), Buffer.from(PIXEL, 'base64'));
  await sluice.build(here());
  const result = await sluice.docs({ ...here(), static: true });
  page = readPage(result.page);
});
afterAll(() => folder.remove());

describe('docs generate', () => {
  it('writes the page under both names, and the catalog', () => {
    const target = join(folder.root, 'target');
    const html = readFileSync(join(target, 'index.html'), 'utf8');
    expect(readFileSync(join(target, 'static_index.html'), 'utf8')).toBe(html);
    const catalog = JSON.parse(readFileSync(join(target, 'catalog.json'), 'utf8'));
    expect(catalog.metadata.dbt_schema_version).toBe('https://schemas.getdbt.com/dbt/catalog/v1.json');
    expect(catalog.nodes['model.shop.customers']).toMatchObject({
      metadata: { type: 'BASE TABLE', schema: 'main', name: 'customers', database: 'shop' },
      columns: { customer: { type: 'VARCHAR', index: 1, name: 'customer', comment: null } },
      unique_id: 'model.shop.customers',
    });
    expect(existsSync(join(target, 'assets', 'dot.png'))).toBe(true);
  });

  it('leaves manifest.json alone when it does not compile', async () => {
    const targetPath = join(folder.root, 'other');
    await sluice.docs({ ...here(), targetPath, compile: false });
    const made = ['index.html', 'catalog.json', 'manifest.json'].map((name) =>
      existsSync(join(targetPath, name)),
    );
    expect(made).toEqual([true, true, false]);
  });

  it('asks for nothing from the network', () => {
    expect(page.html).toContain("default-src 'none'");
    expect(page.html.replace(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(/(?:src|href)="(?!data:)/);
  });

  it('follows columns through sources, ephemeral models, aggregates and windows', () => {
    expect(columnsOf(page, 'stg_orders', MAKINGS)).toMatchObject({
      order_id: { making: 'renamed', from: ['lake.orders.id'] },
      amount: { making: 'same', from: ['lake.orders.amount'] },
    });
    expect(columnsOf(page, 'customers', MAKINGS)).toMatchObject({
      customer: { making: 'same', from: ['stg_orders.customer'] },
      spent: { making: 'aggregate', from: ['stg_orders.amount'] },
      kind: { making: 'conditional' },
      rank: { making: 'window', from: ['stg_orders.customer'] },
      one: { making: 'constant', from: [] },
    });
    expect(columnsOf(page, 'doubles', MAKINGS)).toMatchObject({
      doubled: { making: 'same', from: ['light.doubled'] },
    });
    expect(columnsOf(page, 'light', MAKINGS)).toMatchObject({
      doubled: { making: 'computed', from: ['stg_orders.amount'] },
    });
  });

  it('keeps filters and groups apart, as columns that decide which rows there are', () => {
    const { indirect, columns, words } = page.core;
    const customers = nodeOf(page, 'customers');
    const found = new Map<string, number>();
    for (let at = 0; at < indirect.length; at += 3) {
      if (indirect[at] !== customers) continue;
      found.set(
        words[columns.name[indirect[at + 1] as number] as number] as string,
        indirect[at + 2] as number,
      );
    }
    expect(found.get('amount')).toBe(2);
    expect(found.get('customer')).toBe(4);
  });

  it('tells the files behind a source from their footers', () => {
    const [files] = page.core.sources;
    expect(files).toMatchObject({ node: nodeOf(page, 'lake.orders'), format: 'parquet', count: 2, rows: 20 });
    expect(files?.columns.find((each) => each.name === 'id')).toMatchObject({
      min: '1',
      max: '20',
      nulls: 0,
      files: 2,
    });
    expect(files?.bytes).toBeGreaterThan(0);
    expect(page.core.freshness).toMatchObject([{ status: STATUSES.indexOf('pass'), warnAfter: '1 day' }]);
  });

  it('knows layers, rows and the last run', () => {
    const layer = (name: string) => LAYERS[page.core.nodes.layer[nodeOf(page, name)] as number];
    expect([layer('lake.orders'), layer('stg_orders'), layer('customers'), layer('board')]).toEqual([
      'source',
      'staging',
      'gold',
      'exposure',
    ]);
    expect(page.core.nodes.rows[nodeOf(page, 'customers')]).toBe(3);
    const results = new Map(page.core.lastRun?.entries.map((each) => [each.id, each]));
    expect(results.get('model.shop.customers')).toMatchObject({ status: STATUSES.indexOf('success') });
    expect(results.get('model.shop.customers')?.start).toBeGreaterThanOrEqual(0);
    const warned = [...results.values()].find((each) => STATUSES[each.status] === 'warn');
    expect(warned).toMatchObject({ failures: 3, message: 'Got 3 results, configured to warn if != 0' });
  });

  it('renders descriptions without letting them do anything', () => {
    const { nodes, texts, project } = page.core;
    const html = texts[nodes.description[nodeOf(page, 'customers')] as number];
    expect(html).toContain(`<img src="data:image/png;base64,${PIXEL}" alt="dot">`);
    expect(html).toContain('<a href="https://example.com/a.png"');
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('<em>out</em>');
    expect(texts.join('')).not.toContain('<script');
    expect(texts.join('')).toContain('The <strong>name</strong>.');
    expect(project.overview).toBe('<h2>The shop</h2>');
  });

  it('leaves out what docs.show hides, code included', () => {
    expect(page.core.nodes.name).not.toContain('secret_model');
    expect(JSON.stringify([page.core, page.code])).not.toContain('secret_model');
  });

  it('holds code as written and as compiled', () => {
    const detail = page.code.nodes[nodeOf(page, 'doubles')];
    expect(detail?.raw).toContain("{{ ref('light') }}");
    expect(detail?.compiled).toContain('__dbt__cte__light as (');
    expect(page.core.macros.name).toEqual(['twice']);
    expect(page.code.macros[0]).toContain('{% macro twice(x) %}');
  });

  it('compares with an earlier state', async () => {
    const { cpSync } = await import('node:fs');
    cpSync(join(folder.root, 'target', 'manifest.json'), join(folder.root, 'before', 'manifest.json'));
    const path = 'models/staging/stg_orders.sql';
    const before = FILES[path];
    folder.write({ [path]: `${before} where true`, 'models/staging/fresh.sql': 'select 1 as id' });
    const result = await sluice.docs({ ...here(), state: 'before' });
    const changed = readPage(result.page);
    const change = (name: string) => changed.core.nodes.change[nodeOf(changed, name)];
    expect([change('stg_orders'), change('fresh'), change('customers')]).toEqual([2, 1, 0]);
    expect(changed.core.removed).toEqual([]);
    expect(changed.code.nodes[nodeOf(changed, 'stg_orders')]?.before).toBe(before);
  });

  it('tells what the last check of freshness found', async () => {
    const write = (content: string) => folder.write({ 'target/sources.json': content });
    const docs = async () => readPage((await sluice.docs({ ...here(), compile: false })).page).core.freshness;
    const checked = {
      unique_id: 'source.shop.lake.orders',
      max_loaded_at: '2026-01-01T00:00:00+00:00',
      snapshotted_at: '2026-01-03T00:00:00.5Z',
      status: 'warn',
    };
    const schema = 'https://schemas.getdbt.com/dbt/sources/v3.json';
    write(JSON.stringify({ metadata: { dbt_schema_version: schema }, results: [checked] }));
    expect(await docs()).toMatchObject([
      {
        status: STATUSES.indexOf('warn'),
        maxLoadedAt: Date.UTC(2026, 0, 1),
        warnAfter: '1 day',
        errorAfter: null,
      },
    ]);
    write('broken');
    expect(await docs()).toMatchObject([{ status: STATUSES.indexOf('pass') }]);
  });

  it('takes the last run from run_results.json where there is no history', async () => {
    const { rmSync } = await import('node:fs');
    await sluice.run({ ...here(), select: 'customers' });
    rmSync(join(folder.root, '.sluice'), { recursive: true });
    const { core } = readPage((await sluice.docs(here())).page);
    expect(core.lastRun).toMatchObject({ command: 'run' });
    expect(core.lastRun?.entries).toMatchObject([{ id: 'model.shop.customers', status: 0, start: 0 }]);
  });

  it('binds again what changed, and takes a damaged file of lineage for none', async () => {
    const kept = join(folder.root, 'target', 'lineage.sluice');
    const whole = readFileSync(kept, 'utf8');
    const lineage = (of: Page) => columnsOf(of, 'customers', MAKINGS);
    writeFileSync(kept, whole.replace('identity', 'identitx'));
    expect(lineage(readPage((await sluice.docs(here())).page))).toEqual(lineage(page));
    expect(readFileSync(kept, 'utf8')).toBe(whole);
    const path = 'models/staging/stg_orders.sql';
    folder.write({ [path]: FILES[path].replace('amount', 'coalesce(amount, 0)::double as amount') });
    const changed = readPage((await sluice.docs(here())).page);
    const { nodes, columns, words } = changed.core;
    const spent = (nodes.firstColumn[nodeOf(changed, 'customers')] as number) + 1;
    expect(words[columns.type[spent] as number]).toBe('DOUBLE');
    expect(columnsOf(changed, 'stg_orders', MAKINGS)['amount']?.making).toBe('computed');
  });

  it('looks again at tables that templates changed while they were compiled', async () => {
    folder.write({
      'models/gold/late.sql':
        "{% if execute %}{% do run_query('create or replace table main.late_rows (late_column int)') %}{% endif %}select * from {{ source('main', 'late_rows') }}",
      'models/late.yml': 'sources: [{name: main, tables: [{name: late_rows}]}]\n',
    });
    const late = readPage((await sluice.docs(here())).page);
    expect(columnsOf(late, 'late', MAKINGS)).toMatchObject({ late_column: { making: 'same' } });
  });

  it('does without the database and without compiling', async () => {
    const result = await sluice.docs({ ...here(), compile: false, emptyCatalog: true });
    expect(result.catalog).toMatchObject({ nodes: {}, sources: {}, errors: null });
    expect(readPage(result.page).code.nodes.every((each) => each.compiled === null)).toBe(true);
  });
});
