import { isMapping, mappingRecord } from '../../base/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';

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

/** Brings `--warn-error-options` into one shape: `include` and `exclude` are the older names of `error` and `warn`. */
export function warnErrorOptions(value: unknown): WarnErrorOptions {
  if (value === undefined || value === null) return { error: [], warn: [], silence: [] };
  if (!isMapping(value)) refuse('warn_error_options is not a mapping', 'Write it like {"error": "all"}.');
  const given = mappingRecord(value);
  for (const key of Object.keys(given)) {
    if (!KEYS.includes(key))
      refuse(`warn_error_options has no key '${key}'`, 'Its keys are error, warn and silence.');
  }
  for (const [older, newer] of [
    ['include', 'error'],
    ['exclude', 'warn'],
  ] as const) {
    if (given[older] !== undefined && given[newer] !== undefined)
      refuse(
        `Only \`${newer}\` or \`${older}\` can be specified in \`warn_error_options\`, not both`,
        `Use ${newer}.`,
      );
  }
  const error = given['error'] ?? given['include'];
  const isAll = error === 'all' || error === '*';
  return {
    error: isAll ? (error as string) : names(error),
    warn: names(given['warn'] ?? given['exclude']),
    silence: names(given['silence']),
  };
}
