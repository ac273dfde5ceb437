import type { BatchResults, BatchWindow, TimestampValue } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import { type ArtifactKind, jsonRecord, readEarlierFile, refuseContent } from '../state/earlier-file.ts';

/** What later commands need of an earlier run: `result:` selection and retries. */
export interface EarlierResult {
  readonly uniqueId: string;
  readonly status: string;
  /** Of a microbatch model. */
  readonly batches: BatchResults | null;
}

export interface EarlierRun {
  /** dbt's name of the command that made it. */
  readonly command: string | null;
  /** When it began; null where that is not written. */
  readonly startedAt: Date | null;
  readonly args: Readonly<Record<string, unknown>>;
  readonly results: readonly EarlierResult[];
}

const RUN_RESULTS: ArtifactKind = {
  name: 'run-results',
  className: 'RunResultsArtifact',
  version: 6,
  oldest: 4,
};

function momentOf(text: unknown): TimestampValue {
  return { kind: 'timestamp', micros: BigInt(Date.parse(String(text))) * 1000n, zoned: true };
}

function windowsOf(value: unknown): readonly BatchWindow[] {
  if (!Array.isArray(value)) return [];
  return value.map((each: readonly unknown[]) => ({ start: momentOf(each[0]), end: momentOf(each[1]) }));
}

function batchesOf(value: unknown): BatchResults | null {
  if (value === null || value === undefined) return null;
  const { successful, failed } = jsonRecord(value);
  return { successful: windowsOf(successful), failed: windowsOf(failed) };
}

function earlierResult(value: unknown): EarlierResult[] {
  const { unique_id: uniqueId, status, batch_results: batches } = jsonRecord(value);
  if (typeof uniqueId !== 'string' || typeof status !== 'string') return [];
  return [{ uniqueId, status, batches: batchesOf(batches) }];
}

function startOf(metadata: unknown): Date | null {
  const { invocation_started_at: started, generated_at: generated } = jsonRecord(metadata);
  const text = started ?? generated;
  return typeof text === 'string' ? new Date(text) : null;
}

/**
 * Reads a `run_results.json` (v4 to v6); undefined when there is none. Throws a `DiagnosticError` when it cannot be used.
 */
export function readEarlierRun(files: Files, path: string): EarlierRun | undefined {
  const file = readEarlierFile(files, path, RUN_RESULTS);
  if (file === undefined) return undefined;
  const { results, args: written } = file.content;
  if (!Array.isArray(results)) refuseContent(path, RUN_RESULTS, "it has no 'results'");
  const args = jsonRecord(written);
  const { which } = args;
  return Object.freeze({
    command: typeof which === 'string' ? which : null,
    startedAt: startOf(file.content['metadata']),
    args,
    results: (results as readonly unknown[]).flatMap(earlierResult),
  });
}
