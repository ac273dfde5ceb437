import { resolve } from 'node:path';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Column } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import type { Connection, FileScan, ScannedColumn, ScannedFile } from '../contract.ts';
import { duckdbDialect } from './dialect.ts';

const { literal } = duckdbDialect;

export interface FilesBehindOptions {
  readonly connection: Connection;
  readonly sql: string;
  readonly files: Files;
  /** What relative paths count from. */
  readonly root: string;
}

/** Reading the footers of more files than this takes longer than people wait. */
const MAX_FOOTERS = 1000;

const TEXT = /'((?:[^']|'')*)'/g;

/** The paths and patterns in a scan: its first argument, a text or a list of texts. */
function patternsIn(sql: string): readonly string[] {
  const call = /^\s*[a-z_]+\s*\(\s*(\[[^\]]*\]|'(?:[^']|'')*')/i.exec(sql);
  const argument = call?.[1] ?? (/^\s*'/.test(sql) ? sql : '');
  return [...argument.matchAll(TEXT)].map((match) => (match[1] ?? '').replaceAll("''", "'"));
}

function formatOf(sql: string, patterns: readonly string[]): string {
  const named = /\b(?:read|scan)_?(parquet|csv|json|ndjson|text|blob)|(parquet)_scan/i.exec(sql);
  const word = (named?.[1] ?? named?.[2])?.toLowerCase();
  if (word !== undefined) return word === 'ndjson' ? 'json' : word;
  return /\.([a-z0-9]+)(?:\.(?:gz|zst|snappy))?$/i.exec(patterns[0] ?? '')?.[1]?.toLowerCase() ?? 'file';
}

async function listFiles({ connection, files, root }: FilesBehindOptions, patterns: readonly string[]) {
  const found = new Map<string, ScannedFile>();
  for (const pattern of patterns) {
    const { rows } = await connection.execute('select file from glob($1)', {
      fetch: true,
      parameters: [pattern],
    });
    for (const [name] of rows) {
      const path = String(name);
      const stat = files.stat(resolve(root, path));
      if (stat === undefined) continue;
      found.set(path, { path, bytes: stat.size, modifiedAt: stat.modifiedAt, rows: null });
    }
  }
  return [...found.values()].sort((left, right) => (right.modifiedAt ?? 0) - (left.modifiedAt ?? 0));
}

type Footers = Pick<FileScan, 'files' | 'rowGroups' | 'compression' | 'columns'>;

function columnQuery(columns: readonly Column[], list: string): string {
  const measures = columns.flatMap(({ name, type }) => {
    const here = `path_in_schema = ${literal(name)}`;
    const of = (statistic: string) => `try_cast(coalesce(${statistic}_value, ${statistic}) as ${type})`;
    return [
      `sum(stats_null_count) filter (${here})::bigint`,
      `min(${of('stats_min')}) filter (${here})::varchar`,
      `max(${of('stats_max')}) filter (${here})::varchar`,
      `count(distinct file_name) filter (${here})::bigint`,
    ];
  });
  return `select ${measures.join(', ')} from parquet_metadata(${list})`;
}

const ORDERED = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*|DATE|TIME.*|VARCHAR|BOOLEAN)$/;

async function columnStatistics(connection: Connection, scan: string, list: string) {
  const described = await connection.execute(`describe select * from ${scan}`, { fetch: true });
  const columns = described.rows.map(([name, type]): Column => ({ name: String(name), type: String(type) }));
  const plain = columns.filter(({ type }) => ORDERED.test(type));
  const { rows } = await connection.execute(columnQuery(plain, list), { fetch: true });
  const cells = rows[0] ?? [];
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const count = (value: unknown) => (value === null || value === undefined ? null : Number(value));
  return columns.map((column): ScannedColumn => {
    const place = plain.indexOf(column) * 4;
    if (place < 0) return { ...column, nulls: null, min: null, max: null, files: 0 };
    const [nulls, min, max, files] = cells.slice(place, place + 4);
    return { ...column, nulls: count(nulls), min: text(min), max: text(max), files: count(files) ?? 0 };
  });
}

async function readFooters(
  { connection, sql }: FilesBehindOptions,
  files: readonly ScannedFile[],
): Promise<Footers> {
  const list = `[${files.map(({ path }) => literal(path)).join(', ')}]`;
  const footers = await connection.execute(
    `select file_name, num_rows::bigint, num_row_groups::bigint from parquet_file_metadata(${list})`,
    { fetch: true },
  );
  const rows = new Map(footers.rows.map(([name, count]) => [String(name), Number(count)]));
  const codecs = await connection.execute(
    `select distinct compression from parquet_metadata(${list}) order by 1`,
    { fetch: true },
  );
  return {
    files: files.map((each) => ({ ...each, rows: rows.get(each.path) ?? null })),
    rowGroups: footers.rows.reduce((sum, [, , groups]) => sum + Number(groups), 0),
    compression: codecs.rows.map(([codec]) => String(codec)),
    columns: await columnStatistics(connection, sql, list),
  };
}

/**
 * The files behind a scan of local files: names, sizes and times from the disk; rows, row groups and the range of each column
 * from the footers of Parquet files. Null for scans of remote files, of anything but files, and of files that cannot be read.
 */
export async function duckdbFilesBehind(options: FilesBehindOptions): Promise<FileScan | null> {
  const patterns = patternsIn(options.sql);
  if (patterns.length === 0 || patterns.some((each) => /^[a-z0-9]+:\/\//i.test(each))) return null;
  try {
    const files = await listFiles(options, patterns);
    const format = formatOf(options.sql, patterns);
    const plain: FileScan = { format, files, rowGroups: null, compression: [], columns: [] };
    if (format !== 'parquet' || files.length === 0 || files.length > MAX_FOOTERS) return plain;
    return { ...plain, ...(await readFooters(options, files)) };
  } catch (error) {
    if (error instanceof DiagnosticError) return null;
    throw error;
  }
}
