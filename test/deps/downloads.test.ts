import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CommandNotFound,
  createHost,
  fakeEnvironment,
  type Host,
  lazyNetwork,
} from '../../src/host/index.ts';
import { type DepsOptions, type Diagnostic, DiagnosticError, deps, frame } from '../../src/index.ts';
import { type TarPart, tarOf } from './tar-of.ts';
import { hubAnswer, packageArchive, serve, temporaryRoot, writeFiles } from './world.ts';

/** Answers by path, before those of the hub; a function may answer differently each time. */
const answers = new Map<string, Uint8Array | string | (() => Uint8Array | string | undefined)>();
const HUB = { 'acme/base': { name: 'base', versions: { '1.0.0': {} } } };
const server = await serve((path, base) => {
  const own = answers.get(path);
  return own === undefined ? hubAnswer(HUB, path, base) : typeof own === 'function' ? own() : own;
});
const worlds: ReturnType<typeof temporaryRoot>[] = [];
afterAll(() => {
  server.server.close();
  for (const each of worlds) each.remove();
});

const ARCHIVE = '/tarballs/acme/base/1.0.0.tar.gz';
const HUB_ENTRY = 'packages:\n  - package: acme/base\n    version: 1.0.0\n';
const PROJECT = { path: 'base/dbt_project.yml', text: 'name: base\n' };
let folder: string;

beforeEach(() => {
  const world = temporaryRoot();
  worlds.push(world);
  folder = join(world.root, 'p');
  answers.clear();
  writeFiles(folder, { 'dbt_project.yml': 'name: shop\n', 'packages.yml': HUB_ENTRY });
});

function hostWith(env: Readonly<Record<string, string>> = {}): Host {
  const host = createHost(folder);
  const all = { PATH: process.env['PATH'] ?? '', DBT_PACKAGE_HUB_URL: `${server.base}/`, ...env };
  const fake = fakeEnvironment(all);
  return { ...host, env: fake, network: lazyNetwork(fake), clock: { ...host.clock, wait: async () => {} } };
}

/** Runs `deps`; what it throws is the answer. */
async function failureOf(options: DepsOptions = {}): Promise<Diagnostic> {
  try {
    await deps({ host: hostWith(), ...options });
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0] as Diagnostic;
    throw error;
  }
  throw new Error('nothing failed');
}

const installed = () =>
  existsSync(join(folder, 'dbt_packages')) ? readdirSync(join(folder, 'dbt_packages')) : [];
const beside = () => readdirSync(folder).filter((name) => name.startsWith('.'));

describe('archives that write elsewhere', () => {
  const hostile: Readonly<Record<string, readonly TarPart[]>> = {
    'an absolute path': [PROJECT, { path: '/tmp/out.sql', text: 'x' }],
    'a path that climbs': [PROJECT, { path: 'base/../../out.sql', text: 'x' }],
    'a path that climbs with backslashes': [PROJECT, { path: 'base\\..\\..\\out.sql', text: 'x' }],
    'a path with a drive': [PROJECT, { path: 'C:/out.sql', text: 'x' }],
    'a link to an absolute path': [PROJECT, { path: 'base/l', type: '2', target: '/etc' }],
    'a link that climbs out': [PROJECT, { path: 'base/macros/l', type: '2', target: '../../../x' }],
    'a file below a link': [
      PROJECT,
      { path: 'base/l', type: '2', target: 'macros' },
      { path: 'base/l/x.sql', text: 'x' },
    ],
    'a hard link to a file outside': [PROJECT, { path: 'base/l', type: '1', target: '/etc/passwd' }],
    'a hard link to a file that is not there': [PROJECT, { path: 'base/l', type: '1', target: 'base/no' }],
    'a device': [PROJECT, { path: 'base/dev', type: '3' }],
    'a pipe': [PROJECT, { path: 'base/pipe', type: '6' }],
  };
  for (const [what, parts] of Object.entries(hostile)) {
    it(`are refused: ${what}`, async () => {
      answers.set(ARCHIVE, gzipSync(tarOf(parts)));
      const { code, message } = await failureOf();
      expect({ code, message }).toMatchObject({
        code: 'K013',
        message: expect.stringContaining('the archive holds'),
      });
      expect([installed(), beside(), existsSync('/tmp/out.sql')]).toEqual([[], [], false]);
    });
  }

  it('are told from those with links inside, which are unpacked', async () => {
    const long = `base/${'deep/'.repeat(30)}file.sql`;
    answers.set(
      ARCHIVE,
      gzipSync(
        tarOf([
          { path: 'base/', type: '5' },
          PROJECT,
          { path: 'base/macros/a.sql', text: 'a', mode: 0o755 },
          { path: 'base/b.sql', type: '2', target: 'macros/a.sql' },
          { path: 'base/c.sql', type: '1', target: 'base/macros/a.sql' },
          { path: long, text: 'far' },
        ]),
      ),
    );
    expect(await deps({ host: hostWith() })).toEqual({ packages: ['base'] });
    const at = (path: string) => join(folder, 'dbt_packages', path);
    expect(readlinkSync(at('base/b.sql'))).toBe('macros/a.sql');
    expect([readFileSync(at('base/c.sql'), 'utf8'), lstatSync(at('base/c.sql')).isFile()]).toEqual([
      'a',
      true,
    ]);
    expect(statSync(at('base/macros/a.sql')).mode & 0o111).toBe(0o111);
    expect(readFileSync(at(long), 'utf8')).toBe('far');
  });
});

