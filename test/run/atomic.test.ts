import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSelected } from '../../src/commands/run-selected.ts';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import type { Event, RunResult } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';
import * as sluice from '../../src/index.ts';
import { type TestProject, testProject } from './project.ts';

const ALL = ['model', 'seed', 'snapshot', 'test'];

interface BuildOptions {
  readonly given?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: Event) => void;
}

function build(
  project: TestProject,
  { given = {}, signal, onEvent }: BuildOptions = {},
): Promise<{ readonly run: RunResult; readonly told: readonly string[] }> {
  return project.session(
    'build',
    { atomic: true, ...given },
    async (session, events) => {
      const push = events.push.bind(events);
      events.push = (...added) => {
        for (const each of added) onEvent?.(each);
        return push(...added);
      };
      const run = await runSelected(session, ALL);
      const told = events.flatMap((each) =>
        each.type === 'message' && each.name === 'Publication' ? [each.text] : [],
      );
      return { run, told };
    },
    signal,
  );
}

const statuses = (run: RunResult) =>
  Object.fromEntries(run.results.map((each) => [each.node.name, each.status]));

/** What lies in the project's folder beside the files that everybody knows. */
const leftovers = (project: TestProject) =>
  readdirSync(project.root).filter((name) => name.includes('.sluice-') || name.endsWith('.wal'));

/** What another program sees in a database file, in a process of its own. */
function asked(path: string, sql: string): string {
  const script = `
    const { DuckDBInstance } = require('@duckdb/node-api');
    (async () => {
      const instance = await DuckDBInstance.create(process.argv[1], { access_mode: process.argv[3] });
      const reader = await (await instance.connect()).runAndReadAll(process.argv[2]);
      console.log(reader.getRows().map(String).join(';'));
    })().catch((error) => console.log(error.message));`;
  const mode = sql.startsWith('select') ? 'READ_ONLY' : 'READ_WRITE';
  return execFileSync(process.execPath, ['-e', script, path, sql, mode], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  }).trim();
}

const CHAIN = {
  'dbt_project.yml': [
    'name: shop',
    "version: '1.0'",
    'profile: shop',
    'on-run-start: ["create table if not exists runs (moment int)", "insert into runs values (1)"]',
    'on-run-end: ["insert into runs values (2)"]',
  ].join('\n'),
  'seeds/raw.csv': 'id,v\n1,a\n2,b\n',
  'models/first.sql': "select * from {{ ref('raw') }}",
  'models/second.sql': "select * from {{ ref('first') }}",
  'models/facts.sql':
    "{{ config(materialized='table', post_hook='insert into runs values (3)') }} select * from {{ ref('second') }}",
  'models/growing.sql':
    "{{ config(materialized='incremental') }} select count(*) as n from {{ ref('facts') }}",
  'models/report.sql': [
    "{% set found = adapter.get_relation(this.database, this.schema, 'facts') %}",
    "-- depends_on: {{ ref('facts') }}",
    "select '{{ found.type if found else none }}' as kind, '{{ found }}' as name, * from {{ ref('second') }}",
  ].join('\n'),
  'snapshots/kept.sql':
    "{% snapshot kept %}{{ config(unique_key='id', strategy='check', check_cols='all') }} select * from {{ ref('first') }}{% endsnapshot %}",
  'models/tests.yml': 'models: [{name: facts, columns: [{name: id, data_tests: [unique]}]}]',
};

