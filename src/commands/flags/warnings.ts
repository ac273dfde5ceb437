import {
  type Code,
  type Diagnostic,
  DiagnosticError,
  type DiagnosticSink,
  type WarningEvent,
  warningEvent,
} from '../../diagnostics/index.ts';
import type { Event, EventSink, Invocation } from '../../domain/index.ts';
import type { WarnErrorOptions } from './warn-error-options.ts';

type Verdict = 'error' | 'warn' | 'silence';

/**
 * Warnings that dbt does not have or has later. They fail a run only where somebody names their code: a project that
 * passes `dbt --warn-error` must pass here.
 */
const OWN_WARNINGS: ReadonlySet<Code> = new Set<Code>([
  'N003',
  'N017',
  'N018',
  'N030',
  'N047',
  'N062',
  'N063',
  'G003',
]);

/**
 * What `--warn-error` and its options make of a warning. A name (dbt's of the event, or our code) wins over `Deprecations`,
 * that over `all`; silence wins over warn, and warn over error.
 */
export function warningVerdict(invocation: Invocation, diagnostic: Diagnostic): Verdict {
  const isOwn = OWN_WARNINGS.has(diagnostic.code);
  if (invocation.flags['WARN_ERROR'] === true) return isOwn ? 'warn' : 'error';
  const options = invocation.flags['WARN_ERROR_OPTIONS'] as WarnErrorOptions | undefined;
  if (options === undefined) return 'warn';
  const { name, code } = warningEvent(diagnostic);
  const lists: readonly (readonly [Verdict, readonly string[]])[] = [
    ['silence', options.silence],
    ['warn', options.warn],
    ['error', typeof options.error === 'string' ? [options.error] : options.error],
  ];
  const levels = isOwn
    ? [[diagnostic.code]]
    : [[name, diagnostic.code], code.startsWith('D') ? ['Deprecations'] : [], ['all', '*']];
  for (const names of levels) {
    for (const [verdict, list] of lists) if (names.some((each) => list.includes(each))) return verdict;
  }
  return 'warn';
}

/** A warning as the error that it counts as; dbt's sentence still says that it is one. */
export function asError(diagnostic: Diagnostic): DiagnosticError {
  const tag = warningEvent(diagnostic).isTagged ? '[WARNING]: ' : '';
  const dbtMessage = `${tag}${diagnostic.dbtMessage}`;
  return new DiagnosticError({ ...diagnostic, severity: 'error', kind: 'Compilation Error', dbtMessage });
}

/** The warnings of one call. */
export interface Warnings {
  /** Passes diagnostics on as events; a warning that counts as an error is thrown. */
  readonly sink: DiagnosticSink;
  /** The deprecations that were met, in dbt's words; nothing when there were none. */
  readonly summary: () => readonly Event[];
}

interface Met {
  readonly event: WarningEvent;
  count: number;
}

const SHOW_ALL =
  '\n\nTo see all deprecation instances instead of just the first occurrence of each, run command again with the `--show-all-deprecations` flag. You may also need to run with `--no-partial-parse` as some deprecations are only encountered during parsing.';

function summaryEvent(met: readonly Met[], showsAll: boolean): Event {
  const lines = met.map(
    ({ event, count }) => `\n\n- ${event.name}: ${count} ${count === 1 ? 'occurrence' : 'occurrences'}`,
  );
  return {
    type: 'message',
    level: 'warn',
    name: 'DeprecationsSummary',
    text: `Summary of encountered deprecations:${lines.join('')}${showsAll ? '' : SHOW_ALL}`,
    data: {
      summaries: met.map(({ event, count }) => ({
        event_name: event.name,
        event_code: event.code,
        occurrences: count,
      })),
      show_all_hint: !showsAll,
    },
  };
}

/** What becomes of warnings. Of each deprecation only the first is told, unless `--show-all-deprecations`. */
export function createWarnings(invocation: Invocation, events: EventSink): Warnings {
  const met = new Map<string, Met>();
  const showsAll = invocation.flags['SHOW_ALL_DEPRECATIONS'] === true;
  /** Whether this is the first of its kind. */
  const count = (diagnostic: Diagnostic): boolean => {
    const event = warningEvent(diagnostic);
    if (!event.isDeprecation) return true;
    const key = diagnostic.deprecation ?? event.name;
    const known = met.get(key);
    if (known === undefined) met.set(key, { event, count: 1 });
    else known.count++;
    return known === undefined || showsAll;
  };
  return {
    sink: {
      report(diagnostic: Diagnostic) {
        const isWarning = diagnostic.severity === 'warning';
        const verdict = isWarning ? warningVerdict(invocation, diagnostic) : 'warn';
        if (verdict === 'error') throw asError(diagnostic);
        const isTold = !isWarning || count(diagnostic);
        if (verdict === 'warn' && isTold) events({ type: 'diagnostic', diagnostic });
      },
    },
    summary: () => (met.size === 0 ? [] : [summaryEvent([...met.values()], showsAll)]),
  };
}
