import { describe, expect, it } from 'vitest';
import { planForSession, runSelected } from '../../src/commands/run-selected.ts';
import { spanLabel } from '../../src/diagnostics/index.ts';
import type { NodeResult, RunResult } from '../../src/domain/index.ts';
import { executeRun } from '../../src/run/index.ts';
import { type TestProject, testProject } from './project.ts';

const ALL = ['model', 'seed', 'snapshot', 'test'];

function build(
  project: TestProject,
  given: Readonly<Record<string, unknown>> = {},
  command = 'build',
): Promise<RunResult> {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    build: ALL,
    run: ['model'],
    test: ['test'],
    seed: ['seed'],
  };
  return project.session(command, given, (session) => runSelected(session, kinds[command] ?? ALL));
}

const statuses = (run: RunResult) =>
  Object.fromEntries(run.results.map((each) => [each.node.name, each.status]));

function result(run: RunResult, name: string): NodeResult {
  const found = run.results.find((each) => each.node.name === name);
  if (found === undefined) throw new Error(`no result of ${name}`);
  return found;
}

describe('a build', () => {
  it('takes saved queries and exposures in their turn, without work', async () => {
    const project = testProject({
      'models/m.sql': "{{ config(materialized='table') }} select 1 as id, current_date as at",
      'models/_m.yml': [
        'models: [{name: m, time_spine: {standard_granularity_column: at}, columns: [{name: at, granularity: day}]}]',
        'semantic_models:',
        '  - {name: sales, model: ref("m"), defaults: {agg_time_dimension: at}, entities: [{name: id, type: primary}],',
        '     dimensions: [{name: at, type: time, type_params: {time_granularity: day}}],',
        '     measures: [{name: amount, agg: sum, expr: id}]}',
        'metrics: [{name: total, label: Total, type: simple, type_params: {measure: amount}}]',
        'saved_queries: [{name: sums, query_params: {metrics: [total]}}]',
        'exposures: [{name: e, type: dashboard, owner: {email: a@b.c}, depends_on: [ref("m")]}]',
      ].join('\n'),
    });
    const run = await project.session('build', {}, (session) =>
      runSelected(session, [...ALL, 'exposure', 'saved_query']),
    );
    expect(statuses(run)).toEqual({ m: 'success', e: 'no-op', sums: 'no-op' });
    expect(project.json('target/run_results.json')['results']).toContainEqual(
      expect.objectContaining({
        unique_id: 'saved_query.shop.sums',
        message: 'NO-OP',
        failures: 0,
        compiled: null,
      }),
    );
  });

  it('starts what took long the last time first, and notes what no longer does', async () => {
    const models = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [`models/${name}.sql`, 'select 1 as id']),
    );
    const project = testProject(models);
    const seconds = { 'model.shop.d': 3, 'model.shop.c': 2, 'model.shop.gone': 5 };
    project.write('.sluice/long-nodes.json', JSON.stringify({ dev: seconds, prod: { 'model.shop.a': 9 } }));
    await project.session('run', {}, async (session, events) => {
      await runSelected(session, ['model']);
      const started = events.flatMap((each) => (each.type === 'nodeStarted' ? [each.node.name] : []));
      expect(started[0]).toBe('d');
      expect(started.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    });
    const kept = { dev: { 'model.shop.gone': 5 }, prod: { 'model.shop.a': 9 } };
    expect(project.json('.sluice/long-nodes.json')).toEqual(kept);
    project.write('.sluice/long-nodes.json', '{"dev": [1, {"a": "b"');
    expect(statuses(await build(project))).toEqual({
      a: 'success',
      b: 'success',
      c: 'success',
      d: 'success',
    });
  });

  it('loads seeds, makes views, tables and increments, tests them, and writes run_results.json and the history', async () => {
    const project = testProject({
      'seeds/raw.csv': 'id,name\n1,a\n2,b\n',
      'models/v.sql': "select * from {{ ref('raw') }}",
      'models/t.sql': "{{ config(materialized='table') }} select * from {{ ref('v') }}",
      'models/e.sql': "{{ config(materialized='ephemeral') }} select id from {{ ref('t') }}",
      'models/i.sql':
        "{{ config(materialized='incremental') }} select id, {{ is_incremental() }} as again from {{ ref('e') }}",
      'models/_m.yml':
        'models:\n  - name: t\n    columns:\n      - name: id\n        data_tests: [unique, not_null]\n',
      // A test of something that is not there stays in the manifest and is not run.
      'tests/lost.sql': "select * from {{ ref('t') }}, {{ ref('nowhere') }}",
    });
    const run = await build(project);
    expect(statuses(run)).toEqual({
      raw: 'success',
      v: 'success',
      t: 'success',
      unique_t_id: 'pass',
      not_null_t_id: 'pass',
      i: 'success',
    });
    expect(run.success).toBe(true);
    await build(project);
    expect(await project.query('select * from i order by all')).toEqual([
      '1|false',
      '1|true',
      '2|false',
      '2|true',
    ]);
    expect(project.json('target/run_results.json')).toMatchObject({ metadata: { dbt_version: '1.12.6' } });
    expect(project.read('.sluice/history.jsonl').trim().split('\n')).toHaveLength(12);
    expect(project.read('target/compiled/shop/models/v.sql')).toBe('select * from "shop"."main"."raw"');
    const { nodes } = project.json('target/manifest.json') as unknown as {
      nodes: Record<string, unknown>;
    };
    expect(nodes['model.shop.v']).toMatchObject({
      compiled: true,
      compiled_code: 'select * from "shop"."main"."raw"',
      compiled_path: 'target/compiled/shop/models/v.sql',
    });
    expect(nodes['model.shop.e']).toMatchObject({ compiled: true });
    expect(project.read('target/run/shop/models/t.sql')).toMatch(
      /create {2}table\s+"shop"\."main"\."t__dbt_tmp"/,
    );
  });

  it('leaves the old table as it was when its model fails, and skips what depends on it', async () => {
    const project = testProject({
      'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/b.sql': "{{ config(materialized='table') }} select * from {{ ref('a') }}",
    });
    await build(project);
    project.write('models/a.sql', "{{ config(materialized='table') }} select cast('x' as int) as id");
    const run = await build(project);
    expect(statuses(run)).toEqual({ a: 'error', b: 'skipped' });
    expect(await project.query('select * from a')).toEqual(['1']);
    expect(await project.query("select count(*) from duckdb_tables() where table_name like '%dbt%'")).toEqual(
      ['0'],
    );
  });

  it('rolls back a model whose post-hook fails', async () => {
    const project = testProject({ 'models/a.sql': "{{ config(materialized='table') }} select 1 as id" });
    await build(project);
    project.write(
      'models/a.sql',
      "{{ config(materialized='table', post_hook='select nope from {{ this }}') }} select 2 as id",
    );
    expect(statuses(await build(project))).toEqual({ a: 'error' });
    expect(await project.query('select * from a')).toEqual(['1']);
  });

  it('points an error of the engine at the line that the author wrote', async () => {
    const project = testProject({
      'models/base.sql': 'select 1 as id',
      'models/bad.sql': "{{ config(materialized='table') }}\nselect\n  idd\nfrom {{ ref('base') }}\n",
    });
    const bad = result(await build(project), 'bad');
    expect(bad.status).toBe('error');
    expect(bad.diagnostics.map((each) => each.span && spanLabel(each.span))).toEqual(['models/bad.sql:3:3']);
    expect(bad.message).toContain('Runtime Error in model bad (models/bad.sql)\n  Binder Error:');
  });

  it('points an error in a seed at the line of its file, and keeps the table of the last good load', async () => {
    const project = testProject({ 'seeds/raw.csv': 'id,name\n1,a\n' });
    await build(project);
    project.write(
      'dbt_project.yml',
      'name: shop\nprofile: shop\nseeds: {shop: {+column_types: {id: integer}}}\n',
    );
    project.write('seeds/raw.csv', 'id,name\n1,a\ntwo,b\n');
    const [diagnostic] = result(await build(project), 'raw').diagnostics;
    expect(diagnostic?.span && spanLabel(diagnostic.span)).toBe('seeds/raw.csv:3:1');
    expect(diagnostic?.message).toContain('Could not convert string "two"');
    expect(await project.query('select * from raw')).toEqual(['1|a']);
  });

  it('points an error in a generic test at its entry in the YAML', async () => {
    const project = testProject({
      'models/a.sql': 'select 1 as id',
      'models/_m.yml':
        'models:\n  - name: a\n    columns:\n      - name: nope\n        data_tests: [not_null]\n',
    });
    const [diagnostic] = result(await build(project), 'not_null_a_nope').diagnostics;
    expect(diagnostic?.span && spanLabel(diagnostic.span)).toBe('models/_m.yml:5:22');
  });
});

