import { describe, expect, it } from 'vitest';
import { commandNamed, commandTable, optionsOf, typedName } from '../../src/cli/command-table.ts';
import { commandHelp, mainHelp } from '../../src/cli/help.ts';
import { globalOptions } from '../../src/cli/options/global-options.ts';
import { parseArgv } from '../../src/cli/options/parse-argv.ts';
import { readEnvironment } from '../../src/cli/options/read-environment.ts';
import { COMMANDS, flagDefaults } from '../../src/commands/index.ts';

function given(line: string): Record<string, unknown> {
  const parsed = parseArgv(line.split(' '));
  if (parsed.kind !== 'command') throw new Error(parsed.kind);
  return Object.fromEntries(parsed.given);
}

function usage(line: string): string {
  try {
    parseArgv(line.split(' '));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('understood');
}

describe('the command line', () => {
  it('takes global options before and after the command', () => {
    expect(given('--quiet run --target prod')).toEqual({ quiet: true, target: 'prod' });
    expect(given('-t prod --no-use-colors run -q')).toEqual({
      target: 'prod',
      use_colors: false,
      quiet: true,
    });
  });

  it('refuses an option on both sides of the command', () => {
    expect(usage('--quiet run --quiet')).toContain('quiet was provided both before and after the subcommand');
  });

  it('takes words after --select up to the next option, repeated or parted by spaces', () => {
    expect(given('run -s a +b --exclude c d -s e').select).toEqual(['a', '+b', 'e']);
    expect(given('run --select=a --models b').select).toEqual(['a', 'b']);
    const parsed = parseArgv(['run', '--select', 'a b', 'c']);
    expect(parsed.kind === 'command' && parsed.given.get('select')).toEqual(['a', 'b', 'c']);
  });

  it('keeps --models of ls apart from --select', () => {
    expect(given('ls -m a')).toEqual({ models: ['a'] });
    expect(given('ls -s a')).toEqual({ select: ['a'] });
  });

  it('takes values behind = and behind short forms, and short flags together', () => {
    expect(given('run --threads=3 -tprod -xq')).toEqual({
      threads: 3,
      target: 'prod',
      fail_fast: true,
      quiet: true,
    });
  });

  it('reads a --no- form and lets the last one win', () => {
    expect(given('run --fail-fast --no-fail-fast')).toEqual({ fail_fast: false });
  });

  it('knows ls as list, and gives run-operation its macro', () => {
    const parsed = parseArgv(['run-operation', 'my_macro', '--args', '{a: 1}']);
    expect(parsed).toMatchObject({ kind: 'command', argument: 'my_macro' });
    expect(commandNamed('ls')?.name).toBe('list');
  });

  it('says what is wrong in the words of dbt', () => {
    expect(usage('run --foo')).toBe("No such option '--foo'.");
    expect(usage('run --selec a')).toBe(
      "No such option '--selec'. (Did you mean one of: '--sample', '--select', '--selector'?)",
    );
    expect(usage('--project-dir x run')).toBe(
      "No such option '--project-dir'. Did you mean '--deprecated-defer'?",
    );
    expect(usage('rnu')).toBe("No such command 'rnu'. Did you mean 'run'?");
    expect(usage('run --threads x')).toBe("Invalid value for '--threads': 'x' is not a valid integer.");
    expect(usage('ls --output nope')).toBe(
      "Invalid value for '--output': 'nope' is not one of 'json', 'name', 'path', 'selector'.",
    );
    expect(usage('run --target')).toBe("Option '--target' requires an argument.");
    expect(usage('run --full-refresh=1')).toBe("Option '--full-refresh' does not take a value.");
    expect(usage('run model')).toBe('Got unexpected extra argument (model)');
  });

  it('answers help and version wherever they stand', () => {
    expect(parseArgv([])).toEqual({ kind: 'help', command: undefined });
    expect(parseArgv(['run', '-h'])).toMatchObject({ kind: 'help', command: { name: 'run' } });
    expect(parseArgv(['--version'])).toEqual({ kind: 'version' });
  });

  it('names every option in the help of its command, within the width', () => {
    expect(commandTable.length).toBeGreaterThan(10);
    for (const command of commandTable) {
      const help = commandHelp(command, 80);
      for (const { long, hidden } of optionsOf(command)) {
        const name = (long[0] as string).slice(2);
        if (hidden !== true) expect(help).toMatch(new RegExp(`--(\\[no-\\])?${name}\\b`));
      }
    }
    for (const command of commandTable) expect(mainHelp(80)).toContain(`  ${typedName(command)}`);
  });

  it('offers what the commands room knows, and nothing else', () => {
    expect(commandTable.map((each) => each.name)).toEqual(COMMANDS);
    for (const command of commandTable) {
      const known = flagDefaults(command.name);
      const offered = optionsOf(command)
        .filter(({ replacedBy }) => replacedBy === undefined)
        .map((each) => each.name);
      expect(offered.filter((name) => !(name in known))).toEqual([]);
    }
  });

  it('gives no form to two options', () => {
    for (const command of commandTable) {
      const forms = optionsOf(command).flatMap((each) => [...each.long, ...(each.short ?? [])]);
      const twice = forms.filter((form, at) => forms.indexOf(form) !== at);
      // `init -s` and `-m` of ls stand for something else than elsewhere, but within a command each is one thing.
      expect(twice).toEqual([]);
    }
    expect(globalOptions.length).toBeGreaterThan(30);
  });
});

describe('environment variables', () => {
  const run = commandNamed('run') as NonNullable<ReturnType<typeof commandNamed>>;
  const read = (variables: Record<string, string>) =>
    Object.fromEntries(readEnvironment(run, (name) => variables[name]).given);

  it('set options under DBT_ and DBT_ENGINE_ names, and the newer wins', () => {
    expect(read({ DBT_TARGET: 'a' })).toEqual({ target: 'a' });
    expect(read({ DBT_TARGET: 'a', DBT_ENGINE_TARGET: 'b' })).toEqual({ target: 'b' });
  });

  it('take words for booleans, and count as unset when empty', () => {
    expect(read({ DBT_FAIL_FAST: 'Yes', DBT_QUIET: '0', DBT_DEBUG: '' })).toEqual({
      fail_fast: true,
      quiet: false,
    });
  });

  it('are refused when they hold what cannot be', () => {
    expect(() => read({ DBT_DEBUG: 'perhaps' })).toThrow(
      "Invalid value for '--debug' / '-d': 'perhaps' is not a valid boolean.",
    );
  });

  it('know the older names', () => {
    const variables: Record<string, string> = { DBT_NO_PRINT: '1', DBT_ARTIFACT_STATE_PATH: 'x' };
    const { replaced, oldVariables } = readEnvironment(run, (name) => variables[name]);
    expect(Object.fromEntries(replaced)).toEqual({ print: false, state: 'x' });
    expect(oldVariables[0]).toEqual({ oldName: 'DBT_NO_PRINT', newName: 'DBT_ENGINE_PRINT' });
  });
});
