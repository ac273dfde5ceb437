import type { Invocation } from '../domain/index.ts';

/** Whether a flag is set; `otherwise` when the command does not know it. */
export function isFlagSet(invocation: Invocation, name: string, otherwise = false): boolean {
  const value = invocation.flags[name];
  return typeof value === 'boolean' ? value : otherwise;
}

function names(options: unknown, key: string): readonly string[] {
  const value = (options as Readonly<Record<string, unknown>> | null | undefined)?.[key];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

/**
 * Whether a warning of this dbt event name counts as an error: `--warn-error`, or `--warn-error-options`, where a name
 * wins over `all` and `silence` and `warn` win over `error`.
 */
export function isWarningAnError(invocation: Invocation, eventName: string): boolean {
  if (isFlagSet(invocation, 'WARN_ERROR')) return true;
  const options = invocation.flags['WARN_ERROR_OPTIONS'];
  if (names(options, 'silence').includes(eventName) || names(options, 'warn').includes(eventName))
    return false;
  const errors = names(options, 'error');
  return errors.includes(eventName) || errors.includes('all') || errors.includes('*');
}
