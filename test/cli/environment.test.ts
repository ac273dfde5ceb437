import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArgv } from '../../src/cli/options/parse-argv.ts';
import { prepareCall } from '../../src/cli/prepare-call.ts';
import { createHost, fakeEnvironment } from '../../src/host/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

let folder: ProjectFolder;
beforeAll(() => {
  folder = projectFolder({
    'dbt_project.yml':
      'name: shop\nprofile: shop\nflags: {fail_fast: true, printer_width: 90, log_format: json}\n',
    'home/.dbt/user_settings.yml': 'flags: {fail_fast: false, printer_width: 70, use_colors: false}\n',
  });
});
afterAll(() => folder.remove());

function prepare(line: string, env: Readonly<Record<string, string>> = {}) {
  const argv = line.split(' ');
  const call = parseArgv(argv);
  if (call.kind !== 'command') throw new Error(call.kind);
  const host = {
    ...createHost(folder.root),
    env: fakeEnvironment(env),
    homeDirectory: `${folder.root}/home`,
  };
  return prepareCall({ call, host, argv }).created;
}

const flags = (line: string, env?: Readonly<Record<string, string>>) => prepare(line, env).invocation.flags;
const notices = (line: string, env?: Readonly<Record<string, string>>) =>
  (prepare(line, env).notices ?? []).map(({ code, kind, dbtMessage }) => [code, kind, dbtMessage]);

describe('where a flag comes from', () => {
  it('is the command line, else the environment, else the project, else the settings of the user', () => {
    const of = (line: string, env?: Readonly<Record<string, string>>) => flags(line, env)['PRINTER_WIDTH'];
    expect(of('run --printer-width 100', { DBT_PRINTER_WIDTH: '110' })).toBe(100);
    expect(of('run', { DBT_PRINTER_WIDTH: '110', DBT_ENGINE_PRINTER_WIDTH: '120' })).toBe(120);
    expect(of('run')).toBe(90);
    expect(flags('run')['FAIL_FAST']).toBe(true);
    expect(flags('run')['USE_COLORS']).toBe(false);
  });

  it('decides for the followers of a flag as well', () => {
    expect(flags('run')).toMatchObject({ USE_COLORS_FILE: false, LOG_FORMAT_FILE: 'json' });
    expect(flags('run --log-format text')['LOG_FORMAT_FILE']).toBe('text');
    expect(flags('run --log-format-file debug')['LOG_FORMAT_FILE']).toBe('debug');
  });

  it('is an older variable before everything else', () => {
    expect(flags('run --print', { DBT_NO_PRINT: '1' })['PRINT']).toBe(false);
    expect(flags('run', { DBT_DEFER_TO_STATE: '1', DBT_FAVOR_STATE_MODE: 'true' })).toMatchObject({
      DEFER: true,
      FAVOR_STATE: true,
    });
  });
});

describe('the record of a call', () => {
  it('names the command by its last word, and leaves out what dbt leaves out', () => {
    const which = (line: string) => [flags(line)['WHICH'], prepare(line).invocation.args['which']];
    expect(which('docs generate')).toEqual(['generate', 'generate']);
    expect(which('source freshness')).toEqual(['freshness', 'freshness']);
    expect(which('ls')).toEqual(['ls', 'ls']);
    const { args } = prepare('docs generate').invocation;
    expect(args).not.toHaveProperty('open');
    expect(args).not.toHaveProperty('require_event_names_in_deprecations');
  });
});

describe('what is said about a call', () => {
  it('is that a variable has another name', () => {
    expect(notices('run', { DBT_NO_PRINT: '1' })).toEqual([
      [
        'C010',
        'EnvironmentVariableRenamed',
        expect.stringContaining('`DBT_NO_PRINT` has been renamed as `DBT_ENGINE_PRINT`.'),
      ],
    ]);
  });

  it('is that a variable is none, where the prefix is reserved', () => {
    const env = {
      DBT_ENGINE_TRAGET: 'x',
      DBT_TRAGET: 'x',
      DBT_ENGINE_TARGET: 'dev',
      DBT_ENGINE_PP_TEST: '1',
    };
    expect(notices('run', env)).toEqual([
      [
        'C011',
        'EnvironmentVariableNamespaceDeprecation',
        expect.stringContaining('`DBT_ENGINE_TRAGET` in the environment'),
      ],
    ]);
  });

  it('is that --models is an older name, whatever it stands for', () => {
    expect(notices('run --models a').map(([code]) => code)).toEqual(['C012']);
    expect(notices('ls -m a').map(([code]) => code)).toEqual(['C012']);
    expect(notices('run --select a')).toEqual([]);
  });

  it('is that --selector leaves --select without effect', () => {
    expect(notices('run --selector x --exclude a').map(([code]) => code)).toEqual(['C013']);
  });
});
