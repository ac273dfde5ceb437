import type { Diagnostic, DiagnosticSink } from '../diagnostics/index.ts';
import type { Column, EventSink, Project, Relation, SqlValue, Target } from '../domain/index.ts';
import type { Host } from '../host/index.ts';

/** What an engine can do. Shared code asks these flags and never an engine's name. */
export interface Capabilities {
  /** CREATE, DROP and RENAME take part in transactions. */
  readonly transactionalDdl: boolean;
  /** `CREATE TEMPORARY TABLE` exists. */
  readonly temporaryTables: boolean;
  /** A running statement can be stopped from another connection or at once. */
  readonly interrupt: boolean;
  /** Catalog queries can be limited to the schemas of the selected nodes. */
  readonly catalogBySchema: boolean;
  /** Errors carry an offset into the statement. */
  readonly errorPositions: boolean;
}

/** Names and types as this engine writes them. */
export interface Dialect {
  /** Quotes an identifier, doubling quotes inside. */
  quote(identifier: string): string;
  /** A string literal, quotes doubled. */
  literal(text: string): string;
  /** The relation's name in SQL, quoted part by part. */
  render(relation: Relation): string;
}

export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/** The answer to one or several statements: rows are those of the last statement that has any. */
export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly SqlValue[])[];
  /** Rows changed by INSERT, UPDATE, DELETE, CREATE TABLE AS; null when not known. */
  readonly rowsAffected: number | null;
  /** dbt's adapter response: `_message` is `OK`. */
  readonly response: Readonly<Record<string, unknown>>;
  /** Seconds. */
  readonly seconds: number;
}

export interface QueryOptions {
  /** Read rows back; otherwise `rows` is empty. Default false. */
  readonly fetch?: boolean;
  /** Read at most so many rows. */
  readonly limit?: number;
  /** Values for `$1`, `$2`, ... or `?`. */
  readonly parameters?: readonly SqlValue[];
}

/** One session of the engine. Statements run one after another. Errors are thrown as `DiagnosticError` from `Adapter.explain`. */
export interface Connection {
  /** dbt's name of the connection: `master` or the node's unique id. */
  readonly name: string;
  execute(sql: string, options?: QueryOptions): Promise<QueryResult>;
  /** Whether `begin` was called without `commit` or `rollback` since. */
  readonly inTransaction: boolean;
  begin(): Promise<void>;
  /** Commits; when the transaction was aborted it rolls back and throws: a COMMIT of an aborted one answers OK in DuckDB. */
  commit(): Promise<void>;
  /** Rolls back if a transaction is open; never throws. */
  rollback(): Promise<void>;
  /** Stops the running statement; resolves when it has settled. */
  interrupt(): Promise<void>;
  close(): Promise<void>;
}

/** Relations as the engine's catalog has them, kept in memory between look-ups as dbt does. */
export interface Catalog {
  /** Loads the named schemas, or refreshes them. */
  load(
    connection: Connection,
    schemas: readonly { readonly database: string | null; readonly schema: string }[],
  ): Promise<void>;
  /** Loads the schema unless it is known. Who asks while another connection is loading it waits for that answer. */
  ensure(
    connection: Connection,
    schema: { readonly database: string | null; readonly schema: string },
  ): Promise<void>;
  get(relation: Relation): Relation | undefined;
  list(database: string | null, schema: string): readonly Relation[];
  added(relation: Relation): void;
  dropped(relation: Relation): void;
  renamed(from: Relation, to: Relation): void;
  /** The schemas that were loaded. */
  schemas(): readonly { readonly database: string | null; readonly schema: string }[];
  /** All relations known, for leftovers and for artifacts. */
  all(): readonly Relation[];
}

/** One file that SQL reads. */
export interface ScannedFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970; null when not known. */
  readonly modifiedAt: number | null;
  readonly rows: number | null;
}

/** What the files' own statistics say of a column. */
export interface ScannedColumn extends Column {
  readonly nulls: number | null;
  readonly min: string | null;
  readonly max: string | null;
  /** In how many of the files it is. */
  readonly files: number;
}

/** The files behind a scan, from their names and footers alone. */
export interface FileScan {
  /** `parquet`, `csv`, `json`, ... */
  readonly format: string;
  /** The newest first. */
  readonly files: readonly ScannedFile[];
  readonly rowGroups: number | null;
  readonly compression: readonly string[];
  readonly columns: readonly ScannedColumn[];
}

/** What a relation holds, told so that two states of it can be compared. */
export interface Fingerprint {
  readonly rows: number;
  /** Equal for equal columns, types and rows in any order. */
  readonly content: string;
}

/** Names of a scratch database and of the schema in it. */
export interface ScratchName {
  /** Of one thing in the whole instance at a time. */
  readonly name: string;
  readonly schema: string;
}

