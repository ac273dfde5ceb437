import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NodeResult } from '../../src/domain/index.ts';
import { callCommandLine } from '../support/command-line.ts';
import { projectFolder } from '../support/project-folder.ts';

const incremental = (strategy: string, more = '', sql = '') => `
{{ config(materialized='incremental', incremental_strategy='${strategy}'${more}) }}
select id, name${sql} from {{ ref('raw') }}
{% if is_incremental() %} where id > 0 {% endif %}`;

const ROWS = `
    config: {compare: after_merge}
    overrides: {macros: {is_incremental: true}}
    given:
      - input: ref('raw')
        rows: [{id: 1, name: new}, {id: 2, name: two}, {id: -1, name: left out}]
      - input: this
        rows: [{id: 1, name: old}, {id: 3, name: three}]`;

const unitTest = (name: string, model: string, rest: string) => `
  - name: ${name}
    model: ${model}${rest}`;

const expecting = (rows: string) => `\n    expect: {rows: [${rows}]}`;

const FILES = {
  'seeds/raw.csv': 'id,name,seen\n1,ann,2024-01-01\n',
  'macros/newest.sql': `{% macro get_incremental_newest_sql(args) %}
delete from {{ args.target_relation }}; insert into {{ args.target_relation }} select * from {{ args.temp_relation }}
{% endmacro %}`,
  'models/appended.sql': incremental('append'),
  'models/replaced.sql': incremental('delete+insert', ", unique_key='id'"),
  'models/merged.sql': incremental('merge', ", unique_key='id'"),
  'models/partly.sql': incremental(
    'merge',
    ", unique_key='id', merge_update_columns=['name'], post_hook='insert into nowhere values (1)'",
    ', seen',
  ),
  'models/custom.sql': incremental('newest'),
  'models/batches.sql': `
{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='seen', batch_size='day', begin='2024-01-01') }}
select id, name, seen from {{ ref('raw') }}`,
  'models/plain.sql': "{{ config(materialized='table') }} select id, name from {{ ref('raw') }}",
  'models/passing.sql': "{{ config(materialized='ephemeral') }} select id from {{ ref('raw') }}",
  'models/models.yml': `
unit_tests:${[
    unitTest(
      'append',
      'appended',
      ROWS + expecting('{id: 1, name: new}, {id: 2, name: two}, {id: 1, name: old}, {id: 3, name: three}'),
    ),
    unitTest(
      'delete_insert',
      'replaced',
      ROWS + expecting('{id: 1, name: new}, {id: 2, name: two}, {id: 3, name: three}'),
    ),
    unitTest(
      'merge',
      'merged',
      ROWS + expecting('{id: 1, name: new}, {id: 2, name: two}, {id: 3, name: three}'),
    ),
    unitTest('merge_otherwise', 'merged', ROWS + expecting('{id: 1, name: new}, {id: 2, name: two}')),
    unitTest(
      'first_run',
      'merged',
      ROWS.replace('is_incremental: true', 'is_incremental: false') +
        expecting('{id: 1, name: new}, {id: 2, name: two}, {id: -1, name: left out}'),
    ),
    unitTest(
      'some_columns',
      'partly',
      ROWS.replace('name: new', 'name: new, seen: 2024-02-02').replace(
        'name: old',
        'name: old, seen: 2023-01-01',
      ) +
        expecting(
          '{id: 1, name: new, seen: 2023-01-01}, {id: 2, name: two, seen: null}, {id: 3, name: three, seen: null}',
        ),
    ),
    unitTest('custom', 'custom', ROWS + expecting('{id: 1, name: new}, {id: 2, name: two}')),
    unitTest(
      'table',
      'plain',
      `\n    config: {compare: after_merge}
    given: [{input: ref('raw'), rows: [{id: 1, name: a}]}]${expecting('{id: 1, name: a}')}`,
    ),
    unitTest(
      'no_table',
      'passing',
      `\n    config: {compare: after_merge}
    given: [{input: ref('raw'), rows: [{id: 1}]}]${expecting('{id: 1}')}`,
    ),
    unitTest(
      'batches',
      'batches',
      `
    config: {compare: after_merge}
    given:
      - input: ref('raw')
        rows: [{id: 1, name: new, seen: 2024-02-02}, {id: 2, name: two, seen: 2024-02-03}]
      - input: this
        rows: [{id: 8, name: gone, seen: 2024-02-03}, {id: 9, name: kept, seen: 2024-02-04}]` +
        expecting('{id: 1, seen: 2024-02-02}, {id: 2, seen: 2024-02-03}, {id: 9, seen: 2024-02-04}'),
    ),
    unitTest(
      'batches_of_a_time',
      'batches',
      `
    config: {compare: after_merge, event_time_start: 2024-02-03, event_time_end: 2024-02-05}
    given:
      - input: ref('raw')
        rows: [{id: 1, name: new, seen: 2024-02-02}, {id: 2, name: two, seen: 2024-02-03}]
      - input: this
        rows: [{id: 8, name: gone, seen: 2024-02-03}, {id: 9, name: gone, seen: 2024-02-04}]` +
        expecting('{id: 2, seen: 2024-02-03}'),
    ),
  ].join('')}
`,
};

describe('a unit test with compare: after_merge', () => {
  const project = projectFolder(FILES);
  const found = new Map<string, NodeResult>();
  beforeAll(async () => {
    const { results } = await callCommandLine({ argv: ['test'], folder: project.root });
    for (const each of results) found.set(each.node.name, each);
  });
  afterAll(() => project.remove());

  it.each([
    'append',
    'delete_insert',
    'merge',
    'first_run',
    'some_columns',
    'custom',
    'table',
    'batches',
    'batches_of_a_time',
  ])('compares the table that is left behind: %s', (name) => {
    expect(found.get(name)).toMatchObject({ status: 'pass', message: null });
  });

  it('tells of rows that the table has and should not have', () => {
    expect(found.get('merge_otherwise')).toMatchObject({ status: 'fail', failures: 1 });
    expect(found.get('merge_otherwise')?.message).toMatch(/\+\+\+,3\s+,three/);
  });

  it('refuses a model that builds no table', () => {
    expect(found.get('no_table')?.diagnostics.map((each) => each.code)).toEqual(['T106']);
  });

  it('leaves nothing in the database', async () => {
    const { records } = await callCommandLine({
      argv: [
        'show',
        '--inline',
        "select (select count(*) from duckdb_tables()) + (select count(*) from duckdb_databases() where database_name like '%unit_test%') as n",
        '--output',
        'json',
      ],
      folder: project.root,
    });
    expect(JSON.stringify(records.map((each) => each.msg))).toContain('\\"n\\": 0');
  });
});
