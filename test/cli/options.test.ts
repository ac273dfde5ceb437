import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CommandSpec, commandTable, typedName } from '../../src/cli/command-table.ts';
import { globalOptions } from '../../src/cli/options/global-options.ts';
import { negativeForm, type OptionKind, type OptionSpec, variablesOf } from '../../src/cli/options/option.ts';

interface DbtOption {
  readonly name: string;
  readonly forms: readonly string[];
  readonly negative: readonly string[];
  readonly variables: readonly string[];
  readonly type: string;
  readonly multiple: boolean;
  readonly choices?: readonly string[];
  readonly path?: { readonly exists: boolean; readonly file: boolean; readonly folder: boolean };
  /** Absent for a word without dashes. */
  readonly flag?: boolean;
  readonly hidden?: boolean;
}

interface Golden {
  readonly root: readonly string[];
  readonly commands: Readonly<Record<string, { readonly options: readonly string[] }>>;
  readonly options: Readonly<Record<string, DbtOption>>;
}

const golden: Golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden', 'options.json'), 'utf8'));

/** dbt's types and the kinds that stand for them. */
const KINDS: Readonly<Record<string, readonly OptionKind[]>> = {
  BoolParamType: ['switch', 'flag'],
  StringParamType: ['text'],
  Path: ['text'],
  Package: ['text'],
  SampleType: ['text'],
  IntParamType: ['integer'],
  Choice: ['choice'],
  ChoiceTuple: ['choices'],
  FuncParamType: ['list'],
  YAML: ['yaml'],
  WarnErrorOptionsType: ['yaml'],
  SqlParseOptionsType: ['yaml'],
  DateTime: ['time'],
};

function pathOf({ path }: OptionSpec) {
  if (path === undefined) return { exists: false, file: true, folder: true };
  return {
    exists: path.startsWith('existing'),
    file: path !== 'folder',
    folder: path !== 'existingFile' && path !== 'file',
  };
}

function described(spec: OptionSpec, like: DbtOption) {
  return {
    name: spec.name,
    forms: [...spec.long, ...(spec.short ?? [])].sort(),
    negative: [negativeForm(spec)].filter((form) => form !== undefined),
    variables: variablesOf(spec),
    type: KINDS[like.type]?.includes(spec.kind) === true ? like.type : spec.kind,
    multiple: spec.kind === 'list' || spec.kind === 'choices',
    flag: spec.kind === 'switch' || spec.kind === 'flag',
    hidden: spec.hidden === true,
    ...(spec.choices === undefined ? {} : { choices: [...spec.choices].sort() }),
    ...(like.path === undefined ? {} : { path: pathOf(spec) }),
  };
}

/** Options that dbt answers before it looks at anything else, and those of the root alone. */
const ROOT_ONLY = new Set(['version', 'show_resource_report']);

function compare(specs: readonly OptionSpec[], wanted: readonly DbtOption[]): number {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  for (const option of wanted) {
    const spec = byName.get(option.name);
    if (spec === undefined) expect.fail(`no option ${option.name}`);
    byName.delete(option.name);
    // Older environment variables: nobody may write these options, so that their forms are of no account.
    if (spec.replacedBy !== undefined) expect(variablesOf(spec)).toEqual(option.variables);
    else expect(described(spec, option)).toEqual(option);
  }
  expect([...byName.keys()].filter((name) => !OWN.has(name))).toEqual([]);
  return wanted.length;
}

const of = (keys: readonly string[]) => keys.map((key) => golden.options[key] as DbtOption);
const rootNames = new Set(of(golden.root).map(({ name }) => name));

/** Options of our own, which dbt does not have. */
const OWN = new Set([
  'failing_rows',
  'atomic',
  'confine',
  'notify',
  'open',
  'retries',
  'retry_delay',
  'wait',
]);

function commandTyped(name: string): CommandSpec | undefined {
  return commandTable.find((each) => typedName(each) === name || each.aliases?.includes(name) === true);
}

describe('the options of the command line', () => {
  it('are those of dbt before the command', () => {
    const seen = compare(
      globalOptions,
      of(golden.root).filter(({ name }) => name !== 'version'),
    );
    expect(seen).toBeGreaterThan(45);
  });

  const built = Object.entries(golden.commands)
    .map(([name, { options }]) => ({ name, options: of(options), spec: commandTyped(name) }))
    .filter((each): each is typeof each & { spec: CommandSpec } => each.spec !== undefined);

  it.each(built)('are those of dbt behind $name', ({ options, spec }) => {
    const own = options.filter(({ name, flag }) => !rootNames.has(name) && flag !== undefined);
    compare(spec.options, own);
    const missing = [...rootNames].filter((name) => !options.some((each) => each.name === name));
    expect(missing.filter((name) => !ROOT_ONLY.has(name))).toEqual([]);
    const words = options.filter(({ flag }) => flag === undefined);
    expect(words.map(({ name }) => name)).toEqual(spec.argument === undefined ? [] : [spec.argument.name]);
  });

  it('are compared for every command that there is', () => {
    expect(built.length).toBeGreaterThan(12);
  });
});
