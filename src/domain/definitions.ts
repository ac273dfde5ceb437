import type { SourceText, Span } from '../diagnostics/index.ts';
import type { ColumnSpec, DependsOn, DocsConfig, NodeConfig, RefCall, SourceCall } from './node.ts';
import type { UniqueId } from './resource.ts';

export interface FreshnessThreshold {
  readonly count: number | null;
  readonly period: string | null;
}

export interface FreshnessSpec {
  readonly warnAfter: FreshnessThreshold;
  readonly errorAfter: FreshnessThreshold;
  readonly filter: string | null;
}

/** Which parts of a relation name are quoted; undefined parts follow the adapter. */
export interface QuotingSpec {
  readonly database?: boolean | null;
  readonly schema?: boolean | null;
  readonly identifier?: boolean | null;
  readonly column?: boolean | null;
}

/** One table of a declared source. */
export interface SourceDefinition {
  readonly resourceType: 'source';
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly sourceName: string;
  readonly sourceDescription: string;
  readonly sourceMeta: Readonly<Record<string, unknown>>;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly database: string | null;
  readonly schema: string;
  readonly identifier: string;
  readonly relationName: string;
  readonly loader: string;
  readonly quoting: QuotingSpec;
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
  readonly freshness: FreshnessSpec | null;
  readonly external: Readonly<Record<string, unknown>> | null;
  readonly description: string;
  readonly docBlocks: readonly UniqueId[];
  readonly columns: Readonly<Record<string, ColumnSpec>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly config: NodeConfig;
  readonly unrenderedConfig: Readonly<Record<string, unknown>>;
  readonly unrenderedDatabase: string | null;
  readonly unrenderedSchema: string | null;
  readonly patchPath: string | null;
  readonly createdAt: number;
  readonly span: Span;
}

export interface OwnerSpec {
  readonly name: string | null;
  readonly email: string | null;
  readonly [key: string]: unknown;
}

export interface Exposure {
  readonly resourceType: 'exposure';
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly type: string;
  readonly owner: OwnerSpec;
  readonly label: string | null;
  readonly maturity: string | null;
  readonly url: string | null;
  readonly description: string;
  readonly docBlocks: readonly UniqueId[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly config: NodeConfig;
  readonly unrenderedConfig: Readonly<Record<string, unknown>>;
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly metrics: readonly (readonly string[])[];
  readonly dependsOn: DependsOn;
  readonly createdAt: number;
  readonly span: Span;
}

export interface Group {
  readonly resourceType: 'group';
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly owner: OwnerSpec;
  readonly description: string | null;
  readonly config: Readonly<Record<string, unknown>>;
  readonly span: Span;
}

export interface DocBlock {
  readonly resourceType: 'doc';
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly blockContents: string;
  readonly span: Span;
}

export interface MacroArgument {
  readonly name: string;
  readonly type: string | null;
  readonly description: string;
}

/** A macro, materialization, generic test or snapshot block: anything that Jinja can call by name. */
export interface Macro {
  readonly resourceType: 'macro';
  readonly uniqueId: UniqueId;
  /** dbt's internal name: `materialization_table_duckdb`, `test_unique`, or the macro's own. */
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  /** The exact text of the block, from its opening to its closing tag. */
  readonly macroSql: string;
  readonly dependsOn: { readonly macros: readonly UniqueId[] };
  readonly description: string;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly docs: DocsConfig;
  readonly config: Readonly<Record<string, unknown>>;
  readonly arguments: readonly MacroArgument[];
  readonly supportedLanguages: readonly string[] | null;
  readonly patchPath: string | null;
  readonly createdAt: number;
  /** The file that holds it, for compilation and errors. */
  readonly source: SourceText;
  readonly span: Span;
}
