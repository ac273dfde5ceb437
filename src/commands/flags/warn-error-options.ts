import { isMapping, mappingRecord, nearest } from '../../base/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import { EVENT_NAMES, NEWER_EVENT_NAMES } from './event-names.ts';

/** Which warnings are errors, as dbt writes it: event names, or `all`. */
export interface WarnErrorOptions {
  readonly error: readonly string[] | string;
  readonly warn: readonly string[];
  readonly silence: readonly string[];
}

const KEYS = ['include', 'exclude', 'error', 'warn', 'silence'];

function refuse(sentence: string, hint: string): never {
  throw new DiagnosticError(diagnostic('C003', sentence, { hint, dbtMessage: sentence }));
}

function names(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

const CODE = /^[A-Z]\d{3}$/;

/** Names must be those of events, `Deprecations`, or our own codes; those of dbt's newer engine are left out. */
function knownNames(list: readonly string[]): readonly string[] {
  const known = list.filter((name) => !NEWER_EVENT_NAMES.has(name));
  for (const name of known) {
    if (EVENT_NAMES.has(name) || name === 'Deprecations' || CODE.test(name)) continue;
    const guess = nearest(name, EVENT_NAMES);
    refuse(
      `${name} is not a valid dbt error name.`,
      guess === undefined ? "Names are those of dbt's events." : `Did you mean ${guess}?`,
    );
  }
  return known;
}

function isAll(error: unknown): error is string {
  return error === 'all' || error === '*';
}

function checkWarn({ error, warn, silence }: WarnErrorOptions): void {
  if (warn.length === 0 || isAll(error)) return;
  if (error.includes('Deprecations') || silence.includes('Deprecations')) return;
  refuse(
    "`warn` can only be specified if `error` is one of ('all', '*') or Deprecations is in `error` or silence.",
    'Set error to "all", or leave out warn.',
  );
}

/** The older names of keys, for which there is a warning. */
export function olderKeys(value: unknown): Diagnostic | undefined {
  if (!isMapping(value)) return undefined;
  const given = mappingRecord(value);
  const isOld = { found_include: 'include' in given, found_exclude: 'exclude' in given };
  const found = ['include', 'exclude'].filter((key) => key in given);
  if (found.length === 0) return undefined;
  const advice = [
    isOld.found_include ? ' Please use `error` instead of `include`.' : '',
    isOld.found_exclude ? ' Please use `warn` instead of `exclude`.' : '',
  ].join('');
  const listed = found.map((key) => `\`${key}\``).join(' and ');
  return diagnostic('C014', `warn_error_options has ${listed}`, {
    hint: 'Use error and warn.',
    dbtMessage: `Found ${listed} in \`warn_error_options\` specification.${advice}`,
    fields: isOld,
  });
}

function checkKeys(given: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(given)) {
    if (!KEYS.includes(key))
      refuse(`warn_error_options has no key '${key}'`, 'Its keys are error, warn and silence.');
  }
  for (const [older, newer] of [
    ['include', 'error'],
    ['exclude', 'warn'],
  ] as const) {
    if (names(given[older]).length > 0 && names(given[newer]).length > 0)
      refuse(
        `Only \`${older}\` or \`${newer}\` can be specified in \`warn_error_options\`, not both`,
        `Use ${newer}.`,
      );
  }
}

/** Brings `--warn-error-options` into one shape: `include` and `exclude` are the older names of `error` and `warn`. */
export function warnErrorOptions(value: unknown): WarnErrorOptions {
  if (value === undefined || value === null) return { error: [], warn: [], silence: [] };
  if (!isMapping(value)) refuse('warn_error_options is not a mapping', 'Write it like {"error": "all"}.');
  const given = mappingRecord(value);
  checkKeys(given);
  const error = given['error'] ?? given['include'];
  if (typeof error === 'string' && !isAll(error))
    refuse("error must be one of ('all', '*') or a list of strings", 'Write it like {"error": "all"}.');
  const options = {
    error: isAll(error) ? error : knownNames(names(error)),
    warn: knownNames(names(given['warn'] ?? given['exclude'])),
    silence: knownNames(names(given['silence'])),
  };
  checkWarn(options);
  return options;
}
