/**
 * What the docs page holds, as data: written by the generator, read by the page. Tables are stored column by column, with words
 * that repeat in dictionaries, because that is what compresses well: a project of 5,000 models has 60,000 columns. An index of
 * -1 stands for none.
 */

/** The kinds of things that have a place in the lineage graph, in this order. */
export const NODE_KINDS = [
  'source',
  'seed',
  'model',
  'snapshot',
  'analysis',
  'exposure',
  'metric',
  'semantic_model',
  'saved_query',
  'function',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** The layers of a project, from left to right. */
export const LAYERS = ['source', 'staging', 'silver', 'gold', 'exposure', 'other'] as const;
export type Layer = (typeof LAYERS)[number];

/** Statuses as artifacts have them. */
export const STATUSES = [
  'success',
  'pass',
  'warn',
  'fail',
  'error',
  'skipped',
  'no-op',
  'partial success',
  'runtime error',
] as const;

/** How a column is made, worked out from all that it comes from. */
export const MAKINGS = [
  'unknown',
  'same',
  'renamed',
  'computed',
  'aggregate',
  'conditional',
  'window',
  'constant',
  'added',
] as const;
export type Making = (typeof MAKINGS)[number];

/** How a change shows against an earlier state of the project. */
export const CHANGES = ['same', 'new', 'changed', 'removed'] as const;

/** Everything with a place in the graph. All lists have one entry per node. */
export interface NodeTable {
  readonly uniqueId: readonly string[];
  readonly name: readonly string[];
  /** Index into `NODE_KINDS`. */
  readonly kind: readonly number[];
  /** Index into `LAYERS`. */
  readonly layer: readonly number[];
  /** Index into `words`: the folder that it is shown in on the project map, `models/staging`. */
  readonly folder: readonly number[];
  /** Index into `words`: `table`, `view`, ... or the exposure's type; -1 for none. */
  readonly materialized: readonly number[];
  readonly packageName: readonly number[];
  /** Path of its file below its package. */
  readonly path: readonly string[];
  /** Index into `texts`: the description as HTML; -1 for none. */
  readonly description: readonly number[];
  /** Indexes into `words`. */
  readonly tags: readonly (readonly number[])[];
  /** Colour given in `docs.node_color`, else null. */
  readonly color: readonly (string | null)[];
  /** Rows of its relation; null when not known. */
  readonly rows: readonly (number | null)[];
  /** Index into `CHANGES`, against `--state`; empty without one. */
  readonly change: readonly number[];
  /** How far its columns could be followed: 0 nothing, 1 columns, 2 lineage. */
  readonly depth: readonly number[];
  /** Index of the first of its columns in `ColumnTable`; one entry more than nodes. */
  readonly firstColumn: readonly number[];
}

/** Columns of all nodes, node by node. */
export interface ColumnTable {
  /** Index into `words`. */
  readonly name: readonly number[];
  /** Index into `words`; -1 for none. */
  readonly type: readonly number[];
  /** Index into `texts`; -1 for none. */
  readonly description: readonly number[];
  /** Index into `MAKINGS`. */
  readonly making: readonly number[];
  /** Columns of the project that each is made of: index of the first in `origins`; one entry more than columns. */
  readonly firstOrigin: readonly number[];
  /** Indexes into this table. */
  readonly origins: readonly number[];
  /** Bit set of `LineageKind`s for each origin: 1 identity, 2 transformation, 4 aggregation, 8 conditional, 16 window, 32 filter, 64 sort. */
  readonly originKinds: readonly number[];
}

/** Columns that decide which rows a node has: joins, filters, groups. Three numbers each: node, column, kinds (1 join, 2 filter, 4 group_by, 8 sort, 16 distinct). */
export type IndirectTable = readonly number[];

export interface TestTable {
  readonly uniqueId: readonly string[];
  readonly name: readonly string[];
  /** Index into `words`: `unique`, `not_null`, ..., `singular`, `unit`. */
  readonly type: readonly number[];
  /** Nodes that it tests. */
  readonly nodes: readonly (readonly number[])[];
  /** Index into `ColumnTable`; -1 for none. */
  readonly column: readonly number[];
  /** Index into `words`: `error`, `warn`. */
  readonly severity: readonly number[];
  readonly description: readonly number[];
  readonly path: readonly string[];
}

export interface MacroTable {
  readonly uniqueId: readonly string[];
  readonly name: readonly string[];
  readonly packageName: readonly number[];
  readonly path: readonly string[];
  readonly description: readonly number[];
  /** Names, types and descriptions of arguments. */
  readonly arguments: readonly (readonly {
    readonly name: string;
    readonly type: string | null;
    readonly description: number;
  }[])[];
  /** Indexes of macros that it calls. */
  readonly calls: readonly (readonly number[])[];
  /** Nodes that call it. */
  readonly users: readonly (readonly number[])[];
}

/** A moment is in milliseconds since 1970, a duration in seconds. */
export interface RunEntry {
  /** Unique id of a node or test. */
  readonly id: string;
  /** Index into `STATUSES`. */
  readonly status: number;
  /** Seconds from the start of the run; null when not known. */
  readonly start: number | null;
  readonly seconds: number;
  readonly thread: string | null;
  readonly rows: number | null;
  readonly failures: number | null;
  readonly message: string | null;
}

export interface Run {
  readonly command: string;
  readonly at: number;
  readonly target: string;
  readonly seconds: number;
  readonly entries: readonly RunEntry[];
}

/** What is known of a thing from all runs, the newest last. */
export interface History {
  readonly id: string;
  readonly statuses: readonly number[];
  readonly seconds: readonly number[];
  readonly rows: readonly (number | null)[];
}

export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number | null;
  readonly rows: number | null;
}

