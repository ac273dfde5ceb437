import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { build, type CheckReport, check } from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

let folder: ProjectFolder | undefined;
let holder: ChildProcess | undefined;
afterEach(() => {
  holder?.kill();
  folder?.remove();
});

const told = ({ results }: CheckReport) =>
  Object.fromEntries(
    results.map(({ node, status, reason, diagnostics }) => [
      node.name,
      [status, ...(reason === null ? [] : [reason]), ...diagnostics.map((each) => each.message)].join(': '),
    ]),
  );

async function checked(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  folder = projectFolder(files);
  return told(await check({ projectDir: folder.root }));
}

/** Another program that has the database open to write. */
async function hold(path: string): Promise<ChildProcess> {
  const program = `const { DuckDBInstance } = require('@duckdb/node-api');
DuckDBInstance.create(${JSON.stringify(path)}).then((kept) => { globalThis.kept = kept; console.log('held'); setInterval(() => {}, 1000); });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

describe('a check', () => {
  it('knows functions of the project and what hooks make', async () => {
    const verdicts = await checked({
      'dbt_project.yml':
        'name: shop\nversion: "1.0"\nprofile: shop\non-run-start:\n  - "create or replace macro doubled(x) as x * 2"\n  - "create type mood as enum (\'good\', \'bad\')"\n',
      'functions/plus.sql': 'a + 1',
      'functions/functions.yml':
        'functions:\n  - name: plus\n    config: {type: scalar}\n    arguments: [{name: a, data_type: integer}]\n    returns: {data_type: integer}\n',
      'models/uses.sql':
        "select doubled(2) as two, 'good'::mood as mood, {{ function('plus') }}(1) as more\n",
      'models/unmade.sql': 'select nobody_makes_this(1) as one\n',
    });
    expect(verdicts).toMatchObject({ uses: 'ok', plus: 'ok' });
    expect(verdicts['unmade']).toMatch(/^checked when built: a hook may make what it asks for/);
  });

  it('looks at versions of a model one by one, and at the file of a seed', async () => {
    const verdicts = await checked({
      'seeds/ragged.csv': 'a,b\n1,2,3\n',
      'models/v.yml':
        'models:\n  - name: dim\n    latest_version: 2\n    versions: [{v: 1}, {v: 2}]\n    columns: [{name: id, data_tests: [not_null]}]\n',
      'models/dim_v1.sql': 'select 1 as id\n',
      'models/dim_v2.sql': 'select 1 as key\n',
      'models/latest.sql': "select id from {{ ref('dim') }}\n",
      'models/first.sql': "select id from {{ ref('dim', v=1) }}\n",
    });
    expect(verdicts['latest']).toMatch(/^error: .*"id"/);
    expect(verdicts['first']).toBe('ok');
    expect(verdicts['ragged']).toMatch(/^error/);
    const tests = Object.entries(verdicts).filter(([name]) => name.startsWith('not_null'));
    expect(tests.map(([, verdict]) => verdict.split(':')[0]).sort()).toEqual(['error', 'ok']);
  });

  it('renders hooks of nodes, and passes over what has no SQL', async () => {
    const verdicts = await checked({
      'models/hooked.sql':
        '{{ config(pre_hook="delete from {{ this }} where {{ nobody() }}", post_hook="select {{ tipo }}") }}\nselect 1 as id\n',
      'models/below.sql': "select id from {{ ref('hooked') }}\n",
      'models/py.py':
        "def model(dbt, session):\n    dbt.config(materialized='table')\n    return dbt.ref('below')\n",
      'models/empty.sql': '\n',
    });
    expect(verdicts).toEqual({
      hooked: "error: 'nobody' is undefined: 'tipo' is not defined: nothing is rendered in its place",
      below: 'ok',
      py: 'checked when built: it is written in Python',
    });
  });

  it('runs no statement of a template that is more than a question', async () => {
    folder = projectFolder({
      'macros/do.sql':
        '{% macro do_it(sql) %}{% if execute %}{% do run_query(sql) %}{% endif %}{% endmacro %}\n',
      'models/base.sql': 'select 1 as id\n',
      'models/writes.sql':
        "{{ do_it(\"copy (select 1 as x) to 'written.csv'; select 1 where false limit 0\") }}select id from {{ ref('base') }}\n",
    });
    const projectDir = folder.root;
    expect((await build({ projectDir, select: ['base'] })).success).toBe(true);
    expect(told(await check({ projectDir }))).toEqual({
      base: 'ok',
      writes: 'checked when built: its template runs a statement that is no question',
    });
    expect(existsSync(join(projectDir, 'written.csv')) || existsSync('written.csv')).toBe(false);
  });

  it('binds unit tests over their fixtures', async () => {
    const one = (name: string, given: string, expected: string) =>
      `  - name: ${name}\n    model: sums\n    given: [{input: ref('raw'), rows: [${given}]}]\n    expect: {rows: [${expected}]}\n`;
    const verdicts = await checked({
      'seeds/raw.csv': 'id,amount\n1,2\n',
      'models/sums.sql': "select id, sum(amount) as total from {{ ref('raw') }} group by id\n",
      'models/tests.yml': `unit_tests:\n${one('fits', '{id: 1, amount: 2}', '{id: 1, total: 2}')}${one('expects_more', '{id: 1}', '{id: 1, totl: 2}')}${one('gives_more', '{id: 1, amonut: 2}', '{id: 1}')}`,
    });
    expect(verdicts['fits']).toBe('ok');
    expect(verdicts['expects_more']).toBe(
      "error: the unit test 'expects_more' expects a column 'totl' that 'sums' does not have",
    );
    expect(verdicts['gives_more']).toMatch(/^error: .*amonut/);
  });

  it('goes on where another program holds the database', async () => {
    folder = projectFolder({
      'macros/ask.sql':
        '{% macro ask(sql) %}{% set t = run_query(sql) %}{% if execute %}{{ return(t.rows | length) }}{% endif %}{{ return(0) }}{% endmacro %}\n',
      'models/base.sql': 'select 1 as id\n',
      'models/asks.sql': "select {{ ask('from ' ~ ref('base')) }} as many from {{ ref('base') }}\n",
    });
    const projectDir = folder.root;
    expect((await build({ projectDir })).success).toBe(true);
    expect(told(await check({ projectDir }))).toEqual({ base: 'ok', asks: 'ok' });
    holder = await hold(`${projectDir}/shop.duckdb`);
    expect(told(await check({ projectDir }))).toEqual({
      base: 'ok',
      asks: 'checked when built: its template asks the database, and the database cannot be read now',
    });
  });
});
