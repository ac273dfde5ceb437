import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInvocation } from '../../src/commands/flags/create-invocation.ts';
import { createSession, type Session } from '../../src/commands/session.ts';
import type { Event } from '../../src/domain/index.ts';
import { createHost, realFiles } from '../../src/host/index.ts';

const DEFAULTS: Readonly<Record<string, string>> = {
  'dbt_project.yml': "name: shop\nversion: '1.0'\nprofile: shop\n",
  'profiles.yml':
    'shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, threads: 2}\n',
};

/** A project in a folder of its own, and a way to run commands in it. */
export interface TestProject {
  readonly root: string;
  write(path: string, text: string): void;
  remove(path: string): void;
  read(path: string): string;
  json(path: string): Record<string, never>;
  /** Opens a session, hands it to `work`, and closes it. */
  session<Result>(
    command: string,
    given: Readonly<Record<string, unknown>>,
    work: (session: Session, events: Event[]) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result>;
  /** Rows of a query on the project's database, as text. */
  query(sql: string): Promise<readonly string[]>;
}

export function testProject(files: Readonly<Record<string, string>>): TestProject {
  const root = mkdtempSync(join(tmpdir(), 'sluice-run-'));
  const write = (path: string, text: string) => realFiles.write(join(root, path), text);
  for (const [path, text] of Object.entries({ ...DEFAULTS, ...files })) write(path, text);
  const session: TestProject['session'] = async (command, given, work, signal) => {
    const host = createHost(root);
    const { invocation, settings } = createInvocation({
      host,
      command,
      given: { project_dir: root, ...given },
    });
    const events: Event[] = [];
    const opened = createSession({
      host,
      invocation,
      settings,
      events: (event) => events.push(event),
      ...(signal === undefined ? {} : { signal }),
    });
    try {
      return await work(opened, events);
    } finally {
      await opened.close();
    }
  };
  return {
    root,
    write,
    remove: (path) => realFiles.remove(join(root, path)),
    read: (path) => realFiles.readText(join(root, path)),
    json: (path) => JSON.parse(realFiles.readText(join(root, path))),
    session,
    query: (sql) =>
      session('run', {}, async (opened) => {
        const connection = await (await opened.openAdapter()).connect('test');
        const { rows } = await connection.execute(sql, { fetch: true });
        await connection.close();
        return rows.map((row) => row.map(String).join('|'));
      }),
  };
}
