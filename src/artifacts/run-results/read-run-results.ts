import type { Files } from '../../host/index.ts';
import { type ArtifactKind, jsonRecord, readEarlierFile, refuseContent } from '../state/earlier-file.ts';

/** What later commands need of an earlier run: `result:` selection and retries. */
export interface EarlierResult {
  readonly uniqueId: string;
  readonly status: string;
}

export interface EarlierRun {
  /** dbt's name of the command that made it. */
  readonly command: string | null;
  readonly args: Readonly<Record<string, unknown>>;
  readonly results: readonly EarlierResult[];
}

const RUN_RESULTS: ArtifactKind = {
  name: 'run-results',
  className: 'RunResultsArtifact',
  version: 6,
  oldest: 4,
};

function earlierResult(value: unknown): EarlierResult[] {
  const { unique_id: uniqueId, status } = jsonRecord(value);
  return typeof uniqueId === 'string' && typeof status === 'string' ? [{ uniqueId, status }] : [];
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
    args,
    results: (results as readonly unknown[]).flatMap(earlierResult),
  });
}
