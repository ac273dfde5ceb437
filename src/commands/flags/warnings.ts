import {
  type Code,
  type Diagnostic,
  DiagnosticError,
  type DiagnosticSink,
  warningEvent,
} from '../../diagnostics/index.ts';
import type { EventSink, Invocation } from '../../domain/index.ts';
import type { WarnErrorOptions } from './warn-error-options.ts';

type Verdict = 'error' | 'warn' | 'silence';

/**
 * Warnings that dbt does not have, or has later. They fail a run only where somebody names their code: a project that
 * passes `dbt --warn-error` must pass here.
 */
const OWN_WARNINGS: ReadonlySet<Code> = new Set<Code>(['N017', 'N018', 'N030']);

/**
 * What `--warn-error` and its options make of a warning. A name (dbt's of the event, or our code) wins over `Deprecations`,
 * that over `all`; silence wins over warn, and warn over error.
 */
export function warningVerdict(invocation: Invocation, diagnostic: Diagnostic): Verdict {
  const isOwn = OWN_WARNINGS.has(diagnostic.code);
  if (invocation.flags['WARN_ERROR'] === true) return isOwn ? 'warn' : 'error';
  const options = invocation.flags['WARN_ERROR_OPTIONS'] as WarnErrorOptions | undefined;
  if (options === undefined) return 'warn';
  const { name } = warningEvent(diagnostic);
  const lists: readonly (readonly [Verdict, readonly string[]])[] = [
    ['silence', options.silence],
    ['warn', options.warn],
    ['error', typeof options.error === 'string' ? [options.error] : options.error],
  ];
  const levels = isOwn
    ? [[diagnostic.code]]
    : [[name, diagnostic.code], name.endsWith('Deprecation') ? ['Deprecations'] : [], ['all', '*']];
  for (const names of levels) {
    for (const [verdict, list] of lists) if (names.some((each) => list.includes(each))) return verdict;
  }
  return 'warn';
}

/** A warning as the error that it counts as; dbt's sentence still says that it is one. */
export function asError(diagnostic: Diagnostic): DiagnosticError {
  const dbtMessage = `[WARNING]: ${diagnostic.dbtMessage}`;
  return new DiagnosticError({ ...diagnostic, severity: 'error', kind: 'Compilation Error', dbtMessage });
}

/** Passes diagnostics on as events; a warning that counts as an error is thrown. */
export function warningSink(invocation: Invocation, events: EventSink): DiagnosticSink {
  return {
    report(diagnostic: Diagnostic) {
      const verdict = diagnostic.severity === 'warning' ? warningVerdict(invocation, diagnostic) : 'warn';
      if (verdict === 'error') throw asError(diagnostic);
      if (verdict === 'warn') events({ type: 'diagnostic', diagnostic });
    },
  };
}