/** The files behind a source. */
export interface SourceFiles {
  /** Index of the node. */
  readonly node: number;
  readonly sql: string;
  readonly format: string;
  readonly count: number;
  readonly bytes: number;
  readonly rows: number | null;
  readonly rowGroups: number | null;
  readonly compression: readonly string[];
  readonly newest: number | null;
  /** The newest ones; there may be more. */
  readonly files: readonly SourceFile[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly nulls: number | null;
    readonly min: string | null;
    readonly max: string | null;
    /** In how many files. */
    readonly files: number;
  }[];
}

export interface Freshness {
  readonly node: number;
  readonly status: number;
  readonly maxLoadedAt: number | null;
  readonly checkedAt: number | null;
  readonly warnAfter: string | null;
  readonly errorAfter: string | null;
  readonly message: string | null;
}

/** The block that is decoded when the page opens. */
export interface CorePayload {
  readonly version: 1;
  readonly project: {
    readonly name: string;
    readonly generatedAt: number;
    readonly target: string;
    readonly adapter: string;
    readonly dbtVersion: string;
    readonly sluiceVersion: string;
    /** HTML of the block `__overview__`; null when the project has none of its own. */
    readonly overview: string | null;
    /** Overviews of packages, `__package__`. */
    readonly packages: readonly { readonly name: string; readonly overview: string | null }[];
  };
  /** Names and other short words. */
  readonly words: readonly string[];
  /** Descriptions as sanitised HTML. */
  readonly texts: readonly string[];
  readonly nodes: NodeTable;
  /** Pairs of nodes: read, reader. */
  readonly edges: readonly number[];
  readonly columns: ColumnTable;
  readonly indirect: IndirectTable;
  readonly tests: TestTable;
  readonly macros: MacroTable;
  readonly lastRun: Run | null;
  /** Earlier runs in short: command, moment, seconds, counts by status. */
  readonly runs: readonly {
    readonly command: string;
    readonly at: number;
    readonly seconds: number;
    readonly counts: readonly number[];
  }[];
  readonly history: readonly History[];
  readonly sources: readonly SourceFiles[];
  readonly freshness: readonly Freshness[];
  /** Problems that the analysis met: node and message. */
  readonly problems: readonly { readonly node: number; readonly message: string }[];
  /** Names of things that the earlier state had and this one has not. */
  readonly removed: readonly string[];
}

export interface NodeDetail {
  readonly raw: string;
  readonly compiled: string | null;
  /** Raw code in the earlier state, where it differs. */
  readonly before: string | null;
  readonly relation: string | null;
  readonly language: string;
  /** Configuration and further properties, for reading: JSON of plain values. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly facts: readonly (readonly [string, string])[];
  /** Reasons why lineage ends outside of the project: column and what it comes from. */
  readonly outside: readonly (readonly [string, string])[];
}

/** The block that is decoded when code is first looked at; lists run beside those of the core. */
export interface CodePayload {
  readonly nodes: readonly NodeDetail[];
  readonly tests: readonly {
    readonly raw: string;
    readonly compiled: string | null;
    readonly config: Readonly<Record<string, unknown>>;
  }[];
  readonly macros: readonly string[];
}