describe('archives that are damaged', () => {
  const whole = packageArchive('base', '1.0.0');
  const tar = tarOf([
    { path: 'base/', type: '5' },
    { ...PROJECT, text: 'name: base\n'.repeat(200) },
  ]);
  const spoilt = Buffer.from(tar);
  spoilt[3] = 88;
  const damaged: Readonly<Record<string, readonly [string, Uint8Array | string]>> = {
    'half a gzip file': ['K012', whole.subarray(0, whole.length / 2)],
    'a page instead of an archive': ['K012', '<html>not here</html>'],
    nothing: ['K012', ''],
    'half a tar file': ['K012', gzipSync(tar.subarray(0, 1200))],
    'a header with the wrong checksum': ['K012', gzipSync(spoilt)],
    'no tar file': ['K012', gzipSync('hello'.repeat(300))],
    'two folders': ['K015', gzipSync(tarOf([PROJECT, { path: 'other/x.sql', text: 'x' }]))],
    'files without a folder': ['K015', gzipSync(tarOf([{ path: 'dbt_project.yml', text: 'name: base\n' }]))],
  };
  for (const [what, [code, bytes]] of Object.entries(damaged)) {
    it(`leave the packages as they were: ${what}`, async () => {
      await deps({ host: hostWith() });
      answers.set(ARCHIVE, bytes);
      expect((await failureOf()).code).toBe(code);
      expect([installed(), beside()]).toEqual([['base'], []]);
      expect(existsSync(join(folder, 'dbt_packages/base/dbt_project.yml'))).toBe(true);
    });
  }

  it('are asked for again', async () => {
    let count = 0;
    answers.set(ARCHIVE, () => (++count < 3 ? '' : whole));
    await deps({ host: hostWith() });
    expect([count, installed()]).toEqual([3, ['base']]);
  });

  it('are known by the checksum of the hub, where it is one', async () => {
    const described = (sha1: string) =>
      hubAnswer(HUB, '/api/v1/acme/base.json', server.base)
        ?.toString()
        .replace('"sha1":"x"', `"sha1":"${sha1}"`);
    answers.set('/api/v1/acme/base.json', String(described('0'.repeat(40))));
    expect((await failureOf()).code).toBe('K012');
    answers.set(ARCHIVE, whole);
    answers.set('/api/v1/acme/base.json', String(described(createHash('sha1').update(whole).digest('hex'))));
    await deps({ host: hostWith() });
    expect(installed()).toEqual(['base']);
  });
});

describe('what a killed installation left', () => {
  it('is taken away, and old packages that were in between come back', async () => {
    await deps({ host: hostWith() });
    const ended = spawnSync(process.execPath, ['--version']).pid;
    const atWork = `.dbt_packages-${process.ppid}-AbCdEf`;
    mkdirSync(join(folder, `.dbt_packages-${ended}-AbCdEf/base`), { recursive: true });
    mkdirSync(join(folder, atWork));
    mkdirSync(join(folder, '.dbt_packages-mine'));
    await deps({ host: hostWith() });
    expect([installed(), beside()]).toEqual([['base'], [atWork, '.dbt_packages-mine'].sort()]);
    renameSync(join(folder, 'dbt_packages'), join(folder, `.dbt_packages-${ended}-AbCdEf.old`));
    answers.set(ARCHIVE, '');
    expect((await failureOf()).code).toBe('K012');
    expect(installed()).toEqual(['base']);
  });
});