/** Something that a model in Python reads. */
export interface PythonInput {
  /** What stands for it in SQL: a relation's name, or the place of an external source. */
  readonly text: string;
  /** Database, schema and name of a relation; null for what is none. */
  readonly place: readonly [string, string, string] | null;
}

/** A model in Python as it is about to run. */
export interface PythonJob {
  /** The model's text with what dbt puts behind it. */
  readonly code: string;
  /** The file of the project, for errors. */
  readonly path: string;
  readonly identifier: string;
  readonly inputs: readonly PythonInput[];
  /** Programs to try, in order. */
  readonly commands: readonly string[];
  /** The script that runs the model. */
  readonly runner: string;
  /** The folder that the model works in. */
  readonly folder: string;
}

/** What went wrong in a model's own code. */
export interface PythonProblem {
  /** Python's traceback, from the model on. */
  readonly text: string;
  /** Its last line. */
  readonly message: string;
  /** The places between, the innermost last. Lines count from 1. */
  readonly frames: readonly { readonly file: string; readonly line: number; readonly name: string }[];
  /** The module that is not installed. */
  readonly module: string | null;
}

/** What became of a model in Python. */
export type PythonOutcome =
  | { readonly kind: 'done'; readonly stdout: string }
  | { readonly kind: 'withoutPython' }
  | {
      readonly kind: 'withoutPackage';
      readonly command: string;
      readonly module: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'failed';
      readonly command: string;
      readonly problem: PythonProblem;
      readonly stdout: string;
    };

/** A database for tables that are looked at and thrown away. */
export interface Scratch {
  readonly database: string;
  /** Lets go of it and of everything in it; no transaction may be open. */
  drop(): Promise<void>;
}

/** An engine. One per run; `close` flushes and lets go of files. */
export interface Adapter {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly dialect: Dialect;
  readonly catalog: Catalog;
  connect(name: string): Promise<Connection>;
  /** Columns of a relation in order; empty when it does not exist. */
  columnsOf(connection: Connection, relation: Relation): Promise<readonly Column[]>;
  /** Columns that a query would give, without running it. */
  columnsOfQuery(connection: Connection, sql: string): Promise<readonly Column[]>;
  /** An engine error as a diagnostic. Its span, when there is one, points into `sql` (path `<sql>`); callers map it to the author's file. */
  explain(error: unknown, sql: string): Diagnostic;
  /** Rows of tables, where the engine knows them without counting. */
  rowCounts(
    connection: Connection,
  ): Promise<readonly { readonly relation: Relation; readonly rows: number }[]>;
  /** Reads the whole relation; undefined when it does not exist. */
  fingerprint(connection: Connection, relation: Relation): Promise<Fingerprint | undefined>;
  /** The files that SQL such as `read_parquet('lake/*.parquet')` reads; null when they cannot be told without reading them. */
  filesBehind(connection: Connection, sql: string): Promise<FileScan | null>;
  /** All tables and views with their columns, as the catalog has them. */
  tables(
    connection: Connection,
  ): Promise<readonly { readonly relation: Relation; readonly columns: readonly Column[] }[]>;
  /** Statements that make the database's own types and functions elsewhere; those that fail there can be passed over. */
  shapes(connection: Connection): Promise<readonly string[]>;
  /** Runs a model in Python, its table included. Default: there are no such models. */
  runPython?(connection: Connection, job: PythonJob): Promise<PythonOutcome>;
  /** An empty database beside those of the target, with a schema in it. Default: there is none to be had. */
  scratch?(connection: Connection, names: ScratchName): Promise<Scratch>;
  /** Stops every running statement. */
  interruptAll(): Promise<void>;
  /** Begins what `close` would do with the data, while other work goes on: nothing more is going to be written. Default: nothing. */
  settle?(): void;
  close(): Promise<void>;
}

/** Files that a run on a copy wrote beside the place that they are meant for. Paths are absolute. */
export interface StagedOutput {
  /** A file or a folder of files, alone in a folder of its own. */
  readonly staged: string;
  readonly path: string;
  /** The place as the model names it, which is how views read it. */
  readonly location: string;
}

/** An engine over a copy of the database: what happens in it is seen by nobody until it is published. */
export interface StagedAdapter {
  readonly adapter: Adapter;
  /**
   * Closes the engine and puts what was built in the place of what there was, at one moment. Throws a `DiagnosticError` when
   * that is not possible; then everything is as it was. Files follow once the database is there.
   */
  publish(outputs: readonly StagedOutput[]): Promise<void>;
  /** Closes the engine and throws away what was built. Nothing happens after `publish`. */
  discard(outputs: readonly StagedOutput[]): Promise<void>;
}

/** How a base column reaches the value of an output column; the last four decide the value without being part of it. */
export type LineageKind =
  | 'identity'
  | 'transformation'
  | 'aggregation'
  | 'conditional'
  | 'window'
  | 'filter'
  | 'sort';

