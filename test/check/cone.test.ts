import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapterPlugin } from '../../src/adapter/index.ts';
import { type Checker, openChecker } from '../../src/check/index.ts';
import { createInvocation } from '../../src/commands/flags/create-invocation.ts';
import { createSession } from '../../src/commands/session.ts';
import type { CheckReport } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';
import { writeParquet } from './faulty-project.ts';

const FILES: Readonly<Record<string, string>> = {
  'seeds/codes.csv': 'code,name\n1,a\n',
  'models/schema.yml':
    'sources:\n  - name: files\n    tables: [{name: points, config: {external_location: "data/{name}.parquet"}}]\nmodels:\n  - name: top\n    columns: [{name: id, data_tests: [not_null]}, {name: label, data_tests: [unique]}]\n',
  'models/top.sql': "select 1 as id, 'x' as label, 2 as extra\n",
  'models/middle.sql': "select id, label from {{ ref('top') }}\n",
  'models/star.sql': "select * from {{ ref('top') }}\n",
  'models/leaf.sql': "select label from {{ ref('middle') }}\n",
  'models/user.sql': "select extra from {{ ref('star') }}\n",
  'models/asks.sql':
    "select {% for c in adapter.get_columns_in_relation(ref('star')) %}{{ c.name }}{{ ', ' if not loop.last }}{% endfor %} from {{ ref('star') }}\n",
  'models/coded.sql': "select name from {{ ref('codes') }}\n",
  'models/pointed.sql': "select x from {{ source('files', 'points') }}\n",
};

let folder: ProjectFolder;
let checker: Checker;

/** The project as it is on the disk now. */
function state() {
  const host = createHost();
  const created = createInvocation({ host, command: 'check', given: { project_dir: folder.root } });
  const session = createSession({ ...created, host, events: () => {} });
  return { session, request: { environment: session.environment([]), graph: session.graph() } };
}

async function save(files: Readonly<Record<string, string>>, ...ids: string[]): Promise<CheckReport> {
  folder.write(files);
  return checker.checkCone({ ...state().request, changed: new Set(ids) });
}

const statuses = ({ results }: CheckReport) =>
  Object.fromEntries(
    results.filter(({ node }) => node.resourceType !== 'test').map(({ node, status }) => [node.name, status]),
  );

beforeAll(async () => {
  folder = projectFolder(FILES);
  await writeParquet(folder, 'points', '(select 1 as x, 2 as y)');
  const { session, request } = state();
  const project = session.project();
  checker = openChecker({ project, plugin: adapterPlugin('duckdb'), host: session.host, sink: session.sink });
  const report = await checker.checkAll(request);
  expect(report.success).toBe(true);
});
afterAll(async () => {
  await checker.close();
  folder.remove();
});

describe('a check of what was edited', () => {
  it('stops where output columns did not change', async () => {
    const report = await save(
      { 'models/top.sql': "select 2 as id, 'y' as label, 2 as extra\n" },
      'model.shop.top',
    );
    expect(statuses(report)).toEqual({
      top: 'ok',
      middle: 'unchanged',
      star: 'unchanged',
      leaf: 'unchanged',
      user: 'unchanged',
      asks: 'unchanged',
    });
    expect(report.results[0]?.changes).toEqual([]);
  });

  it('goes on where they did, and names what would break', async () => {
    const report = await save(
      { 'models/top.sql': "select 1 as id, 'x' as label, 5 as more\n" },
      'model.shop.top',
    );
    expect(report.results[0]?.changes).toEqual([
      { name: 'more', before: null, after: 'INTEGER' },
      { name: 'extra', before: 'INTEGER', after: null },
    ]);
    expect(statuses(report)).toEqual({
      top: 'ok',
      middle: 'ok',
      star: 'ok',
      asks: 'ok',
      leaf: 'unchanged',
      user: 'error',
    });
    expect(report.broken).toEqual(['model.shop.user']);
    expect(report.results.find(({ node }) => node.name === 'asks')?.columns.map(({ name }) => name)).toEqual([
      'id',
      'label',
      'more',
    ]);
  });

  it('does not name again what is broken already, and sees it mended', async () => {
    const again = await save(
      { 'models/top.sql': "select 1 as id, 'x' as label, 6.5 as more\n" },
      'model.shop.top',
    );
    expect(again.broken).toEqual([]);
    expect(again.success).toBe(false);
    const mended = await save(FILES, 'model.shop.top');
    expect(statuses(mended)).toMatchObject({ star: 'ok', user: 'ok', leaf: 'unchanged' });
  });

  it('looks at tests of columns that went', async () => {
    const report = await save({ 'models/top.sql': 'select 1 as id, 2 as extra\n' }, 'model.shop.top');
    const test = report.results.find(({ node }) => node.name === 'unique_top_label');
    expect(test?.diagnostics.map((each) => each.code)).toEqual(['V004']);
    expect([...report.broken].sort()).toEqual(['model.shop.middle', test?.node.uniqueId].sort());
    expect(statuses(report)).toMatchObject({ middle: 'error', leaf: 'skipped' });
    expect(statuses(await save(FILES, 'model.shop.top'))).toMatchObject({ middle: 'ok', leaf: 'ok' });
  });

  it('follows seeds, files of sources, new models and those that are gone', async () => {
    const seeds = await save({ 'seeds/codes.csv': 'code,title\n1,a\n' }, 'seed.shop.codes');
    expect(statuses(seeds)).toEqual({ codes: 'ok', coded: 'error' });
    await save(FILES, 'seed.shop.codes');
    await writeParquet(folder, 'points', '(select 2 as y)');
    const files = await save({}, 'source.shop.files.points');
    expect(statuses(files)).toEqual({ points: 'ok', pointed: 'error' });
    const added = await save({ 'models/added.sql': "select id from {{ ref('leaf') }}\n" });
    expect(statuses(added)).toEqual({ added: 'error' });
    expect(added.broken).toEqual([]);
  });
});