describe('the hub', () => {
  it('is asked through a proxy where there is one', async () => {
    const proxied: string[] = [];
    const proxy = await serve((path) => {
      proxied.push(path);
      const url = new URL(path);
      return hubAnswer(HUB, url.pathname, 'http://hub.test');
    });
    const host = hostWith({ DBT_PACKAGE_HUB_URL: 'http://hub.test/', HTTP_PROXY: proxy.base });
    await deps({ host });
    proxy.server.close();
    expect(proxied[0]).toBe('http://hub.test/api/v1/index.json');
    expect(installed()).toEqual(['base']);
  });

  it('is told of when it cannot be reached, or makes no sense', async () => {
    const nowhere = hostWith({ DBT_PACKAGE_HUB_URL: 'http://127.0.0.1:9/' });
    expect((await failureOf({ host: nowhere })).code).toBe('K008');
    for (const answer of ['[]', '{}', '{"name": "base", "versions": {"1.0.0": {}}}', 'no json']) {
      answers.set('/api/v1/acme/base.json', answer);
      expect((await failureOf()).code).toBe('K008');
    }
    answers.set('/api/v1/index.json', '{}');
    expect((await failureOf()).code).toBe('K008');
  });
});

describe('git entries', () => {
  const refused: Readonly<Record<string, string>> = {
    'an address that is an option': "- git: '--upload-pack=touch x'",
    'a command': "- git: 'ext::sh -c touch% x'",
    'a file descriptor': "- git: 'fd::3'",
    'a revision that is an option': "- git: 'https://git.test/x'\n    revision: '--help'",
    'a folder outside': "- git: 'https://git.test/x'\n    subdirectory: ../x",
    'an absolute folder': "- git: 'https://git.test/x'\n    subdirectory: /x",
  };
  for (const [what, entry] of Object.entries(refused)) {
    it(`are refused before git sees them: ${what}`, async () => {
      writeFiles(folder, { 'packages.yml': `packages:\n  ${entry}\n` });
      const host: Host = {
        ...hostWith(),
        processes: { run: () => Promise.reject(new Error('git was called')) },
      };
      expect((await failureOf({ host })).code).toBe('K011');
    });
  }

  it('need git', async () => {
    writeFiles(folder, { 'packages.yml': 'packages:\n  - git: https://git.test/x\n' });
    const run = () => Promise.reject(new CommandNotFound('spawn git ENOENT'));
    expect(await failureOf({ host: { ...hostWith(), processes: { run } } })).toMatchObject({
      code: 'K009',
      dbtMessage: `Could not find command, ensure it is in the user's PATH: "git"`,
    });
  });
});

describe('the folder for packages', () => {
  it('never takes the project with it', async () => {
    for (const path of ['.', '..', './']) {
      writeFiles(folder, { 'dbt_project.yml': `name: shop\npackages-install-path: '${path}'\n` });
      expect((await failureOf()).code).toBe('K019');
      expect(existsSync(join(folder, 'packages.yml'))).toBe(true);
    }
  });

  it('may be a link to another folder', async () => {
    const elsewhere = join(folder, '..', 'elsewhere');
    mkdirSync(elsewhere);
    const { symlinkSync } = await import('node:fs');
    symlinkSync(elsewhere, join(folder, 'dbt_packages'));
    await deps({ host: hostWith() });
    expect([lstatSync(join(folder, 'dbt_packages')).isSymbolicLink(), readdirSync(elsewhere)]).toEqual([
      true,
      ['base'],
    ]);
  });

  it('is told of when it cannot be written', async () => {
    writeFileSync(join(folder, 'blocked'), '');
    writeFiles(folder, { 'dbt_project.yml': 'name: shop\npackages-install-path: blocked/packages\n' });
    expect((await failureOf()).code).toBe('K023');
  });
});

describe('frames', () => {
  it('say what to do about errors of packages', async () => {
    const texts: string[] = [];
    for (const entry of [
      '- package: acme/none\n    version: 1.0.0',
      '- package: acme/base\n    version: ">=2.0.0"',
      '- package: acme/base\n    version: [">2.0.0", "<1.0.0"]',
      '- package: acme/base\n    version: 1.0',
      '- private: team/x\n    provider: none',
      '- local: nowhere',
    ]) {
      writeFiles(folder, { 'packages.yml': `packages:\n  ${entry}\n` });
      texts.push(frame(await failureOf()).replaceAll(folder, '<project>'));
    }
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('golden/frames.txt');
  });
});