describe('an atomic build', () => {
  it('publishes a chain of views, tables, hooks and a snapshot at one moment, to whoever reads meanwhile', async () => {
    const project = testProject(CHAIN);
    const file = join(project.root, 'shop.duckdb');
    await build(project);
    const first = statSync(file).ino;
    project.write('seeds/raw.csv', 'id,v\n1,a\n2,c\n3,d\n');
    const seen: string[] = [];
    const { run, told } = await build(project, {
      onEvent(event) {
        if (event.type !== 'nodeFinished' || event.result.node.name !== 'facts') return;
        seen.push(asked(file, 'select count(*) from facts'), asked(file, 'drop table facts'));
      },
    });
    expect(run.success).toBe(true);
    expect(seen).toEqual(['2', expect.stringContaining('Conflicting lock')]);
    expect(told).toEqual(['Published: everything that was built became visible at once.']);
    expect(statSync(file).ino).not.toBe(first);
    expect(await project.query('select count(*) from report')).toEqual(['3']);
    expect(await project.query('select distinct kind, name from report')).toEqual([
      'table|"shop"."main"."facts"',
    ]);
    expect(await project.query('select * from growing order by all')).toEqual(['2', '3']);
    expect(await project.query('select count(*) filter (dbt_valid_to is null), count(*) from kept')).toEqual([
      '3|4',
    ]);
    expect(await project.query('select moment, count(*) from runs group by 1 order by 1')).toEqual([
      '1|2',
      '2|2',
      '3|2',
    ]);
    expect(leftovers(project)).toEqual([]);
  }, 30_000);

  it('changes nothing when a test fails, and says so everywhere', async () => {
    const project = testProject(CHAIN);
    await build(project);
    const before = asked(join(project.root, 'shop.duckdb'), 'select count(*) from facts');
    project.write('seeds/raw.csv', 'id,v\n1,a\n1,b\n1,c\n');
    const { run, told } = await build(project);
    expect(run.success).toBe(false);
    expect(statuses(run)).toMatchObject({ raw: 'skipped', facts: 'skipped', unique_facts_id: 'fail' });
    expect(told).toEqual(['Nothing was published, the database is as it was: unique_facts_id failed.']);
    expect(before).toBe('2');
    expect(await project.query('select count(*) from raw')).toEqual(['2']);
    expect(await project.query('select count(*) from runs')).toEqual(['3']);
    const recorded = project.json('target/run_results.json')['results'] as unknown as Record<
      string,
      unknown
    >[];
    expect(recorded.find((each) => each['unique_id'] === 'seed.shop.raw')).toMatchObject({
      status: 'skipped',
      adapter_response: { _message: 'Not published: unique_facts_id failed' },
    });
    expect(leftovers(project)).toEqual([]);
  }, 30_000);

  it('leaves no file where there was none, and makes one where all is well', async () => {
    const project = testProject({ 'models/m.sql': 'select nothing' });
    const { run } = await build(project);
    expect(statuses(run)).toEqual({ m: 'error' });
    expect(readdirSync(project.root)).not.toContain('shop.duckdb');
    project.write('models/m.sql', 'select 1 as id');
    project.write('dbt_project.yml', "name: shop\nversion: '1.0'\nprofile: shop\nflags: {atomic: true}\n");
    expect((await build(project, { given: { atomic: null } })).told).toHaveLength(1);
    expect(await project.query('select * from m')).toEqual(['1']);
  });

  it('changes nothing when it is interrupted', async () => {
    const project = testProject({
      'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/b.sql':
        "-- {{ ref('a') }}\n{{ config(materialized='table') }} select count(*) as n from range(100000) x, range(100000) y where x.range * y.range % 7 = 1",
    });
    const stop = new AbortController();
    const { run, told } = await build(project, {
      signal: stop.signal,
      onEvent(event) {
        if (event.type === 'nodeFinished') setTimeout(() => stop.abort(), 100);
      },
    });
    expect(statuses(run)).toEqual({ a: 'skipped', b: 'error' });
    expect(told).toEqual(['Nothing was published, the database is as it was: the run was interrupted.']);
    expect(readdirSync(project.root)).not.toContain('shop.duckdb');
    expect(leftovers(project)).toEqual([]);
  });

  it('publishes attached databases with the target, and refuses what cannot be copied', async () => {
    const output = (attach: string) =>
      `shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2, attach: [${attach}]}\n`;
    const project = testProject({
      'profiles.yml': output('{path: side.duckdb}'),
      'models/m.sql': "{{ config(materialized='table', database='side') }} select 1 as id",
      'models/n.sql': "select * from {{ ref('m') }}",
    });
    expect((await build(project)).run.success).toBe(true);
    expect(await project.query('select * from n')).toEqual(['1']);
    expect(asked(join(project.root, 'side.duckdb'), 'select id from main.m')).toBe('1');
    expect(leftovers(project)).toEqual([]);
    project.write('profiles.yml', output("{path: 'other.sqlite', type: sqlite}"));
    const failure = await build(project).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DiagnosticError);
    expect((failure as DiagnosticError).diagnostics[0]).toMatchObject({ code: 'D044' });
  }, 30_000);

  it('does not undo what someone else wrote meanwhile', async () => {
    const project = testProject({ 'models/m.sql': "{{ config(materialized='table') }} select 1 as id" });
    const file = join(project.root, 'shop.duckdb');
    await build(project);
    const codes: string[] = [];
    const { run, told } = await build(project, {
      onEvent(event) {
        if (event.type === 'diagnostic') codes.push(event.diagnostic.code);
        if (event.type !== 'nodeFinished') return;
        // Programs that replace the file instead of opening it are not held back by a lock.
        writeFileSync(`${file}.new`, 'something else');
        renameSync(`${file}.new`, file);
      },
    });
    expect(run.success).toBe(false);
    expect(codes).toEqual(['D045']);
    expect(told).toEqual(['Nothing was published, the database is as it was.']);
    expect(project.read('shop.duckdb')).toBe('something else');
    expect(leftovers(project)).toEqual([]);
  });
});

