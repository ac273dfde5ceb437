import type { CommandSpec } from '../command-table.ts';
import { convert, isFailure, type OptionValue, optionLabel } from './convert.ts';
import { globalOptions } from './global-options.ts';
import { type OptionSpec, variablesOf } from './option.ts';
import type { GivenOptions } from './parse-argv.ts';
import { UsageError } from './usage-error.ts';

type Get = (name: string) => string | undefined;

export interface OldVariable {
  /** `DBT_NO_PRINT`. */
  readonly oldName: string;
  /** `DBT_ENGINE_PRINT`. */
  readonly newName: string;
}

export interface FromEnvironment {
  readonly given: GivenOptions;
  /** What older variables set: it wins over the command line. */
  readonly replaced: GivenOptions;
  readonly oldVariables: readonly OldVariable[];
}

function readVariable(spec: OptionSpec, get: Get, commandPath: string): OptionValue | undefined {
  const name = variablesOf(spec).find((each) => (get(each) ?? '') !== '');
  if (name === undefined) return undefined;
  const value = convert(spec, get(name) as string);
  if (!isFailure(value)) return value;
  throw new UsageError(`Invalid value for ${optionLabel(spec)}: ${value.failure}`, commandPath);
}

/** What an older variable means for the option of now. */
function meaning(name: string, value: OptionValue): OptionValue {
  if (name === 'deprecated_print') return value === false;
  if (name === 'deprecated_state') return value;
  return /^(1|true|t|yes|y|on)$/i.test(String(value));
}

function newVariable(spec: OptionSpec): string {
  const current = globalOptions.find((each) => each.name === spec.replacedBy) as OptionSpec;
  return variablesOf(current)[0] as string;
}

/**
 * Options that environment variables set: `DBT_ENGINE_X` wins over `DBT_X`; an empty variable counts as not set.
 *
 * @throws UsageError when a variable holds what its option cannot take
 */
export function readEnvironment(command: CommandSpec, get: Get): FromEnvironment {
  const given = new Map<string, OptionValue>();
  const replaced = new Map<string, OptionValue>();
  const oldVariables: OldVariable[] = [];
  const scopes = [
    { path: 'sluice', specs: globalOptions },
    { path: `sluice ${command.name}`, specs: command.options },
  ];
  for (const { path, specs } of scopes) {
    for (const spec of specs) {
      const value = readVariable(spec, get, path);
      if (value === undefined) continue;
      if (spec.replacedBy === undefined) given.set(spec.name, value);
      else {
        replaced.set(spec.replacedBy, meaning(spec.name, value));
        oldVariables.push({ oldName: `DBT_${spec.env}`, newName: newVariable(spec) });
      }
    }
  }
  return { given, replaced, oldVariables };
}

/** Names that dbt reads besides those of its options. */
const OTHER_NAMES = [
  'INVOCATION_ENV',
  'RECORDED_FILE_PATH',
  'TEST_STATE_MODIFIED',
  'PACKAGE_HUB_URL',
  'DOWNLOAD_DIR',
  'PP_FILE_DIFF_TEST',
  'PP_TEST',
];

/** Variables that begin with dbt's reserved prefix and mean nothing, in the order in which they are set. */
export function unknownVariables(names: readonly string[], specs: readonly OptionSpec[]): readonly string[] {
  const known = new Set([...OTHER_NAMES, ...specs.flatMap(({ env }) => env ?? [])]);
  return names.filter((name) => name.startsWith('DBT_ENGINE_') && !known.has(name.slice(11)));
}
