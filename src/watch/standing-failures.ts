import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckReport, NodeResult, StandingFailure, UniqueId } from '../domain/index.ts';

const FAILED: ReadonlySet<NodeResult['status']> = new Set(['error', 'fail', 'partial success']);
const PASSED: ReadonlySet<NodeResult['status']> = new Set(['success', 'pass', 'warn', 'no-op']);

/** What is wrong, from the save that broke it to the one that mends it. */
export interface StandingFailures {
  /** Oldest first. */
  all(): readonly StandingFailure[];
  /** Ids of nodes and tests that failed when they were run. */
  failedRuns(): readonly UniqueId[];
  parseFailed(diagnostics: readonly Diagnostic[]): void;
  parsed(): void;
  databaseFailed(diagnostics: readonly Diagnostic[]): void;
  databaseOpened(): void;
  checked(report: CheckReport): void;
  ran(results: readonly NodeResult[]): void;
  /** Forgets what is no longer part of the project. */
  keep(isThere: (id: UniqueId) => boolean): void;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function sentenceOf(result: NodeResult): string {
  const { diagnostics, failures, message, status } = result;
  if (status === 'fail' && failures !== null)
    return `${failures.toLocaleString('en')} failing ${failures === 1 ? 'row' : 'rows'}`;
  return firstLine(diagnostics[0]?.message ?? message ?? status);
}

export function createStandingFailures(now: () => Date): StandingFailures {
  const found = new Map<string, StandingFailure>();
  const put = (key: string, failure: Omit<StandingFailure, 'since'>) => {
    const since = found.get(key)?.since ?? now();
    found.set(key, { ...failure, since });
  };
  const whole = (kind: 'parse' | 'database', name: string, diagnostics: readonly Diagnostic[]) =>
    put(kind, { uniqueId: null, name, kind, message: diagnostics[0]?.message ?? name, diagnostics });
  return {
    all: () => [...found.values()].sort((a, b) => a.since.getTime() - b.since.getTime()),
    failedRuns: () =>
      [...found.values()].flatMap(({ kind, uniqueId }) =>
        uniqueId !== null && (kind === 'build' || kind === 'test') ? [uniqueId] : [],
      ),
    parseFailed: (diagnostics) => whole('parse', 'project', diagnostics),
    parsed: () => void found.delete('parse'),
    databaseFailed: (diagnostics) => whole('database', 'database', diagnostics),
    databaseOpened: () => void found.delete('database'),
    checked(report) {
      for (const { node, status, diagnostics } of report.results) {
        const { uniqueId, name } = node;
        const key = `check ${uniqueId}`;
        if (status === 'error') {
          const errors = diagnostics.filter((each) => each.severity === 'error');
          const message = errors[0]?.message ?? 'it would fail';
          put(key, { uniqueId, name, kind: 'check', message, diagnostics: errors });
        } else if (status !== 'skipped') found.delete(key);
      }
    },
    ran(results) {
      for (const result of results) {
        const { node, status, diagnostics } = result;
        const { uniqueId, name } = node;
        const key = `run ${uniqueId}`;
        const kind = node.resourceType === 'test' || node.resourceType === 'unit_test' ? 'test' : 'build';
        if (FAILED.has(status)) put(key, { uniqueId, name, kind, message: sentenceOf(result), diagnostics });
        else if (PASSED.has(status)) found.delete(key);
      }
    },
    keep(isThere) {
      for (const [key, { uniqueId }] of found) if (uniqueId !== null && !isThere(uniqueId)) found.delete(key);
    },
  };
}