describe('data tests', () => {
  const rows = 'select unnest([1, 2, 3]) as id';
  it('judge by severity, warn_if, error_if, limit, where and fail_calc', async () => {
    const found = async (config: string) => {
      const project = testProject({
        'models/a.sql': rows,
        'tests/t.sql': `{{ config(tags=[]${config}) }} select * from {{ ref('a') }}`,
      });
      const { status, message, failures } = result(await build(project), 't');
      return [status, message, failures];
    };
    expect(await found('')).toEqual(['fail', 'Got 3 results, configured to fail if != 0', 3]);
    expect(await found(", severity='warn'")).toEqual([
      'warn',
      'Got 3 results, configured to warn if != 0',
      3,
    ]);
    expect(await found(", error_if='>5', warn_if='>2'")).toEqual([
      'warn',
      'Got 3 results, configured to warn if >2',
      3,
    ]);
    expect(await found(", error_if='>5', warn_if='>4'")).toEqual(['pass', null, 0]);
    expect(await found(', limit=1')).toEqual(['fail', 'Got 1 result, configured to fail if != 0', 1]);
    expect(await found(", fail_calc='sum(id)'")).toEqual([
      'fail',
      'Got 6 results, configured to fail if != 0',
      6,
    ]);
  });

  it('keep their failures in a table when asked by flag', async () => {
    const project = testProject({
      'models/a.sql': rows,
      'tests/t.sql': "select * from {{ ref('a') }} where id > 1",
    });
    const run = await build(project, { store_failures: true });
    expect(result(run, 't').compiled?.node.relationName).toBe('"shop"."main_dbt_test__audit"."t"');
    expect(await project.query('select * from main_dbt_test__audit.t order by id')).toEqual(['2', '3']);
  });

  it('count warnings as failures with --warn-error', async () => {
    const project = testProject({
      'models/a.sql': rows,
      'tests/t.sql': "{{ config(severity='warn') }} select * from {{ ref('a') }}",
    });
    expect(result(await build(project, { warn_error: true }), 't').status).toBe('fail');
  });
});

