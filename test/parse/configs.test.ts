import { describe, expect, it } from 'vitest';
import { parseFiles } from './support.ts';

function configOf(
  files: Readonly<Record<string, string>>,
  id = 'model.shop.a',
): Readonly<Record<string, unknown>> {
  const { manifest, diagnostics } = parseFiles(files);
  expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
  return manifest.nodes.get(id)?.config ?? {};
}

const project = (models: string) => `name: shop\nprofile: shop\nmodels:\n${models}`;

describe('configs', () => {
  it('come from dbt_project.yml, then properties, then the file, each stronger than the one before', () => {
    const config = configOf({
      'dbt_project.yml': project(
        '  +materialized: table\n  +lookback: 1\n  shop: {+lookback: 2, +batch_size: day}\n',
      ),
      'models/a.sql': "{{ config(materialized='incremental') }} select 1",
      'models/a.yml': 'models: [{name: a, config: {materialized: view, lookback: 3}}]',
    });
    expect(config).toMatchObject({ materialized: 'incremental', lookback: 3, batch_size: 'day' });
  });

  it('have keys that every object of JavaScript has like any other', () => {
    const config = configOf({
      'dbt_project.yml': project('  +materialized: table\n  shop: {+valueOf: 3}\n'),
      'models/a.sql': "{{ config(constructor=1, toString='b') }} {{ config(constructor=2) }} select 1",
    });
    expect(Object.entries(config)).toEqual(
      expect.arrayContaining([
        ['constructor', 2],
        ['toString', 'b'],
        ['valueOf', 3],
      ]),
    );
  });

  it('of a folder reach what lies below it', () => {
    const files = {
      'dbt_project.yml': project('  shop: {x: {+tags: one, y: {+tags: two}}}\n'),
      'models/x/y/a.sql': 'select 1',
    };
    expect(configOf(files)['tags']).toEqual(['one', 'two']);
  });

  it('append tags and hooks, merge meta, replace the rest', () => {
    const config = configOf({
      'dbt_project.yml': project(
        '  +tags: p\n  +meta: {a: 1, b: 1}\n  +persist_docs: {relation: true}\n  +post-hook: select 1\n',
      ),
      'models/a.sql':
        "{{ config(tags=['f'], meta={'b': 3}, persist_docs={'columns': true}, post_hook='select 2') }} select 1",
      'models/a.yml': 'models: [{name: a, config: {tags: [y], meta: {c: 2}}}]',
    });
    expect(config).toMatchObject({
      tags: ['p', 'y', 'f'],
      meta: { a: 1, b: 3, c: 2 },
      persist_docs: { columns: true },
    });
    expect(config['post-hook']).toEqual([
      { sql: 'select 1', transaction: true, index: null },
      { sql: 'select 2', transaction: true, index: null },
    ]);
  });

  it('add grantees with a plus and replace them without', () => {
    const config = configOf({
      'dbt_project.yml': project('  +grants: {select: [a], insert: [a]}\n'),
      'models/a.sql': "{{ config(grants={'+select': ['b'], 'insert': 'c'}) }} select 1",
    });
    expect(config['grants']).toEqual({ select: ['a', 'b'], insert: ['c'] });
  });

  it('keep keys that nobody knows', () => {
    expect(configOf({ 'models/a.sql': "{{ config(cluster_by=['x']) }} select 1" })['cluster_by']).toEqual([
      'x',
    ]);
  });

  it('of several calls in one file add up', () => {
    const text = "{{ config(tags=['a'], x=1) }}{{ config(tags='b', x=2) }} select 1";
    expect(configOf({ 'models/a.sql': text })).toMatchObject({ tags: ['a', 'b'], x: 2 });
  });
});

describe('names', () => {
  it('come from the built-in rules', () => {
    const { manifest } = parseFiles({
      'models/a.sql': "{{ config(schema='gold', alias='b') }} select 1",
    });
    expect(manifest.nodes.get('model.shop.a')).toMatchObject({
      schema: 'main_gold',
      alias: 'b',
      relationName: '"shop"."main_gold"."b"',
    });
  });

  it("come from the project's own macros, which see the node", () => {
    const { manifest } = parseFiles({
      'models/x/a.sql': "{{ config(schema='gold', materialized='table') }} select 1",
      'macros/names.sql':
        '{% macro generate_schema_name(custom_schema_name, node) %} {{ custom_schema_name }}_{{ node.fqn[1] }}_{{ node.config.materialized }} {% endmacro %}',
    });
    expect(manifest.nodes.get('model.shop.a')?.schema).toBe('gold_x_table');
  });
});
