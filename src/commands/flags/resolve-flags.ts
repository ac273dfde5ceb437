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
  /** `flags` of the user's own settings, which come last. */
  readonly userFlags: Values;
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

function refuse(message: string, hint: string): never {
  throw new DiagnosticError(diagnostic('C001', message, { hint }));
}

/** Both ends of a window of time, or none, and in order. */
function checkWindow(start: unknown, end: unknown): void {
  const hasStart = isGiven(start);
  if (hasStart !== isGiven(end)) {
    const [there, missing] = hasStart ? ['start', 'end'] : ['end', 'start'];
    refuse(
      `The flag \`--event-time-${there}\` was specified, but \`--event-time-${missing}\` was not. When specifying \`--event-time-${there}\`, \`--event-time-${missing}\` must also be present.`,
      'Give both, or none.',
    );
  }
  const moment = (text: unknown) => String(text).replace(' ', 'T');
  if (hasStart && moment(start) >= moment(end))
    refuse('Value for `--event-time-start` must be less than `--event-time-end`', 'Exchange the two.');
}

/** What someone set, wherever: on the command line, in the project or in the user's settings. */
function checkExclusive(set: Values): void {
  for (const [first, second] of EXCLUSIVE) {
    if (isGiven(set[first]) && isGiven(set[second]))
      refuse(`${second}: not allowed with argument ${first}`, 'Give one of the two.');
  }
  checkWindow(set['event_time_start'], set['event_time_end']);
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
  const { given, projectFlags, userFlags } = options;
  const defaults = flagDefaults(options.command);
  checkNames(options, defaults);
  const set: Record<string, unknown> = {};
  for (const name of [...Object.keys(defaults), ...Object.keys(PROJECT_FLAG_DEFAULTS)]) {
    const value = given[name] ?? projectFlags[name] ?? (name in defaults ? userFlags[name] : undefined);
    if (value !== undefined && value !== null) set[name] = value;
  }
  checkExclusive(set);
  const flags: Record<string, unknown> = { ...defaults, ...PROJECT_FLAG_DEFAULTS, ...set };
  for (const [lead, follower] of FOLLOWERS) {
    if (lead in set && !(follower in set)) flags[follower] = flags[lead];
  }
  flags['warn_error_options'] = warnErrorOptions(flags['warn_error_options']);
  return flags;
}

/** Flags that dbt leaves out of the record of a run while they are false. */
const LEFT_OUT_WHEN_FALSE = new Set([
  'atomic',
  'confine',
  'debug',
  'full_refresh',
  'fail_fast',
  'warn_error',
  'single_threaded',
  'log_cache_events',
  'open',
  'require_event_names_in_deprecations',
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
