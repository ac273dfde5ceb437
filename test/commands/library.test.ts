import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const FILES = {
  'models/a.sql': 'select 1 as id, 2 as v union all select 2, null',
  'models/b.sql': "{{ config(materialized='table') }} select * from {{ ref('a') }}",
  'models/s.yml':
    'models:\n  - name: a\n    columns:\n      - name: id\n        data_tests: [unique]\n      - name: v\n        data_tests:\n          - not_null: {config: {severity: warn}}\n',
  'seeds/countries.csv': 'id,name\n1,Peru\n2,Chad\n',
  'analyses/look.sql': "select count(*) from {{ ref('b') }}",
  'macros/hello.sql':
    "{% macro hello(name='world') %}{{ print('hello ' ~ name) }}{% do run_query('create table if not exists greeted (name varchar)') %}{% endmacro %}{% macro broken() %}{{ exceptions.raise_compiler_error('no good') }}{% endmacro %}",
};

let folder: ProjectFolder;
beforeAll(() => {
  folder = projectFolder(FILES);
});
afterAll(() => folder.remove());

const here = () => ({ projectDir: folder.root, profilesDir: folder.root });

function json(path: string) {
  return JSON.parse(readFileSync(join(folder.root, 'target', path), 'utf8'));
}

describe('the library', () => {
  it('builds, and tells what became of each node', async () => {
    const { success, results } = await sluice.build(here());
    expect(success).toBe(true);
    const statuses = Object.fromEntries(results.map((each) => [each.node.name, each.status]));
    expect(statuses).toMatchObject({
      a: 'success',
      b: 'success',
      countries: 'success',
      not_null_a_v: 'warn',
    });
  });

  it('writes manifest.json and run_results.json with the arguments of the call', () => {
    const { args, metadata } = json('run_results.json');
    expect(args).toMatchObject({
      which: 'build',
      project_dir: folder.root,
      vars: {},
      warn_error_options: {},
    });
    expect(args).not.toHaveProperty('full_refresh');
    expect(json('manifest.json').metadata.invocation_id).toBe(metadata.invocation_id);
  });

  it('runs what is selected only', async () => {
    const { results } = await sluice.run({ ...here(), select: '+b', exclude: ['a'] });
    expect(results.map((each) => each.node.name)).toEqual(['b']);
  });

  it('tests, seeds and restricts kinds', async () => {
    const tested = await sluice.test({ ...here(), select: 'a' });
    expect(tested.results.map((each) => each.node.name).sort()).toEqual(['not_null_a_v', 'unique_a_id']);
    const seeded = await sluice.seed(here());
    expect(seeded.results.map((each) => each.message)).toEqual(['INSERT 2']);
    const built = await sluice.build({ ...here(), resourceTypes: ['seed'] });
    expect(built.results.map((each) => each.node.name)).toEqual(['countries']);
  });

  it('compiles nodes, analyses and inline SQL, ephemeral refs included', async () => {
    const { results } = await sluice.compile({ ...here(), select: 'look' });
    expect(results[0]?.compiled?.compiledCode).toBe('select count(*) from "shop"."main"."b"');
    const inline = await sluice.compile({ ...here(), inline: "select * from {{ ref('a') }} -- {{ 1 + 1 }}" });
    expect(inline.results[0]?.compiled?.compiledCode).toBe('select * from "shop"."main"."a" -- 2');
  });

  it('shows rows as text and as values', async () => {
    const shown: unknown[] = [];
    const onEvent: sluice.EventSink = (event) => {
      if (event.type === 'rowsShown') shown.push(event.text, event.json);
    };
    const { previews } = await sluice.show({ ...here(), select: 'b', limit: 1, onEvent });
    expect(previews[0]?.rows?.rows).toEqual([[1, 2]]);
    expect(shown).toEqual(['| id | v |\n| -- | - |\n|  1 | 2 |\n', [{ id: 1, v: 2 }]]);
    const inline = await sluice.show({ ...here(), inline: "select count(*) as n from {{ ref('b') }}" });
    expect(inline.previews[0]?.rows?.rows).toEqual([[2]]);
  });

  it('lists resources in every form', async () => {
    expect(await sluice.list({ ...here(), resourceTypes: ['model', 'seed'] })).toEqual([
      'shop.a',
      'shop.b',
      'shop.countries',
    ]);
    expect(await sluice.list({ ...here(), select: 'b', output: 'path' })).toEqual(['models/b.sql']);
    expect(await sluice.list({ ...here(), select: 'b', output: 'name' })).toEqual(['b']);
    const lines = await sluice.list({
      ...here(),
      select: 'b',
      output: 'json',
      outputKeys: ['name', 'config.materialized', 'nope'],
    });
    expect(lines).toEqual(['{"name": "b", "config.materialized": "table"}']);
    const [whole = ''] = await sluice.list({ ...here(), select: 'b', output: 'json' });
    expect(Object.keys(JSON.parse(whole))).toEqual(
      expect.arrayContaining(['name', 'depends_on', 'config', 'direct_parents', 'unique_id']),
    );
  });

  it('parses without a database, and answers the manifest', async () => {
    const manifest = await sluice.parse(here());
    expect(manifest.nodes.get('model.shop.b')?.dependsOn.nodes).toEqual(['model.shop.a']);
    const performance = json('perf_info.json');
    expect(performance).toMatchObject({
      path_count: expect.any(Number),
      is_partial_parse_enabled: true,
      is_static_analysis_enabled: true,
      load_all_elapsed: expect.any(Number),
      projects: [{ project_name: 'shop' }, { project_name: 'dbt' }, { project_name: 'dbt_duckdb' }],
    });
    // What is taken from an earlier parse is not parsed.
    await sluice.parse(here());
    expect(json('perf_info.json')).toMatchObject({
      parsed_path_count: 0,
      path_count: performance['path_count'],
    });
    rmSync(join(folder.root, 'target', 'partial_parse.sluice'));
    await sluice.parse(here());
    const whole = json('perf_info.json');
    expect(whole['parsed_path_count']).toBe(whole['path_count']);
    expect(whole).toMatchObject({
      static_analysis_path_count: 2,
      static_analysis_parsed_path_count: 2,
      parse_project_elapsed: expect.any(Number),
      projects: [
        {
          parsers: expect.arrayContaining([
            expect.objectContaining({ parser: 'model', parsed_path_count: 2 }),
          ]),
        },
        {},
        {},
      ],
    });
  });

  it('writes the shape of the graph whenever nodes are ordered', async () => {
    await sluice.list(here());
    const listed = json('graph_summary.json');
    expect(Object.values(listed['linked'] as object)).toContainEqual({
      name: 'model.shop.a',
      type: 'model',
      succ: expect.any(Array),
    });
    expect('with_test_edges' in listed).toBe(false);
    await sluice.build({ ...here(), select: 'a' });
    const built = json('graph_summary.json');
    expect(built['linked']).toEqual(listed['linked']);
    expect(Object.keys(built)).toEqual(['_invocation_id', 'linked', 'with_test_edges']);
    // The second list gives the file of the first another id where it stands.
    const ids = new Set([listed['_invocation_id']]);
    for (const _ of [1, 2, 3]) {
      await sluice.list(here());
      const { _invocation_id: id, ...others } = json('graph_summary.json');
      expect(others).toEqual({ linked: listed['linked'] });
      ids.add(id);
    }
    expect(ids.size).toBe(4);
  });

  it('runs macros with arguments, and SQL', async () => {
    const said: string[] = [];
    const onEvent: sluice.EventSink = (event) => {
      if (event.type === 'macroMessage') said.push(event.message);
    };
    const done = await sluice.runOperation({ ...here(), macro: 'hello', args: { name: 'Ada' }, onEvent });
    expect([done.success, said]).toEqual([true, ['hello Ada']]);
    const sql = await sluice.runOperation({
      ...here(),
      sql: "create or replace table kept as select * from {{ ref('b') }}",
    });
    expect(sql.success).toBe(true);
    const broken = await sluice.runOperation({ ...here(), macro: 'broken' });
    expect([broken.success, broken.results[0]?.message]).toEqual([false, expect.stringContaining('no good')]);
  });

  it('checks a project', async () => {
    expect(await sluice.debug(here())).toEqual({ success: true, failures: [] });
    const report = await sluice.debug({ ...here(), target: 'nope' });
    expect(report.success).toBe(false);
    expect(report.failures[0]).toContain('nope');
  });

  it('uses another target and its own vars', async () => {
    await sluice.run({ ...here(), target: 'other', select: 'a', targetPath: 'elsewhere', vars: { x: 1 } });
    const { args, results } = JSON.parse(
      readFileSync(join(folder.root, 'elsewhere', 'run_results.json'), 'utf8'),
    );
    expect(args).toMatchObject({ target: 'other', vars: { x: 1 } });
    expect(results[0].relation_name).toBe('"other"."elsewhere"."a"');
  });

  it('throws what stops the work, with every error', async () => {
    folder.write({ 'models/c.sql': "select * from {{ ref('nope') }}", 'models/d.sql': '{{ }' });
    const failure = await sluice.parse(here()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(sluice.DiagnosticError);
    const paths = (failure as sluice.DiagnosticError).diagnostics.map((each) => each.span?.source.path);
    expect(paths).toEqual(expect.arrayContaining(['models/d.sql']));
    folder.write({ 'models/c.sql': 'select 1 as id', 'models/d.sql': 'select 1 as id' });
  });

  it('refuses options that exclude each other or that the command does not have', async () => {
    await expect(sluice.compile({ ...here(), select: 'a', inline: 'select 1' })).rejects.toThrow(
      'inline: not allowed with argument select',
    );
    await expect(sluice.parse({ ...here(), select: 'a' } as sluice.ParseOptions)).rejects.toThrow(
      "the command parse has no option 'select'",
    );
  });

  it('codes its own errors', async () => {
    const codeOf = async (work: Promise<unknown>) => {
      const error = await work.catch((each: unknown) => each);
      return (error as sluice.DiagnosticError).diagnostics[0]?.code;
    };
    const warnErrorOptions = { error: ['NothingToDo'] };
    const select = 'a';
    expect(await codeOf(sluice.compile({ ...here(), select, inline: 'select 1' }))).toBe('C001');
    expect(await codeOf(sluice.parse({ ...here(), select } as sluice.ParseOptions))).toBe('C002');
    expect(await codeOf(sluice.parse({ ...here(), warnErrorOptions: { nope: [] } as object }))).toBe('C003');
    expect(await codeOf(sluice.runOperation(here()))).toBe('C007');
    expect(await codeOf(sluice.show(here()))).toBe('C007');
    expect(await codeOf(sluice.run({ ...here(), select, exclude: select, warnErrorOptions }))).toBe('C009');
  });

  it('makes warnings errors when asked', async () => {
    const select = 'no_such_node';
    expect((await sluice.run({ ...here(), select })).results).toEqual([]);
    await expect(sluice.run({ ...here(), select, warnError: true })).rejects.toThrow('does not match');
    await expect(
      sluice.run({ ...here(), select, warnErrorOptions: { error: ['NoNodesForSelectionCriteria'] } }),
    ).rejects.toThrow('does not match');
    const silenced: string[] = [];
    await sluice.run({
      ...here(),
      select,
      warnErrorOptions: { error: 'all', silence: ['NoNodesForSelectionCriteria', 'NothingToDo'] },
      onEvent: (event) => void (event.type === 'diagnostic' && silenced.push(event.diagnostic.code)),
    });
    expect(silenced).toEqual([]);
  });

  it('takes flags of dbt_project.yml where the call says nothing', async () => {
    const other = projectFolder({
      ...FILES,
      'dbt_project.yml': 'name: shop\nprofile: shop\nflags: {fail_fast: true, write_json: false}\n',
    });
    try {
      const given = { projectDir: other.root, profilesDir: other.root };
      await sluice.parse(given);
      expect(existsSync(join(other.root, 'target', 'manifest.json'))).toBe(false);
      await sluice.parse({ ...given, writeJson: true });
      expect(existsSync(join(other.root, 'target', 'manifest.json'))).toBe(true);
    } finally {
      other.remove();
    }
  });

  it('cleans its targets, keeps the history, and refuses folders of sources', async () => {
    expect(existsSync(join(folder.root, '.sluice', 'history.jsonl'))).toBe(true);
    expect(await sluice.clean(here())).toEqual([join(folder.root, 'target')]);
    expect(existsSync(join(folder.root, 'target'))).toBe(false);
    expect(existsSync(join(folder.root, '.sluice', 'history.jsonl'))).toBe(true);
    folder.write({ 'dbt_project.yml': 'name: shop\nprofile: shop\nclean-targets: [models]\n' });
    await expect(sluice.clean(here())).rejects.toThrow('will not clean the following source paths');
    folder.write({ 'dbt_project.yml': 'name: shop\nprofile: shop\nclean-targets: [../elsewhere]\n' });
    await expect(sluice.clean(here())).rejects.toThrow('directories outside the project');
  });
});

describe('init', () => {
  it('gives a project a profile when it is called in its folder', async () => {
    const place = projectFolder();
    try {
      const host = { ...sluice.createHost(), workingDirectory: place.root };
      const profilesDir = join(place.root, 'mine');
      const said: string[] = [];
      const onEvent: sluice.EventSink = (event) => {
        if (event.type === 'message') said.push(event.text);
      };
      const call = { projectDir: place.root, profilesDir, host, onEvent };
      expect(await sluice.init(call)).toEqual({ name: 'shop', root: place.root });
      expect(readFileSync(join(profilesDir, 'profiles.yml'), 'utf8')).toMatch(
        /^shop:\n(.*\n)*.*path: shop.duckdb/,
      );
      expect(said).toEqual(expect.arrayContaining(['Setting up your profile.', 'All checks passed!']));
      said.length = 0;
      await sluice.init({ ...call, skipDebug: true });
      expect(said).toEqual([
        'Setting up your profile.',
        expect.stringContaining('The profile shop already exists in '),
      ]);
      said.length = 0;
      await sluice.init({ ...call, skipProfileSetup: true });
      expect(said).toEqual([]);
      const named = { projectName: 'third', profile: 'nothing', profilesDir, host };
      await expect(sluice.init(named)).rejects.toThrow("Could not find profile named 'nothing'");
    } finally {
      place.remove();
    }
  });

  it('makes a project that builds', async () => {
    const place = projectFolder();
    try {
      const host = { ...sluice.createHost(), workingDirectory: place.root };
      const { root } = await sluice.init({ projectName: 'my_shop', host });
      expect(root).toBe(join(place.root, 'my_shop'));
      const { success, results } = await sluice.build({ projectDir: root, profilesDir: root, host });
      expect([success, results.length]).toEqual([true, 8]);
      expect(existsSync(join(root, '.gitignore'))).toBe(true);
      await expect(sluice.init({ projectName: 'my_shop', host })).rejects.toThrow('already exists');
      await expect(sluice.init({ projectName: '1st', host })).rejects.toThrow('not a valid project name');
    } finally {
      place.remove();
    }
  });
});