describe('a publication that the disk refuses', () => {
  it.each(['writeAtomic', 'rename'] as const)('changes nothing and says so: %s', async (refused) => {
    const project = testProject({ 'models/m.sql': "{{ config(materialized='table') }} select 1 as id" });
    const host = createHost(project.root);
    const files = {
      ...host.files,
      [refused](path: string, ...rest: readonly never[]) {
        const isPublication = path.includes('.sluice-') && (refused === 'rename' || rest[0] !== undefined);
        const text = String(rest[0]);
        if (isPublication && (refused === 'rename' || text.includes('publishing')))
          throw Object.assign(new Error('ENOSPC: no space left on device'), {
            code: 'ENOSPC',
            syscall: 'write',
          });
        return (host.files[refused] as (...all: unknown[]) => void)(path, ...rest);
      },
    };
    const codes: string[] = [];
    const { success, results } = await sluice.run({
      projectDir: project.root,
      profilesDir: project.root,
      atomic: true,
      host: { ...host, files },
      onEvent: (event) => void (event.type === 'diagnostic' && codes.push(event.diagnostic.code)),
    });
    expect([success, codes, results.map((each) => each.status)]).toEqual([false, ['C018'], ['skipped']]);
    expect(leftovers(project)).toEqual([]);
  });
});

describe('what a killed atomic run leaves', () => {
  const DEAD = 2 ** 22 + 7;
  /** A folder as a run leaves it that was killed with copies of two files. */
  function killed(project: TestProject, state: 'building' | 'publishing', isFirstPublished: boolean): void {
    const at = (name: string) => join(project.root, name);
    const moves = ['shop', 'side'].map((name) => {
      const folder = at(`.${name}.duckdb.sluice-abc`);
      mkdirSync(folder);
      return { original: at(`${name}.duckdb`), folder, working: join(folder, `${name}.duckdb`) };
    });
    const make = (path: string) => asked(path, 'create table made as select 1 as id; checkpoint');
    for (const { original, working } of moves) {
      const isThere = working.includes('side') || !isFirstPublished;
      if (isThere) make(working);
      else asked(original, 'create table if not exists made as select 1 as id');
    }
    writeFileSync(
      join(moves[0]?.folder ?? '', 'journal.json'),
      JSON.stringify({ version: 1, pid: DEAD, state, moves, outputs: [], root: project.root }),
    );
  }

  it.each([
    ['before publication', 'building', false, ''],
    ['in the middle of it, before the first file', 'publishing', false, ''],
    ['in the middle of it, after the first file', 'publishing', true, 'made'],
  ] as const)(
    '%s: the next run finishes or undoes it',
    async (_when, state, isFirstPublished, expected) => {
      const project = testProject({ 'models/m.sql': 'select 1 as id' });
      const side = join(project.root, 'side.duckdb');
      asked(side, 'create table old as select 1 as id');
      killed(project, state, isFirstPublished);
      await project.session('run', {}, (session) => runSelected(session, ['model']));
      expect(leftovers(project)).toEqual([]);
      const tables = asked(side, "select table_name from duckdb_tables() where table_name = 'made'");
      expect(tables).toBe(expected);
    },
    30_000,
  );
});

