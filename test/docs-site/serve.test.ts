import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realFiles } from '../../src/host/index.ts';
import { type StaticServer, serveFolder } from '../../src/server/index.ts';
import { projectFolder } from '../support/project-folder.ts';

let folder: string;
let server: StaticServer;

function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const { port } = new URL(server.address);
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    call.on('error', reject);
    call.end();
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-serve-'));
  mkdirSync(join(folder, 'target'));
  writeFileSync(join(folder, 'target', 'index.html'), 'the page');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'target', 'link.txt'));
  server = await serveFolder({
    files: realFiles,
    folder: join(folder, 'target'),
    host: '127.0.0.1',
    port: 0,
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the server of the docs page', () => {
  it('serves the page', async () => {
    expect(await ask('/')).toEqual({ status: 200, body: 'the page' });
    expect(await ask('/index.html?x#y')).toMatchObject({ status: 200 });
  });

  it.each(
    [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/link.txt',
      '/%',
      '/a\u0000b',
      '/nothing',
    ].map((each) => [encodeURI(each).replace(/%25/g, '%')]),
  )('serves nothing from outside its folder: %s', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  it('does not answer under names of others, nor to writes', async () => {
    expect(await ask('/', { host: 'evil.example' })).toMatchObject({ status: 421 });
    expect(await ask('/', {}, 'POST')).toMatchObject({ status: 405 });
    expect(await ask('/', {}, 'HEAD')).toEqual({ status: 200, body: '' });
  });

  it('tells when the port is taken', async () => {
    const port = Number(new URL(server.address).port);
    const again = serveFolder({ files: realFiles, folder, host: '127.0.0.1', port });
    await expect(again).rejects.toMatchObject({ diagnostics: [{ code: 'G001' }] });
  });
});

describe('docs serve', () => {
  it('says so when there is no page', async () => {
    const project = projectFolder({ 'models/a.sql': 'select 1 as id' });
    const bin = join(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs');
    const done = spawnSync(process.execPath, [bin, 'docs', 'serve', '--no-browser'], {
      cwd: project.root,
      encoding: 'utf8',
    });
    project.remove();
    expect(done.status).toBe(2);
    expect(done.stdout).toContain('There is no docs page to serve');
  });
});
