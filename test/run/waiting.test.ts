import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runSelected } from '../../src/commands/run-selected.ts';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import type { Event } from '../../src/domain/index.ts';
import { type TestProject, testProject } from './project.ts';

const HOLDER = `
  const { DuckDBInstance } = require('@duckdb/node-api');
  (async () => {
    const instance = await DuckDBInstance.create(process.argv[1]);
    const connection = await instance.connect();
    console.log('open');
    process.stdin.once('data', () => { connection.closeSync(); instance.closeSync(); process.exit(0); });
  })();`;

const children: ChildProcess[] = [];
afterEach(() => {
  for (const each of children.splice(0)) each.kill('SIGKILL');
});

/** Another program that has the project's database open. */
async function holder(project: TestProject): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', HOLDER, join(project.root, 'shop.duckdb')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((done) => child.stdout?.once('data', done));
  return child;
}

interface Run {
  readonly success: boolean;
  readonly code: string | undefined;
  readonly waits: readonly string[];
}

async function run(
  project: TestProject,
  given: Readonly<Record<string, unknown>>,
  onWait: () => void = () => {},
  signal?: AbortSignal,
): Promise<Run> {
  const waits: string[] = [];
  const work = project.session(
    'run',
    given,
    async (session, events) => {
      const push = events.push.bind(events);
      events.push = (...added: Event[]) => {
        for (const each of added) {
          if (each.type !== 'message' || each.name !== 'WaitingForDatabase') continue;
          waits.push(each.text);
          onWait();
        }
        return push(...added);
      };
      return runSelected(session, ['model']);
    },
    signal,
  );
  try {
    return { success: (await work).success, code: undefined, waits };
  } catch (error) {
    const code = error instanceof DiagnosticError ? error.diagnostics[0]?.code : 'no diagnostic';
    return { success: false, code, waits };
  }
}

describe('a database that another program has open', () => {
  it('is waited for as long as --wait says', async () => {
    const project = testProject({ 'models/m.sql': 'select 1 as id' });
    const child = await holder(project);
    expect(await run(project, {})).toEqual({ success: false, code: 'D010', waits: [] });
    const tried = await run(project, { wait: 0.3 });
    expect(tried).toMatchObject({ success: false, code: 'D010' });
    const waited = await run(project, { wait: 60 }, () => child.stdin?.write('close\n'));
    expect(waited).toEqual({
      success: true,
      code: undefined,
      waits: [`Process ${child.pid} has the database open. Waiting for it.`],
    });
  });

  it('is waited for without a limit when it is another run of the project', async () => {
    const project = testProject({ 'models/m.sql': 'select 1 as id' });
    const child = await holder(project);
    mkdirSync(join(project.root, 'target'));
    writeFileSync(join(project.root, 'target', `run_journal.${child.pid}.jsonl`), '');
    const waited = await run(project, {}, () => child.stdin?.write('close\n'));
    expect(waited.success).toBe(true);
    expect(waited.waits).toEqual([
      `Another run (process ${child.pid}) has the database open. Waiting for it.`,
    ]);
  });

  it('is not waited for any longer when the run is interrupted', async () => {
    const project = testProject({ 'models/m.sql': 'select 1 as id' });
    await holder(project);
    const stop = new AbortController();
    const stopped = await run(project, { wait: 60 }, () => stop.abort(), stop.signal);
    expect(stopped.success).toBe(false);
    expect(stopped.code).not.toBe('no diagnostic');
  });
});

describe('a failure that may pass by itself', () => {
  async function build(project: TestProject, onTry: () => void = () => {}) {
    return project.session('run', { retry_delay: 5 }, async (session, events) => {
      const push = events.push.bind(events);
      events.push = (...added: Event[]) => {
        if (added.some((each) => each.type === 'message' && each.name === 'NodeTriedAgain')) onTry();
        return push(...added);
      };
      return runSelected(session, ['model']);
    });
  }

  it('is tried again, which the results tell; an error of SQL is not', async () => {
    const project = testProject({ 'models/n.sql': 'select nothing' });
    const hook = `attach if not exists '${join(project.root, 'side.duckdb')}'`;
    project.write(
      'models/m.sql',
      `{{ config(pre_hook="${hook}", retry_delay=0.05, retries=100) }} select 1 as id`,
    );
    const child = spawn(process.execPath, ['-e', HOLDER, join(project.root, 'side.duckdb')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise((done) => child.stdout?.once('data', done));
    let tries = 0;
    const { results } = await build(project, () => {
      tries += 1;
      if (tries === 2) child.stdin?.write('close\n');
    });
    const [m, n] = ['m', 'n'].map((name) => results.find((each) => each.node.name === name));
    expect(m?.status).toBe('success');
    expect(m?.adapterResponse['attempts']).toContainEqual({
      message: expect.stringContaining('Conflicting lock'),
      execution_time: expect.any(Number),
    });
    expect(n?.status).toBe('error');
    expect(n?.adapterResponse).not.toHaveProperty('attempts');
  });
});
