import { afterEach, describe, expect, it } from 'vitest';
import type { Event, NodeResult } from '../../src/index.ts';
import { type Built, smallProject } from './builds.ts';

const made: Built[] = [];

function project(files: Readonly<Record<string, string>>): Built {
  const built = smallProject(files);
  made.push(built);
  return built;
}

const statuses = (results: readonly NodeResult[]) => results.map((each) => each.status);

/** The statements that a run sent, without white space at their ends and without query comments. */
async function statements(built: Built, options = {}): Promise<string[]> {
  const sent: string[] = [];
  const onEvent = (event: Event) => {
    if (event.type === 'sqlExecuted' && event.uniqueId !== null) {
      sent.push(event.sql.replace(/^\/\*[\s\S]*?\*\/\s*/, '').trim());
    }
  };
  await built.run({ ...options, onEvent });
  return sent;
}

afterEach(() => {
  for (const built of made.splice(0)) built.remove();
});

describe('a failing node leaves the old relation as it was', () => {
  const broken = "select 1 as a, cast('x' as int) as b";
  it.each([
    ['table', ''],
    ['table', ", post_hook='select * from no_such_table'"],
    ['table', ", pre_hook='drop table if exists {{ this }}'"],
    ['incremental', ''],
    ['incremental', ", unique_key='a', incremental_strategy='delete+insert'"],
    ['incremental', ", unique_key='a', incremental_strategy='merge', post_hook='select no_such_column'"],
  ])('%s%s', async (materialized, more) => {
    const built = project({
      'models/m.sql': `{{ config(materialized='${materialized}') }} select 1 as a, 7 as b`,
    });
    expect(statuses(await built.run())).toEqual(['success']);
    const sql = more.includes('post_hook') ? 'select 1 as a, 8 as b' : broken;
    for (const fullRefresh of [false, true]) {
      built.write({ 'models/m.sql': `{{ config(materialized='${materialized}'${more}) }} ${sql}` });
      expect(statuses(await built.run({ fullRefresh }))).toEqual(['error']);
      expect(await built.rows('select * from m')).toEqual([[1, 7]]);
      expect(await built.rows('select table_name from duckdb_tables() where not temporary')).toEqual([['m']]);
    }
  });

  it('a view that becomes a broken table', async () => {
    const built = project({ 'models/m.sql': 'select 1 as a' });
    await built.run();
    built.write({ 'models/m.sql': `{{ config(materialized='table') }} ${broken}` });
    expect(statuses(await built.run())).toEqual(['error']);
    expect(await built.rows('select view_name from duckdb_views() where not internal')).toEqual([['m']]);
  });
});

