import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TestProject, testProject } from './project.ts';

const CLI = join(import.meta.dirname, '../../bin/sluice.cjs');

const journals = (project: TestProject) =>
  existsSync(join(project.root, 'target'))
    ? readdirSync(join(project.root, 'target')).filter((name) => name.startsWith('run_journal'))
    : [];

const recorded = (project: TestProject) =>
  Object.fromEntries(
    (project.json('target/run_results.json')['results'] as unknown as Record<string, unknown>[]).map(
      (each) => [String(each['unique_id']).split('.').at(-1), each['status']],
    ),
  );

/** Runs the command line in a process of its own and kills it as soon as the journal holds a word. */
async function killed(project: TestProject, args: readonly string[], word: string): Promise<void> {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: project.root, stdio: 'ignore' });
  const ended = new Promise((done) => child.once('exit', done));
  const watching = setInterval(() => {
    const [name] = journals(project);
    if (name === undefined) return;
    if (readFileSync(join(project.root, 'target', name), 'utf8').includes(word)) child.kill('SIGKILL');
  }, 20);
  await ended;
  clearInterval(watching);
}

const LONG = {
  'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
  'models/b.sql':
    "{{ config(materialized='table') }} -- {{ ref('a') }}\nselect count(*) as n from range(100000) x, range({{ var('size', 1000000) }}) y where x.range * y.range % 7 = 1",
  'models/c.sql': "select * from {{ ref('b') }}",
};

describe('a run that is killed', () => {
  it('has its results made of its journal by the next command', async () => {
    const project = testProject(LONG);
    await killed(project, ['run'], '"started": "model.shop.b"');
    expect(journals(project)).toHaveLength(1);
    await project.session('list', {}, async (session) => session.project());
    expect(journals(project)).toEqual([]);
    expect(recorded(project)).toEqual({ a: 'success', b: 'error', c: 'skipped' });
    const { metadata, args } = project.json('target/run_results.json') as unknown as Record<
      string,
      Record<string, unknown>
    >;
    expect(metadata).toMatchObject({
      dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json',
    });
    expect(args).toMatchObject({ which: 'run' });
  }, 30_000);

  it('counts nothing as done that was not published', async () => {
    const project = testProject(LONG);
    await killed(project, ['run', '--atomic'], '"started": "model.shop.b"');
    await project.session('list', {}, async (session) => session.project());
    expect(recorded(project)).toEqual({ a: 'skipped', b: 'error', c: 'skipped' });
  }, 30_000);
});

describe('a journal', () => {
  const HEAD = { journal: 1, metadata: {}, args: { which: 'run' }, planned: ['model.shop.a'], staged: false };
  const write = (project: TestProject, pid: number, lines: readonly unknown[]) => {
    project.write('target/.keep', '');
    const text = lines.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
    writeFileSync(join(project.root, 'target', `run_journal.${pid}.jsonl`), text);
  };
  const DEAD = 2 ** 22 + 9;
  const look = (project: TestProject) => project.session('list', {}, async (session) => session.project());

  it('may end in the middle of a line', async () => {
    const project = testProject({});
    write(project, DEAD, [
      HEAD,
      { started: 'model.shop.a' },
      '{"status": "success", "unique_id": "model.sho',
    ]);
    await look(project);
    expect(recorded(project)).toEqual({ a: 'error' });
  });

  it('goes with what a killed process was about to put in place', async () => {
    const project = testProject({});
    project.write(`target/manifest.json.${DEAD}.4.tmp`, '{');
    project.write(`target/manifest.json.${process.ppid}.4.tmp`, '{');
    await look(project);
    const left = readdirSync(join(project.root, 'target')).filter((name) => name.endsWith('.tmp'));
    expect(left).toEqual([`manifest.json.${process.ppid}.4.tmp`]);
  });

  it('of a run that is at work is left alone, and one that means nothing is removed', async () => {
    const project = testProject({});
    write(project, process.ppid, [HEAD]);
    await look(project);
    expect(journals(project)).toEqual([`run_journal.${process.ppid}.jsonl`]);
    write(project, DEAD, ['not a journal']);
    await look(project);
    expect(journals(project)).toHaveLength(1);
    expect(existsSync(join(project.root, 'target/run_results.json'))).toBe(false);
  });
});
