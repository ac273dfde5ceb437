import type { Adapter, Connection, FileScan } from '../../adapter/contract.ts';
import type { RecordedFreshness } from '../../artifacts/index.ts';
import { externalLocation } from '../../context/index.ts';
import type { Freshness, SourceFiles } from '../../docs-site/index.ts';
import { statusIndex } from '../../docs-site/index.ts';
import type { FreshnessSpec, FreshnessThreshold, SourceDefinition, UniqueId } from '../../domain/index.ts';

/** Files that the page lists of one source; their number and size are told of all. */
const MAX_LISTED = 200;

const SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

function thresholdSeconds({ count, period }: FreshnessThreshold): number | null {
  if (count === null || period === null) return null;
  return count * (SECONDS[period] ?? Number.NaN);
}

function thresholdText({ count, period }: FreshnessThreshold): string | null {
  return count === null || period === null ? null : `${count} ${period}${count === 1 ? '' : 's'}`;
}

function sum(numbers: readonly (number | null)[]): number | null {
  return numbers.every((each) => each !== null) ? numbers.reduce((total, each) => total + each, 0) : null;
}

function sourceFiles(sql: string, scan: FileScan): Omit<SourceFiles, 'node'> {
  const { files, format, rowGroups, compression, columns } = scan;
  return {
    sql,
    format,
    count: files.length,
    bytes: files.reduce((total, each) => total + each.bytes, 0),
    rows: files.length === 0 ? null : sum(files.map((each) => each.rows)),
    rowGroups,
    compression,
    newest: files[0]?.modifiedAt ?? null,
    files: files
      .slice(0, MAX_LISTED)
      .map(({ path, bytes, modifiedAt, rows }) => ({ path, bytes, rows, modified: modifiedAt })),
    columns,
  };
}

function ageStatus(age: number, { warnAfter, errorAfter }: FreshnessSpec): 'pass' | 'warn' | 'error' {
  const error = thresholdSeconds(errorAfter);
  const warn = thresholdSeconds(warnAfter);
  if (error !== null && age > error) return 'error';
  return warn !== null && age > warn ? 'warn' : 'pass';
}

/** How old a source's data is: as the last check found it, else by its newest file; null when nothing is known of it. */
function freshnessOf(
  source: SourceDefinition,
  newest: number | null,
  { recorded, now }: SourceFactsOptions,
): Omit<Freshness, 'node'> | null {
  const { freshness } = source;
  const warnAfter = freshness === null ? null : thresholdText(freshness.warnAfter);
  const errorAfter = freshness === null ? null : thresholdText(freshness.errorAfter);
  const checked = recorded.get(source.uniqueId);
  if (checked !== undefined)
    return { ...checked, status: statusIndex(checked.status), warnAfter, errorAfter };
  if (freshness === null || newest === null) return null;
  const status = statusIndex(ageStatus((now - newest) / 1000, freshness));
  return { status, maxLoadedAt: newest, checkedAt: now, warnAfter, errorAfter, message: null };
}

export interface SourceFacts {
  readonly files: ReadonlyMap<UniqueId, Omit<SourceFiles, 'node'>>;
  readonly freshness: ReadonlyMap<UniqueId, Omit<Freshness, 'node'>>;
}

export interface SourceFactsOptions {
  readonly adapter: Adapter;
  readonly connection: Connection;
  readonly sources: Iterable<SourceDefinition>;
  /** What `source freshness` found last. */
  readonly recorded: ReadonlyMap<UniqueId, RecordedFreshness>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

function locationOf(source: SourceDefinition): string | null {
  try {
    return externalLocation(source);
  } catch {
    return null;
  }
}

/** What is known of the files behind sources, and of how fresh sources are. */
export async function sourceFacts(options: SourceFactsOptions): Promise<SourceFacts> {
  const files = new Map<UniqueId, Omit<SourceFiles, 'node'>>();
  const freshness = new Map<UniqueId, Omit<Freshness, 'node'>>();
  for (const source of options.sources) {
    const sql = locationOf(source);
    const scan = sql === null ? null : await options.adapter.filesBehind(options.connection, sql);
    if (sql !== null && scan !== null) files.set(source.uniqueId, sourceFiles(sql, scan));
    const fresh = freshnessOf(source, scan?.files[0]?.modifiedAt ?? null, options);
    if (fresh !== null) freshness.set(source.uniqueId, fresh);
  }
  return { files, freshness };
}
