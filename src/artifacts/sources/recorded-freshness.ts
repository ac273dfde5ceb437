import { DiagnosticError } from '../../diagnostics/index.ts';
import type { UniqueId } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import { type Json, jsonRecord, momentOf, readEarlierFile } from '../state/earlier-file.ts';

/** What the last check of a source's freshness found. */
export interface RecordedFreshness {
  /** `pass`, `warn`, `error`, `runtime error`. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly maxLoadedAt: number | null;
  readonly checkedAt: number | null;
  /** Why the check failed. */
  readonly message: string | null;
}

const SOURCES = { name: 'sources', className: 'FreshnessExecutionResultArtifact', version: 3, oldest: 3 };

function read(files: Files, path: string): Json {
  try {
    return readEarlierFile(files, path, SOURCES)?.content ?? {};
  } catch (error) {
    // Nobody named this file: what cannot be read is as if it were not there.
    if (error instanceof DiagnosticError) return {};
    throw error;
  }
}

/** Freshness by source from a `sources.json`, Sluice's or dbt's; nothing when there is none that can be read. */
export function recordedFreshness(files: Files, path: string): ReadonlyMap<UniqueId, RecordedFreshness> {
  const { results } = read(files, path);
  const found = new Map<UniqueId, RecordedFreshness>();
  for (const result of Array.isArray(results) ? results.map(jsonRecord) : []) {
    const { unique_id: id, status, error } = result;
    if (typeof id !== 'string' || typeof status !== 'string') continue;
    found.set(id, {
      status,
      maxLoadedAt: momentOf(result['max_loaded_at']),
      checkedAt: momentOf(result['snapshotted_at']),
      message: typeof error === 'string' ? error : null,
    });
  }
  return found;
}
