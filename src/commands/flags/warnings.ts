import { type Code, type Diagnostic, DiagnosticError, type DiagnosticSink } from '../../diagnostics/index.ts';
import type { EventSink, Invocation } from '../../domain/index.ts';
import type { WarnErrorOptions } from './warn-error-options.ts';

/** dbt's names of warnings: what `--warn-error-options` lists. */
const EVENT_NAMES: Partial<Record<Code, string>> = {
  S004: 'NoNodesForSelectionCriteria',
};

type Verdict = 'error' | 'warn' | 'silence';

/** What `--warn-error` and its options make of a warning: a name wins over `all`, and silence and warn over error. */
export function warningVerdict(invocation: Invocation, code: Code): Verdict {
  if (invocation.flags['WARN_ERROR'] === true) return 'error';
  const options = invocation.flags['WARN_ERROR_OPTIONS'] as WarnErrorOptions | undefined;
  if (options === undefined) return 'warn';
  const names = [EVENT_NAMES[code], code].filter((each) => each !== undefined);
  const isIn = (list: readonly string[]) => names.some((name) => list.includes(name));
  if (isIn(options.silence)) return 'silence';
  if (isIn(options.warn)) return 'warn';
  const { error } = options;
  return typeof error === 'string' || isIn(error) ? 'error' : 'warn';
}

/** Passes diagnostics on as events; a warning that counts as an error is thrown. */
export function warningSink(invocation: Invocation, events: EventSink): DiagnosticSink {
  return {
    report(diagnostic: Diagnostic) {
      const verdict =
        diagnostic.severity === 'warning' ? warningVerdict(invocation, diagnostic.code) : 'warn';
      if (verdict === 'error') throw new DiagnosticError({ ...diagnostic, severity: 'error' });
      if (verdict === 'warn') events({ type: 'diagnostic', diagnostic });
    },
  };
}
