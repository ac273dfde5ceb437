import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import { flagDefaults, PROJECT_FLAG_DEFAULTS } from './defaults.ts';
import { warnErrorOptions } from './warn-error-options.ts';

type Values = Readonly<Record<string, unknown>>;

export interface ResolveFlagsOptions {
  readonly command: string;
  /** Set by the caller: from options and environment, under dbt's names. */
  readonly given: Values;
  /** `flags:` of dbt_project.yml. */
  readonly projectFlags: Values;
}

/** Settings that follow another one unless they are set themselves. */
const FOLLOWERS: readonly (readonly [lead: string, follower: string])[] = [
  ['use_colors', 'use_colors_file'],
  ['log_level', 'log_level_file'],
  ['log_format', 'log_format_file'],
];

const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['warn_error', 'warn_error_options'],
  ['select', 'inline'],
  ['selector', 'inline'],
];

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

function checkExclusive(given: Values): void {
  for (const [first, second] of EXCLUSIVE) {
    if (!isGiven(given[first]) || !isGiven(given[second])) continue;
    const message = `${second}: not allowed with argument ${first}`;
    throw new DiagnosticError(diagnostic('C001', message, { hint: 'Give one of the two.' }));
  }
  const hasStart = isGiven(given['event_time_start']);
  if (hasStart !== isGiven(given['event_time_end'])) {
    const [there, missing] = hasStart ? ['start', 'end'] : ['end', 'start'];
    const message = `The flag \`--event-time-${there}\` was specified, but \`--event-time-${missing}\` was not. When specifying \`--event-time-${there}\`, \`--event-time-${missing}\` must also be present.`;
    throw new DiagnosticError(diagnostic('C001', message, { hint: 'Give both, or none.' }));
  }
}

function checkNames(options: ResolveFlagsOptions, defaults: Values): void {
  for (const name of Object.keys(options.given)) {
    if (name in defaults) continue;
    throw new DiagnosticError(
      diagnostic('C002', `the command ${options.command} has no option '${name}'`, {
        hint: 'Look at the help of the command.',
      }),
    );
  }
}

/**
 * Every flag of a command under its snake_case name: what the caller set, else what the project's `flags:` say, else dbt's
 * default. Throws a `DiagnosticError` for options that exclude each other or that the command does not have.
 */
export function resolveFlags(options: ResolveFlagsOptions): Values {
  const { given, projectFlags } = options;
  const defaults = flagDefaults(options.command);
  checkNames(options, defaults);
  checkExclusive(given);
  const flags: Record<string, unknown> = { ...defaults, ...PROJECT_FLAG_DEFAULTS };
  for (const name of Object.keys(flags)) {
    const value = given[name] ?? projectFlags[name];
    if (value !== undefined && value !== null) flags[name] = value;
  }
  for (const [lead, follower] of FOLLOWERS) {
    const isSet = (name: string) => (given[name] ?? projectFlags[name]) !== undefined;
    if (isSet(lead) && !isSet(follower)) flags[follower] = flags[lead];
  }
  flags['warn_error_options'] = warnErrorOptions(flags['warn_error_options']);
  return flags;
}

/** Flags that dbt leaves out of the record of a run while they are false. */
const LEFT_OUT_WHEN_FALSE = new Set([
  'debug',
  'full_refresh',
  'fail_fast',
  'warn_error',
  'single_threaded',
  'log_cache_events',
  'store_failures',
  'use_experimental_parser',
]);

/** `args` of run_results.json: the flags that are set. */
export function recordedArgs(flags: Values): Values {
  return Object.fromEntries(
    Object.entries(flags).filter(
      ([name, value]) =>
        value !== null && value !== undefined && !(value === false && LEFT_OUT_WHEN_FALSE.has(name)),
    ),
  );
}
