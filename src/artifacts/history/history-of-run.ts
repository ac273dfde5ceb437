import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Files } from '../../host/index.ts';
import { type Json, jsonRecord, readEarlierFile } from '../state/earlier-file.ts';
import type { HistoryEntry } from './history.ts';

/** Commands whose results say something about nodes; the others only compile. */
const RUNS: ReadonlySet<unknown> = new Set(['run', 'build', 'test', 'seed', 'snapshot', 'retry']);

const KIND = { name: 'run-results', className: 'RunResultsArtifact', version: 6, oldest: 4 };

function read(files: Files, path: string): Json | undefined {
  try {
    return readEarlierFile(files, path, KIND)?.content;
  } catch (error) {
    // Nobody named this file: what cannot be read is as if it were not there.
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function moment(value: unknown): number {
  return Date.parse(text(value) ?? '');
}

function startsOf(results: readonly Json[]): readonly number[] {
  return results.map(({ timing }) =>
    moment(jsonRecord((timing as readonly unknown[] | undefined)?.[0])['started_at']),
  );
}

/**
 * The results of a `run_results.json` as entries of the history, for projects that something else has run. None when the file
 * is not there, cannot be read, or is not of a run.
 */
export function historyOfRunResults(files: Files, path: string): readonly HistoryEntry[] {
  const content = read(files, path);
  const { metadata, args, results } = jsonRecord(content);
  const { which, target } = jsonRecord(args);
  if (!RUNS.has(which) || !Array.isArray(results)) return [];
  const all = results.map(jsonRecord);
  const starts = startsOf(all);
  const first = Math.min(...starts.filter((each) => !Number.isNaN(each)));
  if (!Number.isFinite(first)) return [];
  const shared = {
    at: new Date(first).toISOString(),
    invocation: text(jsonRecord(metadata)['invocation_id']) ?? '',
    command: String(which),
    target: text(target) ?? '',
  };
  return all.flatMap((result, index): HistoryEntry[] => {
    const uniqueId = text(result['unique_id']);
    const status = text(result['status']);
    if (uniqueId === null || status === null || uniqueId.startsWith('operation.')) return [];
    const start = starts[index] ?? Number.NaN;
    const isWell = ['success', 'pass', 'no-op', 'skipped'].includes(status);
    return [
      {
        ...shared,
        uniqueId,
        status,
        seconds: number(result['execution_time']) ?? 0,
        rows: number(jsonRecord(result['adapter_response'])['rows_affected']),
        failures: number(result['failures']),
        start: Number.isNaN(start) ? null : (start - first) / 1000,
        thread: text(result['thread_id']),
        message: isWell ? null : (text(result['message'])?.trim().split('\n')[0] ?? null),
      },
    ];
  });
}
