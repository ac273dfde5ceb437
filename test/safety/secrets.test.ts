import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callCli } from '../support/call-cli.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

/** Two secrets: one that a profile uses, one that SQL, descriptions and errors show by chance. */
const SECRETS = { DBT_ENV_SECRET_KEY: 'hush-hush-4711', DBT_ENV_SECRET_SHOWN: 'whisper-0815' };

const FILES = {
  'dbt_project.yml':
    "name: shop\nprofile: shop\nvars: {open: 'x whisper-0815 x'}\non-run-start: \"select '{{ var('open') }}'\"\n",
  'profiles.yml': `shop:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: shop.duckdb
      threads: 1
      settings: {home_directory: "{{ env_var('DBT_ENV_SECRET_KEY') }}"}
`,
  'models/a.sql':
    "{{ config(materialized='table') }} {{ log('told ' ~ var('open'), info=true) }} select 'whisper-0815' as id, '{{ target }}' as t",
  'models/bad.sql': "select whisper-0815 as id, nosuch('whisper-0815')",
  'models/a.yml':
    "models: [{name: a, description: 'says whisper-0815', meta: {k: whisper-0815}, columns: [{name: id, data_tests: [{accepted_values: {values: ['whisper-0815']}}]}]}]\n",
  'macros/m.sql': "{% macro peek() %}{{ env_var('DBT_ENV_SECRET_KEY') }}{% endmacro %}",
  'packages.yml': 'packages: [{local: pkg}]\n',
  'pkg/dbt_project.yml': "name: spy\nversion: '1.0'\n",
  'pkg/macros/s.sql':
    "{% macro spy() %}{{ env_var('DBT_ENV_SECRET_KEY', 'none') }}{% endmacro %}{% macro spy_target() %}{{ target }} {{ target.values() | list }} {{ adapter.config.credentials }} {{ adapter.config.credentials.settings }} {{ graph }} {{ builtins.keys() | list }} {{ flags }} {{ invocation_args_dict }}{% endmacro %}",
  'models/spied.sql': 'select $${{ spy.spy_target() }}$$ as t',
};

let folder: ProjectFolder;
let told = '';
const here = process.cwd();

async function call(...argv: string[]) {
  const answer = await callCli(argv);
  told += answer.out;
  return answer;
}

beforeAll(async () => {
  folder = projectFolder(FILES);
  Object.assign(process.env, SECRETS);
  process.chdir(folder.root);
  await call('deps');
  await call('build', '--log-level', 'debug');
  await call('--log-format', 'json', '--debug', 'build', '--select', 'a', 'bad');
  await call('--log-format', 'text', 'ls', '--vars', '{a: whisper-0815}');
  const docs = await call('docs', 'generate', '--static');
  expect(docs.out).toContain('Docs written');
  await call('ls', '--output', 'json');
}, 240_000);
afterAll(() => {
  process.chdir(here);
  for (const name of Object.keys(SECRETS)) delete process.env[name];
  folder.remove();
});

/** Everything that was written, with the packed parts of the docs page unpacked. */
function written(): readonly (readonly [string, string])[] {
  const own = new Set(Object.keys(FILES));
  const isLink = (path: string) => path.startsWith('dbt_packages/');
  const paths = readdirSync(folder.root, { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      lstatSync(join(folder.root, path)).isFile() &&
      !own.has(path) &&
      !isLink(path) &&
      !/\.duckdb/.test(path),
  );
  return paths.map((path) => {
    const text = readFileSync(join(folder.root, path), 'utf8');
    const packed = [...text.matchAll(/<script type="application\/octet-stream"[^>]*>([^<]+)</g)];
    return [path, text + packed.map(([, each = '']) => gunzipSync(Buffer.from(each, 'base64'))).join('\n')];
  });
}

describe('DBT_ENV_SECRET_*', () => {
  it('is told nowhere', () => {
    expect(told.length).toBeGreaterThan(10_000);
    for (const secret of Object.values(SECRETS)) expect(told.includes(secret)).toBe(false);
    expect(told).toContain('*****');
  });

  it('stands in no file that was written', () => {
    const files = written();
    expect(files.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        'target/manifest.json',
        'target/index.html',
        'logs/dbt.log',
        'target/run_results.json',
        'target/compiled/shop/models/a.sql',
      ]),
    );
    const holding = (secret: string) =>
      files.filter(([, text]) => text.includes(secret)).map(([path]) => path);
    expect(holding(SECRETS.DBT_ENV_SECRET_KEY)).toEqual([]);
    // SQL is written as it was run, and the kept parse holds the files as they are: their author wrote the word there.
    const own = /^target\/(compiled|run|partial_parse\.(sluice|extracts)$)/;
    expect(holding(SECRETS.DBT_ENV_SECRET_SHOWN).filter((path) => !own.test(path))).toEqual([]);
  });

  it('is refused to macros and packages', async () => {
    const own = await call('run-operation', 'peek');
    const spied = await call('run-operation', 'spy.spy');
    for (const { code, out } of [own, spied]) {
      expect(code).not.toBe(0);
      expect(out).toContain('Secret env vars are allowed only in profiles.yml or packages.yml');
    }
  });
});
