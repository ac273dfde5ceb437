import { describe, expect, it } from 'vitest';
import { runSelected } from '../../src/commands/run-selected.ts';
import { testProject } from './project.ts';

const FILES = {
  'models/d_v1.sql': 'select 1 as id',
  'models/d_v2.sql':
    "{{ config(materialized='table', post_hook='create table hooked as select 1 as id') }} select 2 as id",
  'models/e_v1.sql': 'select 3 as id',
  'models/e_v2.sql': 'select 4 as id',
  'models/f_v1.sql': "{{ config(alias='f') }} select 5 as id",
  'models/g_v1.sql': 'select 6 as id',
  'models/_models.yml': `
models:
  - name: d
    config: {latest_version_pointer: {enabled: true}}
    versions: [{v: 1}, {v: 2}]
  - name: e
    latest_version: 1
    config: {latest_version_pointer: {enabled: true, alias: e_now}}
    versions: [{v: 1}, {v: 2}]
  - name: f
    config: {latest_version_pointer: {enabled: true}}
    versions: [{v: 1}]
  - name: g
    versions: [{v: 1}]
`,
};

const run = (project: ReturnType<typeof testProject>) =>
  project.session('run', {}, (session) => runSelected(session, ['model']));

describe('a pointer to the latest version of a model', () => {
  it('is a view under the plain name or its alias, and may not replace the version itself', async () => {
    const project = testProject(FILES);
    const { results } = await run(project);
    expect(await project.query('select id from d')).toEqual(['2']);
    expect(await project.query('select id from e_now')).toEqual(['3']);
    expect(await project.query("select count(*) from duckdb_views() where view_name = 'g'")).toEqual(['0']);
    const failed = results.find((each) => each.node.uniqueId === 'model.shop.f.v1');
    expect(failed?.diagnostics.map((each) => each.code)).toEqual(['D043']);
    expect(failed?.message).toContain("the latest version of 'f' is already aliased to 'f'");
  });

  it('is made for every model under latest_version_pointer_enabled_by_default, by the macro of the project', async () => {
    const project = testProject({
      ...FILES,
      'dbt_project.yml':
        "name: shop\nversion: '1.0'\nprofile: shop\nflags: {latest_version_pointer_enabled_by_default: true}\n",
      'macros/m.sql':
        '{% macro generate_latest_version_pointer_alias(custom_alias_name=none, node=none) %}{{ node.name }}_latest{% endmacro %}',
    });
    await run(project);
    expect(await project.query('select id from g_latest')).toEqual(['6']);
    expect(await project.query('select id from f_latest')).toEqual(['5']);
  });
});
