import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installAlias } from '../../src/commands/index.ts';
import { createHost, fakeEnvironment, type Host } from '../../src/host/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

let folder: ProjectFolder;
beforeAll(() => {
  folder = projectFolder({
    'models/a.sql': "{{ config(tags=['daily']) }} select 1 as id",
    'models/b.sql': "select * from {{ ref('a') }}",
    'models/models.yml': 'models:\n  - name: a\n    columns: [{name: id, data_tests: [unique]}]\n',
    'foreign/dbt': '#!/usr/bin/python3\nimport dbt\n',
  });
});
afterAll(() => folder.remove());

const at = (path: string) => join(folder.root, path);

function host(path: readonly string[] = [], changes: Partial<Host> = {}): Host {
  const env = fakeEnvironment({ PATH: path.map(at).join(':') });
  return { ...createHost(folder.root), homeDirectory: at('home'), env, ...changes };
}

describe('install-alias', () => {
  it('writes the alias below the home folder, and again over its own', async () => {
    const { path } = await installAlias({ host: host() });
    expect(path).toBe(at('home/.local/bin/dbt'));
    const texts: string[] = [];
    await installAlias({
      host: host(['home/.local/bin']),
      onEvent: (event) => event.type === 'message' && texts.push(event.text),
    });
    expect(texts).toEqual([`\`dbt\` now calls Sluice: ${path}`]);
  });

  it('says when the folder is not on the PATH', async () => {
    const texts: string[] = [];
    const onEvent = (event: { type: string; text?: string }) => {
      if (event.type === 'message') texts.push(String(event.text));
    };
    await installAlias({ host: host(['elsewhere']), path: 'here', onEvent });
    expect(texts[1]).toContain('is not on the PATH');
  });

  it('never takes the place of another dbt', async () => {
    const before = readFileSync(at('foreign/dbt'), 'utf8');
    await expect(installAlias({ host: host(), path: 'foreign' })).rejects.toThrow(
      `there is a dbt at ${at('foreign/dbt')} that is not an alias of Sluice`,
    );
    await expect(installAlias({ host: host(['foreign']) })).rejects.toThrow('is not an alias of Sluice');
    await expect(installAlias({ host: host(), path: 'foreign', remove: true })).rejects.toThrow();
    expect(readFileSync(at('foreign/dbt'), 'utf8')).toBe(before);
    // A folder of its own is nobody else's business.
    expect((await installAlias({ host: host(['foreign']), path: 'own' })).path).toBe(at('own/dbt'));
  });

  it('takes away what it has written, and nothing when there is nothing', async () => {
    await installAlias({ host: host(), path: 'gone' });
    expect((await installAlias({ host: host(), path: 'gone', remove: true })).path).toBe(at('gone/dbt'));
    expect((await installAlias({ host: host(), path: 'gone', remove: true })).path).toBeNull();
  });

  it('writes a batch file on Windows, where a dbt.exe is a dbt too', async () => {
    const windows = host([], { platform: 'win32 x64', nodePath: 'C:\\node.exe' });
    const { path } = await installAlias({ host: windows, path: 'windows' });
    expect(path).toBe(at('windows/dbt.cmd'));
    expect(readFileSync(at('windows/dbt.cmd'), 'utf8')).toMatch(/^@"C:\\node\.exe" ".*sluice\.cjs" %\*\r$/m);
    mkdirSync(at('scripts'));
    writeFileSync(at('scripts/dbt.exe'), 'MZ');
    await expect(installAlias({ host: windows, path: 'scripts' })).rejects.toThrow('dbt.exe');
  });
});

interface Answer {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('tools that call dbt', () => {
  const dbt = (...args: string[]): Promise<Answer> =>
    new Promise((done) => {
      const child = execFile(at('home/.local/bin/dbt'), args, { cwd: folder.root }, (_error, out, err) =>
        done({ code: child.exitCode, out, err }),
      );
    });
  const json = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('read the version', async () => {
    const { out } = await dbt('--version');
    expect(/installed: (\d+\.\d+\.\d+)/.exec(out)?.[1]).toBe('1.12.6');
    expect(out).toMatch(/Plugins:\n {2}- duckdb: 1\.11\.1/);
  });

  it('list nodes as an orchestrator does', async () => {
    const keys = ['name', 'unique_id', 'resource_type', 'depends_on', 'original_file_path', 'tags', 'config'];
    const { code, out } = await dbt('ls', '--output', 'json', '--output-keys', ...keys, '--quiet');
    expect(code).toBe(0);
    const found = json(out);
    expect(found.map((each) => each.unique_id).sort()).toEqual([
      'model.shop.a',
      'model.shop.b',
      expect.stringMatching(/^test\.shop\.unique_a_id\./),
    ]);
    expect(found.find((each) => each.name === 'a')).toMatchObject({
      resource_type: 'model',
      tags: ['daily'],
    });
  });

  it('list nodes among the lines of the log, with words in one text', async () => {
    const { out } = await dbt(
      'ls',
      '--output',
      'json',
      '--output-keys',
      'name unique_id',
      '--select',
      'tag:daily',
    );
    const lines = out.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.map((line) => JSON.parse(line).unique_id)).toContain('model.shop.a');
  });

  it('follow a build by its events', async () => {
    const { code, out } = await dbt('--log-format', 'json', '--log-level', 'debug', 'build');
    expect(code).toBe(0);
    const events = json(out);
    expect(events.every(({ info }) => info.ts && info.invocation_id && info.level)).toBe(true);
    const finished = events.filter(({ info }) => info.name === 'NodeFinished');
    expect(finished.map(({ data }) => [data.node_info.unique_id, data.run_result.status])).toContainEqual([
      'model.shop.b',
      'success',
    ]);
    expect(events.find(({ info }) => info.name === 'CommandCompleted').data.success).toBe(true);
  });

  it('run what a hook before a commit runs', async () => {
    expect(await dbt('-q', 'parse', '--target-path', 'target')).toMatchObject({ code: 0, out: '' });
    expect((await dbt('run', '-m', 'a', '--target', 'dev')).code).toBe(0);
    expect((await dbt('--no-use-colors', 'compile', '--select', '+b', '--profiles-dir', '.')).code).toBe(0);
    expect((await dbt('clean')).code).toBe(0);
  });

  it('look at the rows of a query', async () => {
    const { out } = await dbt(
      'show',
      '--inline',
      'select 1 as id',
      '--output',
      'json',
      '--quiet',
      '--limit',
      '1',
    );
    expect(JSON.parse(out)).toEqual({ show: [{ id: 1 }] });
  });

  it('see the usage of dbt', async () => {
    const { code, err } = await dbt('run', '--nothing-like-this');
    expect([code, err.split('\n')[0]]).toEqual([2, 'Usage: dbt run [OPTIONS]']);
  });
});
