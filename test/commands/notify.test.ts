import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHost, fakeEnvironment } from '../../src/host/index.ts';
import * as sluice from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';

describe('the verdict of a run', () => {
  const received: Record<string, unknown>[] = [];
  let server: Server;
  let answer = 200;
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push(JSON.parse(body));
        response.writeHead(answer).end('ok');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    received.length = 0;
    answer = 200;
  });

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/secret-part`;

  async function run(
    folder: { readonly root: string },
    env: Readonly<Record<string, string>>,
    options: sluice.RunOptions = {},
  ) {
    const complaints: string[] = [];
    const result = await sluice
      .run({
        projectDir: folder.root,
        profilesDir: folder.root,
        host: { ...createHost(), env: fakeEnvironment(env) },
        onEvent: (event) =>
          void (
            event.type === 'message' &&
            event.name === 'NotificationFailed' &&
            complaints.push(event.text)
          ),
        ...options,
      })
      .catch((error: unknown) => error as Error);
    return { complaints, success: 'success' in result && result.success };
  }

  it('is posted on failure and on recovery, and not when all is as well as before', async () => {
    const folder = projectFolder({
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\nflags: {notify: [failure, recovery]}\n',
      'models/good.sql': 'select 1 as id',
      'models/bad.sql': 'select nothing',
    });
    const env = { SLUICE_NOTIFY_URL: address() };
    expect(await run(folder, env)).toEqual({ complaints: [], success: false });
    expect(received).toEqual([
      expect.objectContaining({
        text: expect.stringMatching(/^shop \(dev\): run failed\n1 error, 1 success\n• bad: D021 .*nothing/s),
        verdict: 'failure',
        counts: { success: 1, error: 1 },
        failed: [expect.objectContaining({ unique_id: 'model.shop.bad', status: 'error' })],
      }),
    ]);
    folder.write({ 'models/bad.sql': 'select 2 as id' });
    await run(folder, env);
    await run(folder, env);
    expect(received.map((each) => each['verdict'])).toEqual(['failure', 'recovery']);
    folder.write({ 'models/bad.sql': "select * from {{ ref('nobody') }}" });
    await run(folder, env);
    expect(received.at(-1)).toMatchObject({
      verdict: 'failure',
      failed: [expect.objectContaining({ status: 'error' })],
    });
    folder.remove();
  });

  it('never fails a run, and its address is never told', async () => {
    const folder = projectFolder({ 'models/good.sql': 'select 1 as id' });
    answer = 500;
    const always = { notify: 'always', warnError: true } as const;
    const refused = await run(folder, { SLUICE_NOTIFY_URL: address() }, always);
    expect(refused.success).toBe(true);
    expect(refused.complaints).toEqual([expect.stringContaining('it answered 500')]);
    const dead = await run(folder, { SLUICE_NOTIFY_URL: 'http://127.0.0.1:9/hooks/secret-part' }, always);
    expect(dead.success).toBe(true);
    expect(dead.complaints).toHaveLength(1);
    expect([...refused.complaints, ...dead.complaints].join()).not.toContain('secret-part');
    expect((await run(folder, {}, always)).complaints).toEqual([
      expect.stringContaining('neither SLUICE_NOTIFY_URL nor SLUICE_NOTIFY_COMMAND is set'),
    ]);
    folder.remove();
  });

  it('can go to a program', async () => {
    const folder = projectFolder({ 'models/good.sql': 'select 1 as id' });
    folder.write({
      'tell.cjs':
        "#!/usr/bin/env node\nrequire('fs').writeFileSync(__dirname + '/told.json', JSON.stringify([process.argv[2], JSON.parse(process.env.SLUICE_NOTIFICATION).verdict]));\n",
    });
    const program = `${folder.root}/tell.cjs`;
    createHost().files.makeExecutable(program);
    const env = { SLUICE_NOTIFY_COMMAND: program, DBT_ENV_SECRET_WORD: 'hunter2' };
    folder.write({ 'models/good.sql': "{{ config(materialized='table') }} select error('hunter2') as id" });
    const told = await run(folder, env, { notify: 'always' });
    expect(told).toEqual({ complaints: [], success: false });
    expect(JSON.parse(createHost().files.readText(`${folder.root}/told.json`))).toEqual([
      'shop (dev): run failed\n1 error\n• good: D023 *****',
      'failure',
    ]);
    folder.remove();
  });
});