describe('a table', () => {
  it('and a view are made and replaced in one statement when nothing else belongs to the build', async () => {
    const built = project({
      'models/t.sql': "{{ config(materialized='table') }} select 1 as a",
      'models/v.sql': 'select 1 as a',
    });
    for (const words of ['create ', 'create or replace ']) {
      const sent = await statements(built);
      expect(sent).toHaveLength(2);
      expect(sent[0]).toMatch(new RegExp(`^${words} *table\\s+"small"."main"."t"`));
      expect(sent[1]).toMatch(new RegExp(`^${words}view "small"."main"."v"`));
      // What is kept for people to read is the text as the macros wrote it.
      expect(built.read('target/run/small/models/t.sql')).toContain('"small"."main"."t__dbt_tmp"');
      expect(built.read('target/run/small/models/v.sql').trim()).toMatch(
        /^create view "small"."main"."v__dbt_tmp" as/,
      );
    }
  });

  it('and a view are staged when a project writes the statement itself', async () => {
    const built = project({
      'models/t.sql': "{{ config(materialized='table') }} select 1 as a",
      'models/v.sql': 'select 1 as a',
      'macros/override.sql':
        '{% macro get_create_view_as_sql(relation, sql) %}create view {{ relation }} as (select * from ({{ sql }}), ' +
        "(select '{{ relation.identifier }}' as b)){% endmacro %}" +
        '{% macro duckdb__create_table_as(temporary, relation, compiled_code, language, partitioned_by, sorted_by) %}create table {{ relation }} as ' +
        "select a, '{{ relation.identifier }}' as b from ({{ compiled_code }}){% endmacro %}",
    });
    for (const _ of [1, 2]) {
      expect(statuses(await built.run())).toEqual(['success', 'success']);
      expect(await built.rows('select * from t union all select * from v')).toEqual([
        [1, 't__dbt_tmp'],
        [1, 'v__dbt_tmp'],
      ]);
    }
  });

  it('can be made of itself', async () => {
    const body =
      '{% if load_relation(this) %} select n + 1 as n from {{ this }} {% else %} select 1 as n {% endif %}';
    const built = project({ 'models/t.sql': `{{ config(materialized='table') }} ${body}` });
    for (const n of [1, 2, 3]) {
      await built.run();
      expect(await built.rows('select n from t')).toEqual([[n]]);
    }
  });

  it('takes the text that an override of create_table_as writes, by way of another name', async () => {
    const built = project({
      'models/t.sql': "{{ config(materialized='table') }} select 1 as a",
      'macros/override.sql':
        "{% macro create_table_as(temporary, relation, compiled_code, language='sql') %}" +
        'create table {{ relation }} as select *, 2 as extra from ({{ compiled_code }}); insert into {{ relation }} values (3, 4)' +
        '{% endmacro %}',
    });
    for (const _ of [1, 2]) {
      expect(statuses(await built.run())).toEqual(['success']);
      expect(await built.rows('select * from t order by 1')).toEqual([
        [1, 2],
        [3, 4],
      ]);
    }
    expect(await built.rows('select table_name from duckdb_tables()')).toEqual([['t']]);
  });

  it('is sorted by cluster_by when every entry is a column of the result', async () => {
    const rows = 'select * from (values (3, 1), (1, 2), (2, 3)) t("Key", b)';
    const order = async (config: string) => {
      const built = project({
        'models/t.sql': `{{ config(materialized='table', cluster_by=${config}) }} ${rows} -- end`,
      });
      expect(statuses(await built.run())).toEqual(['success']);
      return (await built.rows('select "Key" from t')).flat();
    };
    expect(await order("['key']")).toEqual([1, 2, 3]);
    expect(await order("'b, key'")).toEqual([3, 1, 2]);
    expect(await order("['to_date(key)']")).toEqual([3, 1, 2]);
    expect(await order("['key', 'gone']")).toEqual([3, 1, 2]);
  });

  it('carries partition_by of other warehouses along without harm', async () => {
    const config = "materialized='table', partition_by={'field': 'a', 'data_type': 'date'}";
    const built = project({ 'models/t.sql': `{{ config(${config}) }} select 1 as a` });
    expect(statuses(await built.run())).toEqual(['success']);
  });
});

describe('an incremental model', () => {
  it('leaves no temporary table behind, and begins its transaction when the table is written', async () => {
    const built = project({
      'models/m.sql': "{{ config(materialized='incremental', unique_key='a') }} select 1 as a",
    });
    await built.run();
    const sent = await statements(built);
    const words = sent.map((each) => each.split(/\s+/).slice(0, 2).join(' '));
    expect(words).toEqual([
      'create temporary',
      'BEGIN',
      'select column_name,',
      'delete from',
      'COMMIT',
      'drop table',
    ]);
  });

  it('refuses a strategy that DuckDB does not have', async () => {
    const built = project({
      'models/m.sql':
        "{{ config(materialized='incremental', incremental_strategy='insert_overwrite') }} select 1 as a",
    });
    await built.run();
    const [result] = await built.run();
    expect(result?.message).toContain(
      "The incremental strategy 'insert_overwrite' is not valid for this adapter",
    );
  });

  it('uses a strategy of the project', async () => {
    const built = project({
      'models/m.sql': "{{ config(materialized='incremental', incremental_strategy='twice') }} select 1 as a",
      'macros/twice.sql':
        '{% macro get_incremental_twice_sql(arg_dict) %}insert into {{ arg_dict["target_relation"] }} ' +
        'select * from {{ arg_dict["temp_relation"] }} union all select * from {{ arg_dict["temp_relation"] }}{% endmacro %}',
    });
    await built.run();
    await built.run();
    expect(await built.rows('select count(*) from m')).toEqual([['3']]);
  });
});

describe('an enforced contract', () => {
  const contract = (type: string) => ({
    'models/m.sql': "{{ config(materialized='table') }} select 1 as a, 'x' as b",
    'models/m.yml': `models: [{name: m, config: {contract: {enforced: true}}, columns: [{name: b, data_type: varchar}, {name: a, data_type: ${type}}]}]`,
  });

  it('puts the columns in the declared order', async () => {
    const built = project(contract('int'));
    expect(statuses(await built.run())).toEqual(['success']);
    expect(await built.rows('select * from m')).toEqual([['x', 1]]);
  });

  it('ends the model with a table of what differs', async () => {
    const [result] = await project(contract('bigint')).run();
    expect(result?.message).toContain('This model has an enforced contract that failed.');
    expect(result?.message).toContain('data type mismatch');
  });
});

