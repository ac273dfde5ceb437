import type { Invocation, Manifest } from '../../domain/index.ts';
import type { Environment } from '../../host/index.ts';
import { artifactMetadata } from '../metadata.ts';

const SCHEMA = 'https://schemas.getdbt.com/dbt/catalog/v1.json';

export interface CatalogColumn {
  readonly type: string;
  readonly index: number;
  readonly name: string;
  readonly comment: string | null;
}

export interface CatalogStat {
  readonly id: string;
  readonly label: string;
  readonly value: unknown;
  readonly include: boolean;
  readonly description: string | null;
}

/** One relation of `catalog.json`. */
export interface CatalogTable {
  readonly metadata: {
    readonly type: string;
    readonly schema: string;
    readonly name: string;
    readonly database: string | null;
    readonly comment: string | null;
    readonly owner: string | null;
  };
  readonly columns: Readonly<Record<string, CatalogColumn>>;
  readonly stats: Readonly<Record<string, CatalogStat>>;
  readonly unique_id: string;
}

/** `catalog.json`, schema v1. */
export interface CatalogArtifact {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nodes: Readonly<Record<string, CatalogTable>>;
  readonly sources: Readonly<Record<string, CatalogTable>>;
  readonly errors: readonly string[] | null;
}

type Row = Readonly<Record<string, unknown>>;

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Columns `stats:<id>:<field>` of a row, as dbt groups them; only those that want to be included, and whether there are any. */
function statsOf(row: Row): Readonly<Record<string, CatalogStat>> {
  const ids = new Set(
    Object.keys(row)
      .filter((name) => name.startsWith('stats:'))
      .map((name) => name.split(':')[1] ?? ''),
  );
  const stats: Record<string, CatalogStat> = {};
  for (const id of ids) {
    const field = (name: string) => row[`stats:${id}:${name}`];
    if (field('include') !== true) continue;
    stats[id] = {
      id,
      label: String(field('label')),
      value: field('value') ?? null,
      include: true,
      description: textOrNull(field('description')),
    };
  }
  const value = Object.keys(stats).length > 0;
  return {
    ...stats,
    has_stats: {
      id: 'has_stats',
      label: 'Has Stats?',
      value,
      include: false,
      description: 'Indicates whether there are statistics for this table',
    },
  };
}

type Table = Omit<CatalogTable, 'unique_id'>;

function tableKey(...parts: readonly (string | null)[]): string {
  return parts.map((each) => (each ?? '').toLowerCase()).join('\n');
}

function tablesOf(rows: readonly Row[]): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table & { readonly columns: Record<string, CatalogColumn> }>();
  for (const row of rows) {
    const metadata = {
      type: String(row['table_type']),
      schema: String(row['table_schema']),
      name: String(row['table_name']),
      database: textOrNull(row['table_database']),
      comment: textOrNull(row['table_comment']),
      owner: textOrNull(row['table_owner']),
    };
    // dbt keeps relations apart whose names differ by case only, and then lets the last one win.
    const key = [metadata.database, metadata.schema, metadata.name].join('\n');
    const known = tables.get(key) ?? { metadata, columns: {}, stats: statsOf(row) };
    tables.set(key, known);
    const name = String(row['column_name']);
    known.columns[name] = {
      type: String(row['column_type']),
      index: Number(row['column_index']),
      name,
      comment: textOrNull(row['column_comment']),
    };
  }
  return tables;
}

export interface CatalogOptions {
  readonly manifest: Manifest;
  /** One per column, under the names of dbt's `get_catalog`. */
  readonly rows: readonly Row[];
  readonly errors: readonly string[];
  /** Only these ids; null for all. */
  readonly selected: ReadonlySet<string> | null;
  readonly invocation: Invocation;
  readonly env: Environment;
  readonly generatedAt: Date;
}

/** The artifact that tells what the database holds of a project. Facts: dbt's `GenerateTask`. */
export function catalogArtifact(options: CatalogOptions): CatalogArtifact {
  const { manifest, selected } = options;
  const nodeIds = new Map<string, string>();
  for (const { database, schema, alias, uniqueId } of manifest.nodes.values()) {
    nodeIds.set(tableKey(database, schema, alias), uniqueId);
  }
  const sourceIds = new Map<string, string[]>();
  for (const { database, schema, identifier, uniqueId } of manifest.sources.values()) {
    const key = tableKey(database, schema, identifier);
    sourceIds.set(key, [...(sourceIds.get(key) ?? []), uniqueId]);
  }
  const nodes: Record<string, CatalogTable> = {};
  const sources: Record<string, CatalogTable> = {};
  const isWanted = (id: string) => selected === null || selected.has(id);
  for (const table of tablesOf(options.rows).values()) {
    const { database, schema, name } = table.metadata;
    const key = tableKey(database, schema, name);
    const node = nodeIds.get(key);
    if (node !== undefined && isWanted(node)) nodes[node] = { ...table, unique_id: node };
    for (const id of sourceIds.get(key) ?? []) if (isWanted(id)) sources[id] = { ...table, unique_id: id };
  }
  return {
    metadata: artifactMetadata(SCHEMA, options),
    nodes,
    sources,
    errors: options.errors.length === 0 ? null : options.errors,
  };
}