/** How a base column decides which rows there are. */
export type IndirectKind = 'join' | 'filter' | 'group_by' | 'sort' | 'distinct';

/** A column that a query reads: of a relation, or of a file scan that the query names itself. */
export interface LineageSource<Kind> {
  readonly from:
    | { readonly relation: Relation; readonly scan: null }
    | { readonly relation: null; readonly scan: string };
  readonly column: string;
  readonly kinds: readonly Kind[];
}

/** What a query's output is made of. */
export interface QueryLineage {
  readonly columns: readonly (Column & { readonly sources: readonly LineageSource<LineageKind>[] })[];
  readonly indirect: readonly LineageSource<IndirectKind>[];
  /** The tables that the query reads; null when it may read anything else, such as files. */
  readonly reads: readonly Relation[] | null;
}

/**
 * A private, empty copy of a database's shapes: queries are bound on it, to learn their columns and lineage without touching
 * data. Errors are thrown as `DiagnosticError` from `Adapter.explain`.
 */
export interface Shadow {
  /** What decides, beside the query and its tables, what comes out: the engine's version, its settings, macros and types. */
  readonly stamp: string;
  /** An empty table of this shape, replacing any of the same name. Types that are not known here count as text. */
  define(relation: Relation, columns: readonly Column[]): Promise<void>;
  /** Takes the table of this name away; nothing happens when there is none. */
  drop(relation: Relation): Promise<void>;
  /** Columns that a query would give. */
  columnsOf(sql: string): Promise<readonly Column[]>;
  /** Runs a statement on the empty tables. */
  execute(sql: string, options?: QueryOptions): Promise<QueryResult>;
  /** Null when the engine cannot tell (a dynamic pivot, a scan that it does not describe). */
  lineageOf(sql: string): Promise<QueryLineage | null>;
  close(): Promise<void>;
}

export interface ShadowOptions {
  readonly project: Project;
  readonly target: Target;
  readonly host: Host;
  /** From `Adapter.shapes`: macros and types of the database that is shadowed. */
  readonly shapes: readonly string[];
}

export interface AdapterOptions {
  readonly project: Project;
  readonly target: Target;
  readonly host: Host;
  readonly sink: DiagnosticSink;
  readonly events: EventSink;
}

/** What an output says of the places its databases live in. Macros ask for it. */
export interface Storage {
  /** Names of databases that are kept in a lake catalog (DuckLake). */
  readonly lakes: ReadonlySet<string>;
  /** Whether the engine runs elsewhere (MotherDuck), where temporary tables do not exist. */
  readonly isHosted: boolean;
}

/** What the lazy registry holds: everything that must be known of an engine without loading it, and its opener. */
export interface AdapterPlugin {
  readonly name: string;
  /** `DuckDB`: how dbt's classes for this engine start, as templates print them (`<DuckDBRelation ...>`). Default: `name`. */
  readonly classPrefix?: string;
  /** `1.11.1`: the version that artifacts and logs name. */
  readonly version: string;
  readonly dialect: Dialect;
  /** Names of built-in macro packages for this engine, most specific first: `['dbt_duckdb', 'dbt']`. */
  readonly macroPackages: readonly string[];
  /** `['duckdb', 'default']`: prefixes that `adapter.dispatch` tries. */
  readonly dispatchPrefixes: readonly string[];
  /** Types of constraints that tables of this engine are held to: `not_null`, `primary_key`, ... */
  readonly enforcedConstraints: ReadonlySet<string>;
  /** The database name that a target stands for, from its credentials (basename of the path...). */
  databaseOf(credentials: Readonly<Record<string, unknown>>): string;
  /** What `target` shows of the credentials in templates: dbt's connection keys with their defaults. Default: all credentials. */
  connectionInfo?(credentials: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Default: no lakes, not hosted. */
  storageOf?(credentials: Readonly<Record<string, unknown>>): Storage;
  /** Absolute paths of the files that a target's databases are kept in, so that a change of them can be seen. Default: none. */
  filesOf?(credentials: Readonly<Record<string, unknown>>, root: string): readonly string[];
  /** Checks credentials; reports coded diagnostics for keys that cannot be served here. */
  checkCredentials(credentials: Readonly<Record<string, unknown>>, sink: DiagnosticSink): void;
  open(options: AdapterOptions): Promise<Adapter>;
  /**
   * What is built, to be read: nothing is created or written, and files are held no longer than until `close`. Null when there
   * is no database yet. Throws a `DiagnosticError` when it cannot be read now. Default: what is built cannot be looked at.
   */
  openToRead?(options: AdapterOptions): Promise<Adapter | null>;
  /** For runs that are published as a whole. Default: such runs are not possible. */
  openStaged?(options: AdapterOptions): Promise<StagedAdapter>;
  /** Default: queries cannot be analysed. */
  openShadow?(options: ShadowOptions): Promise<Shadow>;
}
