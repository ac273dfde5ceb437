import type {
  DocBlock,
  Exposure,
  FreshnessSpec,
  Group,
  Macro,
  QuotingSpec,
  SourceDefinition,
} from '../../domain/index.ts';
import { columnEntries } from './column-entry.ts';
import type { Entry } from './entry.ts';
import { refEntry } from './node-entry.ts';

function freshnessEntry(freshness: FreshnessSpec | null): Entry | null {
  if (freshness === null) return null;
  return { warn_after: freshness.warnAfter, error_after: freshness.errorAfter, filter: freshness.filter };
}

function quotingEntry(quoting: QuotingSpec): Entry {
  return {
    database: quoting.database ?? null,
    schema: quoting.schema ?? null,
    identifier: quoting.identifier ?? null,
    column: quoting.column ?? null,
  };
}

/** A table of a source as dbt's manifest v12 has it. */
export function sourceEntry(source: SourceDefinition): Entry {
  return {
    database: source.database,
    schema: source.schema,
    name: source.name,
    resource_type: source.resourceType,
    package_name: source.packageName,
    path: source.path,
    original_file_path: source.originalFilePath,
    unique_id: source.uniqueId,
    fqn: source.fqn,
    source_name: source.sourceName,
    source_description: source.sourceDescription,
    loader: source.loader,
    identifier: source.identifier,
    quoting: quotingEntry(source.quoting),
    loaded_at_field: source.loadedAtField,
    loaded_at_query: source.loadedAtQuery,
    freshness: freshnessEntry(source.freshness),
    external: source.external,
    description: source.description,
    columns: columnEntries(source.columns),
    meta: source.meta,
    source_meta: source.sourceMeta,
    tags: source.tags,
    config: source.config,
    patch_path: source.patchPath,
    unrendered_config: source.unrenderedConfig,
    relation_name: source.relationName,
    created_at: source.createdAt,
    unrendered_database: source.unrenderedDatabase,
    unrendered_schema: source.unrenderedSchema,
    doc_blocks: source.docBlocks,
  };
}

/** An exposure as dbt's manifest v12 has it. */
export function exposureEntry(exposure: Exposure): Entry {
  return {
    name: exposure.name,
    resource_type: exposure.resourceType,
    package_name: exposure.packageName,
    path: exposure.path,
    original_file_path: exposure.originalFilePath,
    unique_id: exposure.uniqueId,
    fqn: exposure.fqn,
    type: exposure.type,
    owner: exposure.owner,
    description: exposure.description,
    label: exposure.label,
    maturity: exposure.maturity,
    meta: exposure.meta,
    tags: exposure.tags,
    config: exposure.config,
    unrendered_config: exposure.unrenderedConfig,
    url: exposure.url,
    depends_on: { macros: exposure.dependsOn.macros, nodes: exposure.dependsOn.nodes },
    refs: exposure.refs.map(refEntry),
    sources: exposure.sources.map(({ source, table }) => [source, table]),
    metrics: exposure.metrics,
    created_at: exposure.createdAt,
  };
}

/** A macro as dbt's manifest v12 has it. */
export function macroEntry(macro: Macro): Entry {
  return {
    name: macro.name,
    resource_type: macro.resourceType,
    package_name: macro.packageName,
    path: macro.path,
    original_file_path: macro.originalFilePath,
    unique_id: macro.uniqueId,
    macro_sql: macro.macroSql,
    depends_on: { macros: macro.dependsOn.macros },
    description: macro.description,
    meta: macro.meta,
    docs: { show: macro.docs.show, node_color: macro.docs.nodeColor },
    config: macro.config,
    patch_path: macro.patchPath,
    arguments: macro.arguments.map(({ name, type, description }) => ({ name, type, description })),
    created_at: macro.createdAt,
    supported_languages: macro.supportedLanguages,
  };
}

/** A docs block as dbt's manifest v12 has it. */
export function docEntry(doc: DocBlock): Entry {
  return {
    name: doc.name,
    resource_type: doc.resourceType,
    package_name: doc.packageName,
    path: doc.path,
    original_file_path: doc.originalFilePath,
    unique_id: doc.uniqueId,
    block_contents: doc.blockContents,
  };
}

/** A group as dbt's manifest v12 has it. */
export function groupEntry(group: Group): Entry {
  return {
    name: group.name,
    resource_type: group.resourceType,
    package_name: group.packageName,
    path: group.path,
    original_file_path: group.originalFilePath,
    unique_id: group.uniqueId,
    owner: group.owner,
    description: group.description,
    config: group.config,
  };
}
