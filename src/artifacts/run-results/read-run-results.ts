import { join } from 'node:path';
import type { Files } from '../../host/index.ts';

/** What later commands need of an earlier run: `result:` selection and retries. */
export interface PreviousResult {
  readonly uniqueId: string;
  readonly status: string;
  readonly failures: number | null;
}

export interface PreviousRun {
  /** dbt's name of the command that made it. */
  readonly command: string | null;
  readonly args: Readonly<Record<string, unknown>>;
  readonly results: readonly PreviousResult[];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function previousResult(value: unknown): PreviousResult[] {
  const entry = asRecord(value);
  const { unique_id: uniqueId, status, failures } = entry;
  if (typeof uniqueId !== 'string' || typeof status !== 'string') return [];
  return [{ uniqueId, status, failures: typeof failures === 'number' ? failures : null }];
}

/** Reads `run_results.json` (v4 to v6) from a folder; undefined when there is none or it is not readable as one. */
export function readRunResults(files: Files, folder: string): PreviousRun | undefined {
  const path = join(folder, 'run_results.json');
  if (!files.exists(path)) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(files.readText(path));
  } catch {
    return undefined;
  }
  const artifact = asRecord(parsed);
  if (!Array.isArray(artifact['results'])) return undefined;
  const args = asRecord(artifact['args']);
  const which = args['which'];
  return {
    command: typeof which === 'string' ? which : null,
    args,
    results: artifact['results'].flatMap(previousResult),
  };
}
