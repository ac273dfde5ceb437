import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, type CheckReport, check, runOperation } from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const ASK =
  '{% macro ask(sql) %}{% set t = run_query(sql) %}{% if execute %}{{ return(t.columns[0].values()) }}{% endif %}{{ return([]) }}{% endmacro %}\n';
const incremental = (more: string, columns: string) =>
  `{{ config(materialized='incremental'${more}) }}\nselect ${columns} from {{ ref('base') }}\n`;

const FILES: Readonly<Record<string, string>> = {
  'macros/ask.sql': ASK,
  'models/sources.yml':
    'sources:\n  - name: db\n    schema: landed\n    tables:\n      - name: events\n        columns:\n          - name: seen\n      - name: absent\n',
  'models/base.sql': "select 1 as id, 'a' as kind, 2.5 as amount\n",
  'models/from_source.sql': "select id, seen from {{ source('db', 'events') }}\n",
  'models/asks.sql':
    "select id {% for k in ask('select distinct kind from ' ~ ref('base')) %}, '{{ k }}' as kind_{{ k }}{% endfor %} from {{ ref('base') }}\n",
  'models/grows.sql': incremental('', 'id, kind'),
  'models/shrinks.sql': incremental('', 'id, kind'),
  'models/fails.sql': incremental(", on_schema_change='fail'", 'id, kind'),
  'models/appends.sql': incremental(", on_schema_change='append_new_columns'", 'id, kind'),
  'models/syncs.sql': incremental(", on_schema_change='sync_all_columns'", 'id, kind'),
  'models/unnamed.sql': 'select id from landed.events\n',
  'models/own.sql': "{{ config(materialized='table') }}\nselect id from {{ ref('base') }}\n",
  'models/below_appends.sql': "select id from {{ ref('appends') }}\n",
};

let folder: ProjectFolder;
let projectDir: string;
const found = ({ results }: CheckReport, name: string) => {
  const result = results.find(({ node }) => node.name === name);
  if (result === undefined) throw new Error(`nothing is told of ${name}`);
  return result;
};
const names = (report: CheckReport, name: string) => found(report, name).columns.map((each) => each.name);
const told = (report: CheckReport, name: string) =>
  found(report, name).diagnostics.map((each) => `${each.severity} ${each.code}`);
const stampOf = () =>
  createHash('sha256')
    .update(readFileSync(join(projectDir, 'shop.duckdb')))
    .digest('hex');

beforeAll(async () => {
  folder = projectFolder(FILES);
  projectDir = folder.root;
  const sql = 'create schema landed; create table landed.events as select 1 as id, current_date as seen';
  await runOperation({ projectDir, sql });
  const { success } = await build({ projectDir, exclude: ['absent+'] });
  expect(success).toBe(true);
});
afterAll(() => folder.remove());

describe('a check beside a database that is built', () => {
  it('finds nothing wrong with what is built, and leaves the file as it is', async () => {
    const before = stampOf();
    const report = await check({ projectDir, exclude: ['source:db.absent'] });
    expect(report.results.filter(({ status }) => status !== 'ok').map(({ node }) => node.name)).toEqual([]);
    expect(report.results.length).toBe(12);
    expect(names(report, 'asks')).toEqual(['id', 'kind_a']);
    expect(stampOf()).toBe(before);
    expect(existsSync(join(projectDir, 'shop.duckdb.wal'))).toBe(false);
  });

  it('tells of a source that the database does not have, and of columns that its table does not have', async () => {
    folder.write({
      'models/sources.yml': `${FILES['models/sources.yml'] as string}      - name: events_again\n        identifier: events\n        columns: [{name: nope}]\n`,
    });
    const report = await check({ projectDir, select: ['source:*'] });
    expect(told(report, 'absent')).toEqual(['error V007']);
    expect(told(report, 'events_again')).toEqual(['warning V005']);
    folder.write(FILES);
  });

  it('compares incremental models with their tables, as on_schema_change says', async () => {
    folder.write({
      'models/grows.sql': incremental('', 'id, kind, amount'),
      'models/shrinks.sql': incremental('', 'id'),
      'models/fails.sql': incremental(", on_schema_change='fail'", 'id, kind, amount'),
      'models/appends.sql': incremental(", on_schema_change='append_new_columns'", 'id, amount'),
      'models/syncs.sql': incremental(", on_schema_change='sync_all_columns'", 'id, amount'),
      'models/below_appends.sql': "select id, kind, amount from {{ ref('appends') }}\n",
    });
    const report = await check({ projectDir });
    expect(told(report, 'grows')).toEqual(['warning V006']);
    expect(told(report, 'shrinks')).toEqual(['error V006']);
    expect(told(report, 'fails')).toEqual(['error V006']);
    expect(told(report, 'appends')).toEqual([]);
    expect(names(report, 'grows')).toEqual(['id', 'kind']);
    expect(names(report, 'appends')).toEqual(['id', 'kind', 'amount']);
    expect(names(report, 'syncs')).toEqual(['id', 'amount']);
    expect(told(report, 'below_appends')).toEqual([]);
    const fresh = await check({ projectDir, fullRefresh: true });
    expect(['grows', 'shrinks', 'fails'].flatMap((name) => told(fresh, name))).toEqual([]);
    expect(names(fresh, 'grows')).toEqual(['id', 'kind', 'amount']);
    // What is an error here is one of the build, and what is none is none.
    const built = await build({ projectDir, select: ['config.materialized:incremental', 'below_appends'] });
    const failed = built.results.filter(({ status }) => status === 'error').map(({ node }) => node.name);
    expect(failed.sort()).toEqual(['fails', 'shrinks']);
    folder.write(FILES);
  });

  it('warns of a model that reads its own table where that is built by now', async () => {
    folder.write({
      'models/own.sql':
        "{{ config(materialized='table') }}\nselect id from {{ ref('base') }} where id not in (select id - 1 from {{ this }})\n",
    });
    const report = await check({ projectDir, select: ['own'] });
    expect(told(report, 'own')).toEqual(['warning V002']);
    expect(found(report, 'own').status).toBe('warning');
    folder.write(FILES);
  });

  it('does not take the answers of a table that would be built with other columns now', async () => {
    folder.write({ 'models/base.sql': "select 1 as id, 'b' as kind, 2.5 as amount, 1 as more\n" });
    const report = await check({ projectDir, select: ['asks'] });
    expect(found(report, 'asks')).toMatchObject({
      status: 'checked when built',
      reason: 'its template asks the database, and base is not built as it is now',
    });
    folder.write(FILES);
  });

  it('goes without the database where that is gone', async () => {
    rmSync(join(projectDir, 'shop.duckdb'));
    const report = await check({ projectDir });
    expect(found(report, 'from_source').status).toBe('checked when built');
    expect(found(report, 'asks').status).toBe('checked when built');
    expect(found(report, 'grows').status).toBe('ok');
    expect(existsSync(join(projectDir, 'shop.duckdb'))).toBe(false);
  });
});
