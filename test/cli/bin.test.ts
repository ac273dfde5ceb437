import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/base/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const bin = resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs');

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder: ProjectFolder;
beforeAll(() => {
  folder = projectFolder({
    'models/good.sql': 'select 1 as id',
    'models/bad.sql': "select nope from {{ ref('good') }}",
    'models/below.sql': "select * from {{ ref('bad') }}",
    'models/slow.sql':
      "{{ config(materialized='table', tags=['slow']) }} select count(*) as n from range(4000000000) a(x) where x % 7 = 3",
    'models/after_slow.sql': "{{ config(tags=['slow']) }} select * from {{ ref('slow') }}",
  });
});
afterAll(() => folder.remove());

function sluice(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((done) => {
    const options = { cwd: folder.root, env: { ...process.env, CI: '', GITHUB_ACTIONS: '', ...env } };
    const child = execFile(process.execPath, [bin, ...args], options, (_error, out, err) =>
      done({ code: child.exitCode, out, err }),
    );
  });
}

const withoutTimes = (text: string) =>
  text.replace(/^\d\d:\d\d:\d\d {2}/gm, '').replace(/ in \d+\.\d+s\]/g, ']');

describe('the program', () => {
  it('tells its version, which is that of the package', async () => {
    const manifest = JSON.parse(readFileSync(resolve(bin, '..', '..', 'package.json'), 'utf8'));
    expect(manifest.version).toBe(VERSION);
    expect(await sluice(['--version'])).toEqual({ code: 0, out: `sluice ${VERSION}\n`, err: '' });
  });

  it('ends with 2 after a wrong call, and says it on standard error', async () => {
    const { code, out, err } = await sluice(['run', '--foo']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      "Usage: sluice run [OPTIONS]\nTry 'sluice run --help' for help.\n\nError: No such option '--foo'.\n",
    );
    expect((await sluice(['compile', '-s', 'a', '--inline', 'x'])).code).toBe(2);
    expect(await sluice(['run', '--vars', 'a: ['])).toMatchObject({ code: 2 });
  });

  it('profiles itself, and debug() is there when macros are debugged', async () => {
    const profile = ['-r', 'call.cpuprofile'];
    const call = [...profile, 'compile', '-q', '--inline', 'select {{ debug() }}1'];
    expect(await sluice(call, { DBT_MACRO_DEBUGGING: '1' })).toEqual({ code: 0, out: 'select 1\n', err: '' });
    const { nodes, samples } = JSON.parse(readFileSync(join(folder.root, 'call.cpuprofile'), 'utf8'));
    expect(nodes.length).toBeGreaterThan(10);
    expect(samples.length).toBeGreaterThan(0);
  });

  it('ends with 0 when all went well, and prints the lines of dbt where nobody watches', async () => {
    const { code, out, err } = await sluice(['run', '-s', 'good']);
    expect([code, err]).toEqual([0, '']);
    expect(withoutTimes(out).split('\n').slice(3)).toEqual([
      '',
      "Concurrency: 2 threads (target='dev')",
      '',
      '1 of 1 START sql view model main.good .......................................... [RUN]',
      '1 of 1 OK created sql view model main.good ..................................... [OK]',
      '',
      expect.stringMatching(
        /^Finished running 1 view model in 0 hours 0 minutes and \d+\.\d\d seconds \(\d+\.\d\ds\)\.$/,
      ),
      '',
      'Completed successfully',
      '',
      'Done. PASS=1 WARN=0 ERROR=0 SKIP=0 NO-OP=0 REUSED=0 TOTAL=1',
      '',
    ]);
  });

  it('ends with 1 when a node failed, and says where', async () => {
    const { code, out } = await sluice(['run', '-s', 'good', 'bad', 'below']);
    expect(code).toBe(1);
    expect(out).toContain('ERROR creating sql view model main.bad');
    expect(out).toContain('SKIP relation main.below');
    expect(out).toContain('Runtime Error in model bad (models/bad.sql)');
    expect(out).toContain('models/bad.sql:1:8');
    expect(out).toMatch(/Done\. PASS=1 WARN=0 ERROR=1 SKIP=1 NO-OP=0 REUSED=0 TOTAL=3\n$/);
  });

  it('ends with 2 when it could not go on, in the words of dbt', async () => {
    const { code, out } = await sluice(['run', '--target', 'nope']);
    expect(code).toBe(2);
    expect(withoutTimes(out)).toContain('Encountered an error:\n');
    expect((await sluice(['show', '-s', 'bad'])).code).toBe(2);
  });

  it('prints the list alone when quiet', async () => {
    expect((await sluice(['--quiet', 'ls', '-s', 'good+'])).out).toBe('shop.bad\nshop.below\nshop.good\n');
  });

  it('writes one JSON object a line, with names and codes of dbt', async () => {
    const { out } = await sluice(['run', '-s', 'good', 'bad', '--log-format', 'json']);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const codes = Object.fromEntries(events.map(({ info }) => [info.name, info.code]));
    expect(codes).toMatchObject({
      MainReportVersion: 'A001',
      FoundStats: 'W006',
      ConcurrencyLine: 'Q027',
      LogStartLine: 'Q011',
      LogModelResult: 'Q012',
      RunResultFailure: 'Z022',
      RunResultError: 'Z024',
      StatsLine: 'Z023',
    });
    const failed = events.find(({ info, data }) => info.name === 'LogModelResult' && data.status === 'error');
    expect(failed.data.node_info).toMatchObject({
      unique_id: 'model.shop.bad',
      node_status: 'error',
      materialized: 'view',
      node_relation: { alias: 'bad', relation_name: '"shop"."main"."bad"' },
    });
    expect(failed.info).toMatchObject({ level: 'error', category: '', extra: {} });
    expect(new Set(events.map(({ info }) => info.invocation_id)).size).toBe(1);
  });

  it('keeps a log file, and no secret in it', async () => {
    folder.write({
      'macros/tell.sql':
        "{% macro tell() %}{{ log('password is ' ~ var('password'), info=True) }}{% endmacro %}",
    });
    const env = { DBT_ENV_SECRET_PASSWORD: 'hunter2' };
    const { out } = await sluice(['run-operation', 'tell', '--vars', '{password: hunter2}'], env);
    expect(withoutTimes(out)).toContain('password is *****');
    const log = readFileSync(join(folder.root, 'logs', 'dbt.log'), 'utf8');
    expect(log).toMatch(/={30} \d\d:\d\d:\d\d\.\d{6} \| [0-9a-f-]{36} ={30}/);
    expect(log).toContain('[info ] [MainThread]: password is *****');
    expect(log).not.toContain('hunter2');
  });

  it('marks places for GitHub when it runs there', async () => {
    const { out } = await sluice(['run', '-s', 'good', 'bad'], {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: resolve(folder.root, '..'),
    });
    const name = folder.root.split('/').at(-1);
    expect(out).toMatch(new RegExp(`^::error file=${name}/models/bad.sql,line=1,col=8,title=D\\d+::`, 'm'));
  });

  it('reads variables of the environment and of a .env file', async () => {
    folder.write({ '.env': 'DBT_TARGET=other\n' });
    const { out } = await sluice(['run', '-s', 'good']);
    expect(out).toContain("(target='other')");
    expect((await sluice(['run', '-s', 'good'], { DBT_TARGET: 'dev' })).out).toContain("(target='dev')");
    folder.write({ '.env': '' });
  });

  it('goes on quietly when its reader stops reading', async () => {
    const code = await new Promise<number | null>((done) => {
      const child = spawn(process.execPath, [bin, 'ls'], {
        cwd: folder.root,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      child.on('close', done);
    });
    expect(code).toBe(0);
  });

  it('stops running queries at Ctrl-C and leaves results that tell the truth', async () => {
    const started = performance.now();
    const answer = await new Promise<Answer>((done) => {
      const args = [bin, 'run', '-s', 'tag:slow'];
      const child = spawn(process.execPath, args, { cwd: folder.root, stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      child.stdout.on('data', (chunk) => {
        if (!out.includes('START') && String(chunk).includes('START'))
          setTimeout(() => child.kill('SIGINT'), 300);
        out += chunk;
      });
      child.on('close', (code) => done({ code, out, err: '' }));
    });
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(answer.code).toBe(1);
    expect(answer.out).toContain('Exited because of keyboard interrupt');
    const path = join(folder.root, 'target', 'run_results.json');
    expect(existsSync(path)).toBe(true);
    const { results } = JSON.parse(readFileSync(path, 'utf8'));
    const statuses = Object.fromEntries(
      results.map((each: { unique_id: string; status: string }) => [each.unique_id, each.status]),
    );
    expect(statuses['model.shop.slow']).toBe('error');
    expect(statuses['model.shop.after_slow']).toBe('skipped');
  });
});
