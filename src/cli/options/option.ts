/**
 * How an option is written:
 * `switch` has a `--no-` form; `flag` has none; `list` takes every word up to the next option, and may be repeated;
 * `yaml` is kept as text here and read where YAML is loaded; `time` is text of one of dbt's forms.
 */
export type OptionKind =
  | 'switch'
  | 'flag'
  | 'text'
  | 'integer'
  | 'choice'
  | 'list'
  | 'choices'
  | 'yaml'
  | 'time';

/** What must lie at a path: anything, a file, no file (a folder that may be missing), or no folder. */
export type PathKind = 'existing' | 'existingFile' | 'folder' | 'file';

/** One option of the command line, with dbt's names. What it means and its default stand in the commands room. */
export interface OptionSpec {
  /** dbt's name of the flag: `full_refresh`. */
  readonly name: string;
  readonly kind: OptionKind;
  /** Long forms with their dashes, the main one first. */
  readonly long: readonly string[];
  /** Short forms: `-f`. Those of a `switch` stand for its positive form. */
  readonly short?: readonly string[];
  /** The environment variable without its prefix: `FULL_REFRESH` is read from DBT_ENGINE_FULL_REFRESH, then DBT_FULL_REFRESH. */
  readonly env?: string;
  /** Whether the variable has no name without `ENGINE_`: it is newer than that prefix. */
  readonly engineOnly?: true;
  /** This is an older variable of another option, which it sets. It cannot be written on the command line. */
  readonly replacedBy?: string;
  /** What a path must be. */
  readonly path?: PathKind;
  readonly help: string;
  readonly hidden?: boolean;
  readonly choices?: readonly string[];
  /** What stands for the value in help: `DIR`. */
  readonly metavar?: string;
}

type Details = Omit<OptionSpec, 'name' | 'kind' | 'help' | 'long'> & { readonly long?: readonly string[] };

function dashed(name: string): string {
  return `--${name.replaceAll('_', '-')}`;
}

/** Makes one entry of the option table; its long form follows from its name unless given. */
export function option(name: string, kind: OptionKind, help: string, details: Details = {}): OptionSpec {
  return Object.freeze({ ...details, name, kind, help, long: details.long ?? [dashed(name)] });
}

/** The `--no-` form of a switch. */
export function negativeForm(spec: OptionSpec): string | undefined {
  return spec.kind === 'switch' ? (spec.long[0] as string).replace('--', '--no-') : undefined;
}

/** The environment variables of an option, the one that wins first. */
export function variablesOf({ env, engineOnly }: OptionSpec): readonly string[] {
  if (env === undefined) return [];
  return engineOnly === true ? [`DBT_ENGINE_${env}`] : [`DBT_ENGINE_${env}`, `DBT_${env}`];
}
