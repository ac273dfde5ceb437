import { describe, expect, it } from 'vitest';
import { runSelected } from '../../src/commands/run-selected.ts';
import { type TestProject, testProject } from './project.ts';

const MODEL = "{{ config(materialized='incremental', incremental_strategy='append') }} ";

/** Runs a project; gives what became of its model, and the statements that were sent for it. */
async function run(project: TestProject, vars: Readonly<Record<string, unknown>> = {}) {
  return project.session('run', { vars }, async (session, events) => {
    const { results } = await runSelected(session, ['model']);
    const sent = events.flatMap((each) =>
      each.type === 'sqlSent' && each.uniqueId === 'model.shop.m' ? [each.sql] : [],
    );
    return { result: results[0], sent, collects: sent.some((sql) => /create temporary table/.test(sql)) };
  });
}

async function afterFirst(files: Readonly<Record<string, string>>): Promise<TestProject> {
  const project = testProject(files);
  expect((await run(project)).result?.status).toBe('success');
  return project;
}

describe('an incremental model that appends', () => {
  it('writes its rows once, and keeps the statement of dbt', async () => {
    const project = await afterFirst({
      'models/m.sql': `${MODEL} select {{ var('id', 1) }} as id, 'x' as name {% if is_incremental() %} where (select max(id) from {{ this }}) < 5 {% endif %}`,
    });
    const { result, collects } = await run(project, { id: 9 });
    expect([result?.status, collects]).toEqual(['success', false]);
    expect(project.read('target/run/shop/models/m.sql')).toMatch(
      /insert into "shop"\."main"\."m" \("id", "name"\)\s+\(\s+select "id", "name"\s+from "m__dbt_tmp\d+"\s+\)/,
    );
    await run(project, { id: 10 });
    expect(await project.query('select id, name from m order by id')).toEqual(['1|x', '9|x']);
  });

  it('goes the way of dbt where a statement fails, and tells what dbt tells', async () => {
    const project = await afterFirst({
      'models/m.sql': `${MODEL} select cast({{ var('text', "'1'") }} as integer) as id`,
    });
    const failed = await run(project, { text: "'x'" });
    expect([failed.result?.status, failed.collects]).toEqual(['error', true]);
    expect(failed.result?.message).toMatch(/Could not convert string 'x' to INT32\s+LINE 11:/);
    const unbound = await run(project, { text: 'nope' });
    expect(unbound.result?.message).toMatch(/Referenced column "nope" was not found[^\n]*\s+LINE 11:/);
    expect(await project.query('select id from m')).toEqual(['1']);
  });

  it('reads columns that the table lacks, as they may fail', async () => {
    const project = await afterFirst({
      'models/m.sql': `${MODEL} select 1 as id {% if is_incremental() %}, cast({{ var('more', "'2'") }} as integer) as more {% endif %}`,
    });
    expect(await run(project)).toMatchObject({ result: { status: 'success' }, collects: true });
    expect((await run(project, { more: "'x'" })).result?.status).toBe('error');
    expect(await project.query('select id from m')).toEqual(['1', '1']);
  });

  it.each([
    [
      "a macro of the project's own",
      { 'macros/a.sql': '{% macro default__get_insert_into_sql(a, b, c) %}{% endmacro %}' },
    ],
    [
      'its own way to collect rows',
      {
        'macros/a.sql':
          '{% macro duckdb__create_table_as(temporary, relation, compiled_code, language="sql", partitioned_by=none, sorted_by=none) %} create {% if temporary %}temporary{% endif %} table {{ relation.include(database=not temporary, schema=not temporary) }} as (select * from ({{ compiled_code }})); {% endmacro %}',
      },
    ],
  ])('collects them first with %s', async (_, files) => {
    const project = await afterFirst({ 'models/m.sql': `${MODEL} select 1 as id`, ...files });
    const { result, sent } = await run(project);
    expect(result?.status).toBe('success');
    expect(sent.some((sql) => /temporary\s+table/.test(sql))).toBe(true);
    expect(await project.query('select id from m')).toEqual(['1', '1']);
  });

  it.each(['pre_hook', 'post_hook', 'sql_header'])('collects them first with a %s', async (config) => {
    const model = `{{ config(materialized='incremental', ${config}="select 1${config === 'sql_header' ? ';' : ''}") }} select 1 as id`;
    const project = await afterFirst({ 'models/m.sql': model });
    expect(await run(project)).toMatchObject({ result: { status: 'success' }, collects: true });
  });
});
