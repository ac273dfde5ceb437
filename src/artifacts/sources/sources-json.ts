import { pythonJson, toFloat } from '../../base/index.ts';
import type { Invocation, NodeResult, RunResult } from '../../domain/index.ts';
import type { Environment, Files } from '../../host/index.ts';
import { graphNodeEntry } from '../manifest/index.ts';
import { artifactMetadata, artifactTime } from '../metadata.ts';

const SCHEMA = 'https://schemas.getdbt.com/dbt/sources/v3.json';

/** A moment as Python writes an aware one: `2024-01-31T08:00:00.000123+00:00`. Microseconds since 1970. */
function awareMoment(micros: bigint): string {
  const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19);
  const fraction = rest === 0n ? '' : `.${String(rest).padStart(6, '0')}`;
  return `${seconds}${fraction}+00:00`;
}

function sourceResult(result: NodeResult): readonly Readonly<Record<string, unknown>>[] {
  const { node, freshness } = result;
  if (node.resourceType !== 'source' || freshness === undefined) return [];
  return [
    {
      unique_id: node.uniqueId,
      max_loaded_at: awareMoment(freshness.maxLoadedAt),
      snapshotted_at: awareMoment(freshness.snapshottedAt),
      max_loaded_at_time_ago_in_s: toFloat(freshness.age),
      status: result.status,
      criteria: graphNodeEntry(node)['freshness'],
      adapter_response: result.adapterResponse,
      timing: result.timing.map((each) => ({
        name: each.name,
        started_at: artifactTime(each.startedAt),
        completed_at: artifactTime(each.completedAt),
      })),
      thread_id: result.threadId,
      execution_time: toFloat(result.executionTime),
    },
  ];
}

interface WriteSourcesOptions {
  readonly result: RunResult;
  readonly invocation: Invocation;
  readonly env: Environment;
  readonly generatedAt: Date;
}

/** `sources.json`, schema v3. As with dbt, sources whose check failed are not in it. */
function sourcesArtifact(options: WriteSourcesOptions): Readonly<Record<string, unknown>> {
  const { result } = options;
  return {
    metadata: artifactMetadata(SCHEMA, options),
    results: result.results.flatMap(sourceResult),
    elapsed_time: toFloat(result.elapsed),
  };
}

/** Writes `sources.json` in one step: a reader sees the old file or the new one. */
export function writeSources(files: Files, path: string, options: WriteSourcesOptions): void {
  files.writeAtomic(path, pythonJson(sourcesArtifact(options)));
}
