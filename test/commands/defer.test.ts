import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as sluice from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';

/** One file for both targets, so that what is in either can be read. */
const folder = projectFolder({
  'profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, schema: dev}\n    prod: {type: duckdb, path: shop.duckdb, schema: prod}\n',
  'seeds/s.csv': 'id\n1\n',
  'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/e.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('a') }}",
  'models/b.sql':
    "select * from {{ ref('a') }} join {{ ref('s') }} using (id) -- {{ defer_relation }} {{ (model.defer_relation or {}).alias }} {{ graph.nodes['model.shop.a'].defer_relation.relation_name }}",
  'models/c.sql': "select * from {{ ref('e') }}",
  'models/keys.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/m.yml': [
    'models:',
    '  - name: a',
    '    columns: [{name: id, data_tests: [unique]}]',
    '  - name: keys',
    '    config: {contract: {enforced: true}}',
    '    constraints: [{type: foreign_key, columns: [id], to: ref("a"), to_columns: [id]}]',
    '    columns: [{name: id, data_type: integer}]',
  ].join('\n'),
});
const call = { projectDir: folder.root, profilesDir: folder.root };
const state = join(folder.root, 'earlier');
const deferring = { ...call, defer: true, state: 'earlier' };

beforeAll(async () => {
  const built = await sluice.build({ ...call, target: 'prod', exclude: 'keys' });
  expect(built.results.filter((each) => each.status === 'error').map((each) => each.message)).toEqual([]);
  cpSync(join(folder.root, 'target'), state, { recursive: true });
});

afterAll(() => {
  folder.remove();
  rmSync(state, { recursive: true, force: true });
});

async function compiled(name: string, options: sluice.CompileOptions): Promise<string> {
  const { results } = await sluice.compile({ ...options, select: options.select ?? name });
  return results.find((each) => each.node.name === name)?.compiled?.compiledCode ?? '';
}

test('what the target does not have is read from the state', async () => {
  expect(await compiled('b', deferring)).toBe(
    'select * from "shop"."prod"."a" join "shop"."prod"."s" using (id) -- "shop"."prod"."b" b "shop"."prod"."a"',
  );
  expect(await compiled('b', call)).toBe(
    'select * from "shop"."dev"."a" join "shop"."dev"."s" using (id) -- None  ',
  );
  expect(await compiled('c', deferring)).toContain('from "shop"."prod"."a"');
});

test('arguments of generic tests, inline queries and rows follow', async () => {
  expect(await compiled('unique_a_id', { ...deferring, select: 'unique_a_id' })).toContain('"prod"."a"');
  const { results } = await sluice.compile({ ...deferring, inline: "select * from {{ ref('s') }}" });
  expect(results.map((each) => each.compiled?.compiledCode)).toContain('select * from "shop"."prod"."s"');
  const shown = await sluice.show({ ...deferring, inline: "select * from {{ ref('b') }}" });
  expect(shown.previews.at(-1)?.rows?.rows).toEqual([[1]]);
});

test('a foreign key leads to the state unless its target is built too', async () => {
  const { results } = await sluice.compile({ ...deferring, select: 'keys' });
  const [keys] = results.map((each) => each.compiled?.node);
  expect(keys?.resourceType === 'model' && keys.constraints[0]?.to).toBe('"shop"."prod"."a"');
  const both = await sluice.compile({ ...deferring, select: 'keys a' });
  const built = both.results.map((each) => each.compiled?.node).find((each) => each?.name === 'keys');
  expect(built?.resourceType === 'model' && built.constraints[0]?.to).toBe('"shop"."dev"."a"');
});

test('what the target has is read there, unless the state is preferred and it is not selected', async () => {
  const run = await sluice.run({ ...deferring, select: 'a b' });
  expect(run.success).toBe(true);
  const code = (name: string) =>
    run.results.find((each) => each.node.name === name)?.compiled?.compiledCode ?? '';
  expect(code('b')).toContain('from "shop"."dev"."a" join "shop"."prod"."s"');
  expect(await compiled('b', deferring)).toContain('"dev"."a" join "shop"."prod"."s"');
  const preferring = { ...deferring, favorState: true };
  expect(await compiled('b', preferring)).toContain('"prod"."a"');
  expect(await compiled('b', { ...preferring, select: 'a b' })).toContain('"dev"."a"');
  expect(await compiled('b', { ...preferring, state: 'nowhere', deferState: state })).toContain('"prod"."a"');
});

test('without a manifest to defer to the command stops', async () => {
  await expect(compiled('b', { ...call, defer: true })).rejects.toThrow(
    '--state or --defer-state are required',
  );
  await expect(compiled('b', { ...deferring, state: 'nowhere' })).rejects.toThrow(
    'Could not find manifest in --state path: "nowhere"',
  );
});

test('clone makes views of what the state has, and leaves alone what the target has', async () => {
  const target = { ...call, target: 'copy' };
  folder.write({
    'profiles.yml':
      'shop:\n  target: copy\n  outputs:\n    copy: {type: duckdb, path: shop.duckdb, schema: copy}\n',
  });
  await expect(sluice.clone(target)).rejects.toThrow('--state or --defer-state are required');
  const cloned = await sluice.clone({ ...target, state: 'earlier', exclude: 'keys' });
  expect(cloned.results.map((each) => [each.node.name, each.message])).toEqual(
    expect.arrayContaining([
      ['a', 'OK'],
      ['s', 'OK'],
    ]),
  );
  const again = await sluice.clone({ ...target, state: 'earlier', select: 'a' });
  expect(again.results.map((each) => each.message)).toEqual(['No-op']);
  const rows = await sluice.show({ ...target, inline: 'select * from copy.b' });
  expect(rows.previews[0]?.rows?.rows).toEqual([[1]]);
});