describe('a foreign key', () => {
  const models = {
    'models/parent.sql': "{{ config(materialized='table') }} select 1 as id",
    'models/child.sql': "{{ config(materialized='table') }} select 1 as id -- {{ ref('parent') }}",
    'models/m.yml': [
      'models:',
      '  - name: parent',
      '    config: {contract: {enforced: true}}',
      '    columns: [{name: id, data_type: int, constraints: [{type: primary_key}]}]',
      '  - name: child',
      '    config: {contract: {enforced: true}}',
      '    columns: [{name: id, data_type: int, constraints: [{type: foreign_key, expression: main.parent (id)}]}]',
    ].join('\n'),
  };

  it('does not keep the referenced table from being built again', async () => {
    const built = project(models);
    for (const _ of [1, 2, 3]) expect(statuses(await built.run())).toEqual(['success', 'success']);
    const kinds = 'select table_name, constraint_type from duckdb_constraints() order by all';
    expect(await built.rows(kinds)).toContainEqual(['child', 'FOREIGN KEY']);
  });

  it('named by ref() is written with the relation, and two of them do not conflict side by side', async () => {
    const child = "{{ config(materialized='table') }} select 1 as id";
    const yaml = (name: string) =>
      `  - name: ${name}\n    config: {contract: {enforced: true}}\n    columns: [{name: id, data_type: int, constraints: [{type: foreign_key, to: ref('parent'), to_columns: [id]}]}]`;
    const built = project({
      ...models,
      'models/child.sql': child,
      'models/second.sql': child,
      'models/third.sql': child,
      'models/m.yml': [
        ...models['models/m.yml'].split('\n').slice(0, 4),
        ...['child', 'second', 'third'].map(yaml),
      ].join('\n'),
    });
    for (const _ of [1, 2]) {
      expect(statuses(await built.run({ threads: 4 }))).toEqual(Array(4).fill('success'));
    }
    const kinds = "select count(*) from duckdb_constraints() where constraint_type = 'FOREIGN KEY'";
    expect(await built.rows(kinds)).toEqual([['3']]);
  });

  it('keeps it when the referencing table is not built in this run', async () => {
    const built = project(models);
    await built.run();
    const [result] = await built.run({ select: 'parent' });
    expect(result?.message).toContain('Cannot replace "small"."main"."parent"');
    expect(result?.message).toContain('is not selected in this run');
    expect(await built.rows('select count(*) from child')).toEqual([['1']]);
  });
});

describe('a source of files', () => {
  it('is read where it lies, with its name in the pattern', async () => {
    const built = project({
      'models/m.sql': "select a from {{ source('raw', 'orders') }}",
      'models/m.yml':
        "sources: [{name: raw, config: {meta: {external_location: 'data/{name}.csv'}}, tables: [{name: orders}]}]",
      'data/orders.csv': 'a\n5\n',
    });
    expect(statuses(await built.run())).toEqual(['success']);
    const [result] = await built.run();
    expect(result?.compiled?.compiledCode).toBe("select a from 'data/orders.csv'");
  });

  it('that a plugin would load is refused with the name of the plugin', async () => {
    const built = project({
      'models/m.sql': "select a from {{ source('raw', 'orders') }}",
      'models/m.yml': 'sources: [{name: raw, config: {meta: {plugin: excel}}, tables: [{name: orders}]}]',
    });
    const [result] = await built.run();
    expect(result?.diagnostics.map((each) => each.code)).toEqual(['D006']);
    expect(result?.diagnostics[0]?.message).toContain("'excel'");
  });
});

describe('an external model', () => {
  it('writes to a path that counts from the project, wherever the command runs', async () => {
    const built = project({
      'models/e.sql': "{{ config(materialized='external', location='out/e.parquet') }} select 1 as a",
      'models/m.sql': "{{ config(materialized='table') }} select * from {{ ref('e') }}",
      'out/.keep': '',
    });
    expect(statuses(await built.run())).toEqual(['success', 'success']);
    expect(await built.rows(`select a from '${built.folder}/out/e.parquet'`)).toEqual([[1]]);
    expect(await built.rows('select a from m')).toEqual([[1]]);
  });
});

describe('materializations without support', () => {
  it('say what dbt says', async () => {
    const built = project({ 'models/m.sql': "{{ config(materialized='materialized_view') }} select 1 as a" });
    const [result] = await built.run();
    expect(result?.message).toContain(
      '`get_create_materialized_view_as_sql` has not been implemented for this adapter.',
    );
  });
});
