import type { UniqueId } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import { type ArtifactKind, jsonRecord, momentOf, readEarlierFile } from './earlier-file.ts';

/** When sources were loaded last, as an earlier check of their freshness found. */
export interface EarlierSources {
  /** Milliseconds since 1970 by source. */
  readonly loadedAt: ReadonlyMap<UniqueId, number>;
  /** Sources whose check failed. */
  readonly failed: ReadonlySet<UniqueId>;
}

const SOURCES: ArtifactKind = {
  name: 'sources',
  className: 'FreshnessExecutionResultArtifact',
  version: 3,
  oldest: 3,
};

/** Reads a `sources.json`; undefined when there is none. Throws a `DiagnosticError` when it cannot be used. */
export function readEarlierSources(files: Files, path: string): EarlierSources | undefined {
  const file = readEarlierFile(files, path, SOURCES);
  if (file === undefined) return undefined;
  const loadedAt = new Map<UniqueId, number>();
  const failed = new Set<UniqueId>();
  const { results } = file.content;
  for (const result of Array.isArray(results) ? results.map(jsonRecord) : []) {
    const { unique_id: id, max_loaded_at } = result;
    if (typeof id !== 'string') continue;
    const at = momentOf(max_loaded_at);
    if (at !== null) loadedAt.set(id, at);
    else failed.add(id);
  }
  return Object.freeze({ loadedAt, failed });
}