describe('on-run hooks', () => {
  const project = (start: string, end = 'select 1') =>
    testProject({
      'dbt_project.yml': `name: shop\nprofile: shop\non-run-start: ["${start}"]\non-run-end: ["${end}"]\n`,
      'models/a.sql': 'select 1 as id',
    });

  it('see the results and schemas of the run at its end', async () => {
    const made = project(
      'create table if not exists seen (what varchar)',
      "{% for each in results %}insert into seen values ('{{ each.node.name }} {{ each.status }} {{ schemas | join }}'){% endfor %}",
    );
    expect((await build(made)).success).toBe(true);
    expect(await made.query('select * from seen')).toEqual(['a success main']);
  });

  it('stop the run when one fails at the start', async () => {
    const made = project('select nope');
    const run = await build(made);
    expect(run.success).toBe(false);
    expect(statuses(run)).toMatchObject({ 'shop-on-run-start-0': 'error', a: 'skipped' });
  });
});

describe('stopping', () => {
  const slow =
    "{{ config(materialized='table') }} select count(*) as n from range(100000000000) t(i) where i % 7 = 3";

  it('interrupts running queries and tells truthfully what did not finish', async () => {
    const project = testProject({
      'models/slow.sql': slow,
      'models/z.sql': "select * from {{ ref('slow') }}",
    });
    const controller = new AbortController();
    const run = await project.session(
      'build',
      {},
      async (session, events) => {
        const timer = setInterval(() => {
          if (events.some((each) => each.type === 'nodeExecuting')) controller.abort();
        }, 100);
        return executeRun(planForSession(session, ALL)).finally(() => clearInterval(timer));
      },
      controller.signal,
    );
    expect(run.interrupted).toBe(true);
    expect(run.success).toBe(false);
    expect(statuses(run)).toEqual({ slow: 'error', z: 'skipped' });
    expect(result(run, 'slow').diagnostics.map((each) => each.code)).toEqual(['D107']);
    expect(project.json('target/run_results.json')).toMatchObject({
      results: [{ status: 'error' }, { status: 'skipped' }],
    });
    expect(run.elapsed).toBeLessThan(20);
  });

  it('before the first node skips everything', async () => {
    const project = testProject({ 'models/a.sql': 'select 1 as id' });
    const run = await project.session(
      'build',
      {},
      (session) => executeRun(planForSession(session, ALL)),
      AbortSignal.abort(),
    );
    expect(statuses(run)).toEqual({ a: 'skipped' });
    expect(run.interrupted).toBe(true);
  });

  it('cancels the rest with --fail-fast', async () => {
    const project = testProject({
      'models/a_bad.sql': "{{ config(materialized='table') }} select cast('x' as int) as id",
      'models/b_slow.sql': slow,
      'models/c.sql': "select * from {{ ref('b_slow') }}",
    });
    const run = await build(project, { fail_fast: true });
    expect(statuses(run)).toEqual({ a_bad: 'error', b_slow: 'skipped', c: 'skipped' });
    expect(result(run, 'c').message).toBe('Skipping due to fail_fast');
  });
});
