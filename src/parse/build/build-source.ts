import { pythonRepr, pythonStr } from '../../base/index.ts';
import { externalLocation } from '../../context/index.ts';
import { diagnostic, type Span } from '../../diagnostics/index.ts';
import type { ColumnSpec, FreshnessSpec, SourceDefinition } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ConfigTarget } from '../config/project-config.ts';
import { problemsOf } from '../extract/code-extract.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { SourceLevel, SourceProperties, SourceTable } from '../properties/source-properties.ts';
import { fqnPrefix } from './fqn.ts';
import { reportConfigFaults } from './report-faults.ts';
import { sourceConfigFaults } from './source-config-faults.ts';
import { isFreshnessSet, mergeFreshness } from './source-freshness.ts';

export interface BuildSourceRequest {
  readonly source: SourceProperties;
  readonly table: SourceTable;
}

function dictOf(value: unknown): Dict {
  return isDict(value) ? value : {};
}

function tagList(value: unknown): readonly string[] {
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return list.filter((each) => typeof each === 'string');
}

function configText(level: SourceLevel, key: string): string | null {
  const value = level.config[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

function fieldOf(level: SourceLevel): string | null {
  return level.loadedAtField || configText(level, 'loaded_at_field');
}

function queryOf(level: SourceLevel): string | null {
  return level.loadedAtQuery || configText(level, 'loaded_at_query');
}

/** A table says `loaded_at_field`, be it null, when the key is there, or its config has a value. */
function tableHasField(table: SourceTable): boolean {
  return table.hasLoadedAtField || configText(table, 'loaded_at_field') !== null;
}

function loadedAt({ source, table }: BuildSourceRequest) {
  const field = tableHasField(table) ? fieldOf(table) : fieldOf(source);
  const ownQuery = table.loadedAtQuery !== null || (table.config['loaded_at_query'] ?? null) !== null;
  const query = ownQuery ? queryOf(table) : tableHasField(table) ? null : queryOf(source);
  return { field, query };
}

function reportBoth(request: BuildSourceRequest, environment: ParseEnvironment): void {
  const { source, table } = request;
  const places = [
    { level: 'table', both: tableHasField(table) && queryOf(table) !== null, path: ['tables', table.index] },
    { level: 'source', both: fieldOf(source) !== null && queryOf(source) !== null, path: [] },
  ];
  for (const { level, both, path } of places) {
    if (!both) continue;
    const message = `Cannot specify both loaded_at_field and loaded_at_query at ${level} level.`;
    environment.report(
      diagnostic('N003', message, {
        span: source.entry.span([...path, 'loaded_at_query']),
        dbtMessage: message,
      }),
    );
  }
}

function freshnessDict(freshness: FreshnessSpec): Dict {
  return { warn_after: freshness.warnAfter, error_after: freshness.errorAfter, filter: freshness.filter };
}

/** The configs of source and table as one dict: `_generate_source_config` of dbt. */
function precedence(request: BuildSourceRequest, freshness: FreshnessSpec | null): Dict {
  const { source, table } = request;
  const config: Record<string, unknown> = { ...source.config, ...table.config };
  if (freshness === null) config['freshness'] = null;
  else if (isFreshnessSet(freshness)) config['freshness'] = freshnessDict(freshness);
  else delete config['freshness'];
  const { field, query } = loadedAt(request);
  config['loaded_at_field'] = field;
  config['loaded_at_query'] = query;
  config['meta'] = {
    ...source.meta,
    ...dictOf(source.config['meta']),
    ...table.meta,
    ...dictOf(table.config['meta']),
  };
  const tags = [
    source.tags,
    tagList(source.config['tags']),
    table.tags,
    tagList(table.config['tags']),
  ].flat();
  config['tags'] = [...new Set(tags)].sort();
  return config;
}

function freshnessOf(config: Dict): FreshnessSpec | null {
  const value = config['freshness'];
  if (!isDict(value)) return null;
  return {
    warnAfter: value['warn_after'] as FreshnessSpec['warnAfter'],
    errorAfter: value['error_after'] as FreshnessSpec['errorAfter'],
    filter: (value['filter'] as string | null) ?? null,
  };
}

function mergedQuoting(source: SourceLevel, table: SourceLevel) {
  const pick = (part: 'database' | 'schema' | 'identifier' | 'column') =>
    table.quoting[part] ?? source.quoting[part] ?? null;
  return {
    database: pick('database'),
    schema: pick('schema'),
    identifier: pick('identifier'),
    column: pick('column'),
  };
}

/** `external:` with the keys that dbt always writes. */
function externalOf(table: SourceTable): Dict | null {
  if (table.external === null) return null;
  const { location = null, file_format = null, row_format = null, tbl_properties = null } = table.external;
  const written = table.external['partitions'];
  const partitions = Array.isArray(written)
    ? written.map((each) =>
        isDict(each) ? { name: '', description: '', data_type: '', meta: {}, ...each } : each,
      )
    : null;
  return { location, file_format, row_format, tbl_properties, ...table.external, partitions };
}

function columnsOf(table: SourceTable): Readonly<Record<string, ColumnSpec>> {
  return Object.fromEntries(table.columns.map(({ spec }) => [spec.name, spec]));
}

/** dbt leaves out tags in `config` that are no text, and says so. */
function warnOfTags(level: SourceLevel, name: string, span: Span, environment: ParseEnvironment): void {
  const { tags } = level.config;
  const list = tags === undefined ? [] : Array.isArray(tags) ? tags : [tags];
  for (const odd of list.filter((each) => typeof each !== 'string')) {
    environment.report(
      diagnostic('N066', `a tag of '${name}' is no text: ${pythonRepr(odd)}`, {
        span,
        dbtMessage: `Field \`config.tags\`: ${pythonStr(tags)} is not valid for source (${name})`,
        fields: {
          field_name: `\`config.tags\`: ${pythonStr(tags)}`,
          resource_type: 'source',
          node_name: name,
        },
      }),
    );
  }
}

/** Package, folders of the properties file, source and table. */
export function sourceFqn({ source, table }: BuildSourceRequest): readonly string[] {
  return [...fqnPrefix(source.packageName, source.entry.file.relativePath), source.name, table.name];
}

/** DuckDB keeps no time of a table's last change, so freshness needs a column, a query, or files. */
function warnOfFreshness(
  source: {
    readonly config: Dict;
    readonly name: string;
    readonly span: Span;
    readonly uniqueId: string;
    readonly isInFiles: boolean;
  },
  environment: ParseEnvironment,
): void {
  const { config, name, span, uniqueId } = source;
  const freshness = freshnessOf(config);
  if (freshness === null || !isFreshnessSet(freshness)) return;
  if (config['loaded_at_field'] || config['loaded_at_query'] || source.isInFiles) return;
  const message = `The configured adapter does not support metadata-based freshness. A loaded_at_field must be specified for source '${name}'.`;
  environment.report(
    diagnostic('N041', `the freshness of source '${name}' cannot be told without a 'loaded_at_field'`, {
      span,
      dbtMessage: message,
      uniqueId,
    }),
  );
}

/** What stands for a source that is kept outside the database; null, with a report, when its location cannot be made. */
function externalName(source: SourceDefinition, environment: ParseEnvironment): string | null {
  try {
    return externalLocation(source);
  } catch (error) {
    for (const problem of problemsOf(error)) {
      environment.report({ ...problem, span: source.span, uniqueId: source.uniqueId });
    }
    return null;
  }
}

/** Makes the definition of one source table. Its descriptions are not rendered yet. */
export function buildSource(request: BuildSourceRequest, environment: ParseEnvironment): SourceDefinition {
  const { source, table } = request;
  const { file } = source.entry;
  const fqn = sourceFqn(request);
  const target: ConfigTarget = { kind: 'source', packageName: source.packageName, fqn };
  reportBoth(request, environment);
  if (table.index === 0) warnOfTags(source, source.name, source.entry.span(['config', 'tags']), environment);
  warnOfTags(table, table.name, source.entry.span(['tables', table.index, 'config', 'tags']), environment);
  const patch = precedence(request, mergeFreshness(source, table));
  const resolved = environment.configs.resolve({ target, patch, calls: {} });
  const { config } = resolved;
  const uniqueId = `source.${source.packageName}.${source.name}.${table.name}`;
  const span = source.entry.span(['tables', table.index, 'name']);
  // What the source itself says is checked once, with its first table.
  const own = [...(table.index === 0 ? sourceConfigFaults(source) : []), ...sourceConfigFaults(table)];
  reportConfigFaults([...own, ...resolved.faults], { uniqueId, span }, environment);
  const quoting = mergedQuoting(source, table);
  const database = source.database || environment.project.target.database;
  const schema = source.schema || source.name;
  const identifier = table.identifier || table.name;
  const definition: SourceDefinition = {
    resourceType: 'source',
    uniqueId,
    name: table.name,
    sourceName: source.name,
    sourceDescription: source.description,
    sourceMeta: { ...source.meta, ...dictOf(source.config['meta']) },
    packageName: source.packageName,
    path: file.originalFilePath,
    originalFilePath: file.originalFilePath,
    fqn,
    database,
    schema,
    identifier,
    relationName: environment.relationName({ database, schema, identifier }, quoting),
    loader: source.loader,
    quoting,
    loadedAtField: (config['loaded_at_field'] as string | null) ?? null,
    loadedAtQuery: (config['loaded_at_query'] as string | null) ?? null,
    freshness: freshnessOf(config),
    external: externalOf(table),
    description: table.description,
    docBlocks: [],
    columns: columnsOf(table),
    meta: config['meta'] as Dict,
    tags: config['tags'] as readonly string[],
    config,
    unrenderedConfig: environment.configs.unrendered({ target, patch, patchAsWritten: null, calls: {} }),
    unrenderedDatabase: source.writtenDatabase,
    unrenderedSchema: source.writtenSchema,
    patchPath: null,
    createdAt: environment.createdAt,
    span,
  };
  const location = externalName(definition, environment);
  const name = `${source.name}.${table.name}`;
  warnOfFreshness({ config, name, span, uniqueId, isInFiles: location !== null }, environment);
  return Object.freeze({ ...definition, relationName: location ?? definition.relationName });
}