describe('external models of an atomic run', () => {
  const EXTERNAL = {
    'models/one.sql':
      "{{ config(materialized='external', location='lake/one.parquet', persist_docs={'relation': true}) }} select {{ var('stamp') }} as stamp, range as id from range(10)",
    'models/parts.sql':
      "{{ config(materialized='external', location='lake/parts', options={'partition_by': 'part'}, incremental_strategy='append') }} select {{ var('stamp') }} as stamp, range % 2 as part from range(4)",
    'models/below.sql':
      "{{ config(materialized='table') }} select o.stamp, count(*) as n from {{ ref('one') }} o cross join {{ ref('parts') }} p group by all",
    'models/docs.yml':
      'models: [{name: one, description: the one}, {name: below, columns: [{name: stamp, data_tests: [{accepted_values: {arguments: {values: [1, 2], quote: false}}}]}]}]',
  };
  const read = (project: TestProject, pattern: string) =>
    asked(
      ':memory:',
      `from (select stamp, count(*) from read_parquet('${join(project.root, 'lake', pattern)}') group by all order by all)`,
    );
  const lake = (project: TestProject) => readdirSync(join(project.root, 'lake')).sort();

  it('are read by what follows in the run, and by others when it is published', async () => {
    const project = testProject(EXTERNAL);
    const cwd = process.cwd();
    process.chdir(project.root);
    try {
      expect((await build(project, { given: { vars: { stamp: 1 } } })).run.success).toBe(true);
      expect(read(project, 'one.parquet')).toBe('1,10');
      const seen: string[] = [];
      const { run } = await build(project, {
        given: { vars: { stamp: 2 } },
        onEvent(event) {
          if (event.type === 'nodeFinished' && event.result.node.name === 'below')
            seen.push(read(project, 'one.parquet'), read(project, 'parts/*/*.parquet'));
        },
      });
      expect(run.success).toBe(true);
      expect(seen).toEqual(['1,10', '1,4']);
      expect(read(project, 'one.parquet')).toBe('2,10');
      expect(read(project, 'parts/*/*.parquet')).toBe('1,4;2,4');
      expect(await project.query('select * from below')).toEqual(['2|80']);
      expect(await project.query('select stamp, count(*) from one group by all')).toEqual(['2|10']);
      expect(
        await project.query(
          "select comment, sql not like '%staged%' from duckdb_views() where view_name = 'one'",
        ),
      ).toEqual(['the one|true']);
      expect(lake(project)).toEqual(['one.parquet', 'parts']);
      const failed = await build(project, { given: { vars: { stamp: 3 } } });
      expect(statuses(failed.run)).toMatchObject({ one: 'skipped', below: 'skipped' });
      expect(read(project, 'one.parquet')).toBe('2,10');
      expect(lake(project)).toEqual(['one.parquet', 'parts']);
    } finally {
      process.chdir(cwd);
    }
  }, 60_000);

  it('that cannot be put in place are told of, and put in place by the next run', async () => {
    const project = testProject(EXTERNAL);
    const host = createHost(project.root);
    const linkFile = () => {
      throw new Error('no link today');
    };
    const codes: string[] = [];
    const options = { projectDir: project.root, profilesDir: project.root, vars: { stamp: 1 } };
    const { success } = await sluice.run({
      ...options,
      select: ['one'],
      atomic: true,
      host: { ...host, files: { ...host.files, linkFile } },
      onEvent: (event) => void (event.type === 'diagnostic' && codes.push(event.diagnostic.code)),
    });
    expect([success, codes]).toEqual([true, ['D045']]);
    expect(lake(project).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect(await project.query('select stamp, count(*) from one group by all')).toEqual(['1|10']);
    const [folder = ''] = leftovers(project);
    const journal = join(project.root, folder, 'journal.json');
    // The process has ended by the time of the next run.
    writeFileSync(
      journal,
      readFileSync(journal, 'utf8').replace(`"pid":${process.pid}`, `"pid":${2 ** 22 + 7}`),
    );
    await project.query('select 1');
    expect(lake(project)).toEqual(['one.parquet']);
    expect(leftovers(project)).toEqual([]);
    expect(read(project, 'one.parquet')).toBe('1,10');
  }, 60_000);
});
