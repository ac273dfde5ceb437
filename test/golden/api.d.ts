/** What was written or removed. */
export interface AliasReport {
    /** Absolute; null when there was nothing to remove. */
    readonly path: string | null;
}

export interface BuildOptions extends ProjectOptions, SelectionOptions, ResourceTypeOptions, ExecutionOptions, SampleOptions, AtomicOptions, RefreshOptions, StoreFailuresOptions {
}

/** Every code that Sluice can report. */
export declare const CODES: Readonly<Record<Code, CodeEntry>>;

export interface CheckOptions extends ProjectOptions, SelectionOptions, ResourceTypeOptions, RefreshOptions {
}

/** What one check found. */
export interface CheckReport {
    /** Parents before children. After an edit: what was edited and all downstream of it. */
    readonly results: readonly NodeCheck[];
    /** What was not edited itself and has an error that the check before did not have: what the edit would break. */
    readonly broken: readonly UniqueId[];
    readonly success: boolean;
    readonly seconds: number;
}

/**
 * What checking found of one thing without running it.
 * `ok`: it binds, and so do its columns. `warning`: it binds, and something about it should be known. `error`: it would fail.
 * `checked when built`: only data that is not there can tell; never counted as fine. `skipped`: it reads from something with an
 * error. `unchanged`: it lies downstream of an edit that does not reach it, as the columns that it reads are what they were.
 */
export type CheckStatus = 'ok' | 'warning' | 'error' | 'checked when built' | 'skipped' | 'unchanged';

export interface CleanOptions extends ProjectOptions {
    /** Refuse to delete outside the project. Default true. */
    readonly cleanProjectFilesOnly?: boolean;
}

/** A permanent error code, such as `P012`. */
export type Code = keyof typeof table;

/** How one output column differs from the check before. Types as the engine writes them; null where the column is not. */
export interface ColumnChange {
    readonly name: string;
    readonly before: string | null;
    readonly after: string | null;
}

export interface CompileOptions extends ProjectOptions, SelectionOptions, RefreshOptions {
    /** SQL with Jinja to compile instead of a node. */
    readonly inline?: string;
    /** Let templates query the database. Default true. */
    readonly introspect?: boolean;
}

/** The dbt version that Sluice answers as: `dbt_version`, `require-dbt-version`, artifacts. */
export declare const DBT_VERSION = "1.12.6";

/** What was found out, one entry a check. */
export interface DebugReport {
    readonly success: boolean;
    readonly failures: readonly string[];
}

export interface DepsOptions extends ProjectOptions {
    /** Choose the newest versions that fit, whatever the lock file says. */
    readonly upgrade?: boolean;
    /** Write the lock file, and install nothing. */
    readonly lock?: boolean;
    /** A package to write into packages.yml first: `name@version`. */
    readonly addPackage?: string;
    /** Where the package of `addPackage` comes from. Default `hub`. */
    readonly source?: 'hub' | 'git' | 'local';
}

/** What is installed, or locked. */
export interface DepsResult {
    /** Names of the packages in the lock file, in its order. */
    readonly packages: readonly string[];
}

/**
 * Something a user should know, as a value. What is shown to people is built from `message`, `hint`, `span` and `notes`;
 * what tools match on is `code`, and `kind` with `dbtMessage`, which are dbt's own words.
 */
export interface Diagnostic {
    readonly code: Code;
    readonly severity: Severity;
    /** One sentence: what happened and why. Neither position nor code stand in it. */
    readonly message: string;
    /** One sentence: what to do. */
    readonly hint?: string;
    readonly span?: Span;
    /** The words under the caret. */
    readonly label?: string;
    readonly notes: readonly Note[];
    readonly stack: readonly StackFrame[];
    /** dbt's name for this kind of error, such as `Compilation Error`. */
    readonly kind: string;
    /** dbt's sentence for the same error; `message` where dbt has none. */
    readonly dbtMessage: string;
    /** The unique id of the node concerned. */
    readonly uniqueId?: string;
    /** The Python class that Jinja raises for the same error, such as `TypeError`. */
    readonly exception?: string;
    /** What dbt's event of this warning carries in its JSON log, under dbt's keys; default the sentence as `msg`. */
    readonly fields?: Readonly<Record<string, unknown>>;
    /** Names the deprecation where one event stands for several: each is shown once. */
    readonly deprecation?: string;
}

/**
 * Carries diagnostics up a stack that cannot return them: out of a template, out of a loader that cannot go on.
 * Caught at a room's door and turned into values again; anything else that is thrown is a bug of ours (`I001`).
 */
export declare class DiagnosticError extends Error {
    readonly diagnostics: readonly Diagnostic[];
    constructor(diagnostics: Diagnostic | readonly Diagnostic[]);
}

export interface DocsOptions extends ProjectOptions, SelectionOptions {
    /** Compile the project first. Without it the page has no compiled code and no column lineage. Default true. */
    readonly compile?: boolean;
    /** Ask nothing of the database. */
    readonly emptyCatalog?: boolean;
    /** Write `static_index.html` too. */
    readonly static?: boolean;
}

/** What `docs generate` made. */
export interface DocsResult {
    readonly catalog: CatalogArtifact;
    /** Absolute path of the page. */
    readonly page: string;
    /** Null with `--no-compile`. */
    readonly compiled: RunResult | null;
}

/**
 * Everything that work tells while it goes on. Logic emits these, reporters draw them and give them dbt's event names and
 * codes. `at` is filled by the sink.
 */
export type Event = WatchEvent | {
    readonly type: 'commandStarted';
    readonly command: string;
    readonly version: string;
    /** All flags, under dbt's names. */
    readonly args: Readonly<Record<string, unknown>>;
}
/** dbt_project.yml and the profile are read;

/** Where events go. */
export type EventSink = (event: Event) => void;

export interface ExecutionOptions {
    readonly failFast?: boolean;
    /** How often a node is tried again after a failure that may pass by itself (a lock, a network). Default 2. */
    readonly retries?: number;
    /** Seconds before it is tried again, doubled each time. Default 1. */
    readonly retryDelay?: number;
    /** Read no rows from refs and sources. */
    readonly empty?: boolean;
}

export interface FrameOptions {
    /** Columns of the output; source lines are cut to fit. Default 110. */
    readonly width?: number;
    readonly paint?: FramePaint;
}

/** How the parts of a frame are coloured; each leaves the text as it is when left out. */
export interface FramePaint {
    readonly severity: (text: string, severity: Severity) => string;
    readonly title: (text: string) => string;
    readonly place: (text: string) => string;
    readonly gutter: (text: string) => string;
    readonly caret: (text: string, severity: Severity) => string;
    readonly help: (text: string) => string;
}

/** The outside world, as the rest of Sluice sees it. */
export interface Host {
    readonly files: Files;
    readonly clock: Clock;
    readonly env: Environment;
    readonly network: Network;
    readonly processes: Processes;
    readonly workingDirectory: string;
    readonly homeDirectory: string;
    /** Cores that this process may use. */
    readonly cores: number;
    readonly pid: number;
    /** Whether there is a process of this number now, ours or somebody else's. */
    isRunning(pid: number): boolean;
    /** `20.19.1`. */
    readonly nodeVersion: string;
    /** The program that runs this: Node's executable. */
    readonly nodePath: string;
    /** `linux x64`. */
    readonly platform: string;
    /** What this process has used up so far. */
    usage(): ProcessUsage;
    /** A fresh random UUID (v4). */
    uuid(): string;
}

export interface InitOptions extends ProjectOptions {
    /** Without a name, the project in the working directory gets a profile. */
    readonly projectName?: string;
    /** Write no profiles.yml. */
    readonly skipProfileSetup?: boolean;
    /** Do not check the connection afterwards. */
    readonly skipDebug?: boolean;
}

export interface ListOptions extends ProjectOptions, SelectionOptions, ResourceTypeOptions {
    readonly output?: 'selector' | 'name' | 'path' | 'json';
    readonly outputKeys?: readonly string[];
}

/** Everything a project declares, linked and frozen. Maps keep the order of parsing. */
export interface Manifest {
    readonly projectName: string;
    readonly adapterType: string;
    readonly nodes: ReadonlyMap<UniqueId, Node>;
    readonly sources: ReadonlyMap<UniqueId, SourceDefinition>;
    readonly macros: ReadonlyMap<UniqueId, Macro>;
    readonly docs: ReadonlyMap<UniqueId, DocBlock>;
    readonly exposures: ReadonlyMap<UniqueId, Exposure>;
    readonly groups: ReadonlyMap<UniqueId, Group>;
    readonly metrics: ReadonlyMap<UniqueId, DeclaredResource>;
    readonly semanticModels: ReadonlyMap<UniqueId, DeclaredResource>;
    readonly savedQueries: ReadonlyMap<UniqueId, DeclaredResource>;
    readonly unitTests: ReadonlyMap<UniqueId, DeclaredResource>;
    readonly functions: ReadonlyMap<UniqueId, FunctionNode>;
    readonly disabled: ReadonlyMap<UniqueId, readonly GraphNode[]>;
    /** Selectors as `selectors.yml` defines them, by name. */
    readonly selectors: Readonly<Record<string, unknown>>;
}

/** What was made. */
export interface NewProject {
    readonly name: string;
    /** Absolute. */
    readonly root: string;
}

/** Whatever is compiled or executed. */
export type Node = ModelNode | SeedNode | SnapshotNode | AnalysisNode | TestNode | FunctionNode | UnitTestNode | OperationNode | SqlOperationNode;

/** The verdict on one model, seed, snapshot, test, analysis or source. */
export interface NodeCheck {
    readonly node: Node | SourceDefinition;
    readonly status: CheckStatus;
    /** Output columns in order; empty where they could not be told, and for what has none. */
    readonly columns: readonly Column[];
    /** Against the check before by the same checker; empty the first time. */
    readonly changes: readonly ColumnChange[];
    /** Errors and warnings, at the author's line. */
    readonly diagnostics: readonly Diagnostic[];
    /** Why it is skipped or can only be checked when it is built; null otherwise. */
    readonly reason: string | null;
    /** What it reads from that is not settled itself, where it is not. */
    readonly waitsFor: readonly UniqueId[];
}

/** What became of one node. */
export interface NodeResult {
    readonly node: Step;
    readonly status: NodeStatus;
    readonly compiled: CompiledNode | null;
    readonly timing: readonly Timing[];
    /** `Thread-1 (worker)`: dbt's name of the worker. */
    readonly threadId: string;
    /** Seconds. */
    readonly executionTime: number;
    readonly message: string | null;
    /** Failing rows of a test. */
    readonly failures: number | null;
    /** What the engine said: `{_message, code, rows_affected}`. */
    readonly adapterResponse: Readonly<Record<string, unknown>>;
    /** Where the statement that was run stands, under dbt's `target/run`; null when none was written. */
    readonly buildPath: string | null;
    /** Rows of the table after the node ran, where known cheaply. */
    readonly rows: number | null;
    readonly diagnostics: readonly Diagnostic[];
    /** Of a data test that found something, where rows are to be shown. */
    readonly failingRows?: FailingRows;
    /** Of a unit test that fails. */
    readonly difference?: RowDifference;
    /** Of a function that was made. */
    readonly overloadResults?: OverloadResults;
    /** Of a microbatch model. */
    readonly batchResults?: BatchResults;
    /** Of a source whose freshness could be told. */
    readonly freshness?: SourceFreshness;
}

/** dbt's statuses of a node in `run_results.json`. */
export type NodeStatus = 'success' | 'error' | 'skipped' | 'partial success' | 'no-op' | 'pass' | 'fail' | 'warn' | 'runtime error';

export interface ParseOptions extends ProjectOptions, ThreadOptions {
}

export interface PreviewResult {
    readonly run: RunResult;
    readonly previews: readonly Preview[];
}

/** What every function of the library takes. Names are those of the options on the command line. */
export interface ProjectOptions {
    /** Folder of dbt_project.yml. Default: the working directory or the nearest one above it. */
    readonly projectDir?: string;
    /** Folder of profiles.yml. Default: the working directory, the project, `~/.dbt`; without any an embedded DuckDB file. */
    readonly profilesDir?: string;
    readonly profile?: string;
    readonly target?: string;
    readonly targetPath?: string;
    readonly logPath?: string;
    readonly vars?: Readonly<Record<string, unknown>>;
    readonly warnError?: boolean;
    readonly warnErrorOptions?: Partial<WarnErrorOptions>;
    readonly versionCheck?: boolean;
    /** When the verdict of a run is sent to `SLUICE_NOTIFY_URL` or `SLUICE_NOTIFY_COMMAND` of the environment. */
    readonly notify?: 'failure' | 'recovery' | 'always';
    /** Seconds to wait for a program that has the database open. Another run of the project is waited for anyway. */
    readonly wait?: number;
    /** Keep SQL inside the project, its databases and these folders. Default: what `flags:` of the project say. */
    readonly confine?: boolean | readonly string[];
    /** Write manifest.json and run_results.json. Default true. */
    readonly writeJson?: boolean;
    /** Told of everything that happens, while it happens. */
    readonly onEvent?: EventSink;
    /** Stops the work: running statements are interrupted, and the results say so. */
    readonly signal?: AbortSignal;
    /** The outside world. Default: this machine. */
    readonly host?: Host;
}

export interface RefreshOptions {
    /** Rebuild incremental models and seeds from scratch. */
    readonly fullRefresh?: boolean;
}

export interface ResourceTypeOptions {
    readonly resourceTypes?: readonly string[];
    readonly excludeResourceTypes?: readonly string[];
}

/** Where the run before is looked for is `state`, else the folder of artifacts. */
export interface RetryOptions extends ProjectOptions, ThreadOptions {
}

export interface RunOperationOptions extends ProjectOptions, ThreadOptions {
    /** `my_macro` or `package.my_macro`. */
    readonly macro?: string;
    readonly args?: Readonly<Record<string, unknown>>;
    /** SQL with Jinja to run instead of a macro. */
    readonly sql?: string;
}

export interface RunOptions extends ProjectOptions, SelectionOptions, ExecutionOptions, SampleOptions, AtomicOptions, RefreshOptions {
}

/** What became of a whole command. */
export interface RunResult {
    readonly command: string;
    readonly results: readonly NodeResult[];
    readonly startedAt: Date;
    /** Seconds. */
    readonly elapsed: number;
    /** False when any node failed or was not finished. */
    readonly success: boolean;
    readonly interrupted: boolean;
}

export interface SeedOptions extends ProjectOptions, SelectionOptions, ExecutionOptions, AtomicOptions, RefreshOptions {
    /** Tell rows of what was loaded as events. */
    readonly show?: boolean;
}

export interface SelectionOptions extends ThreadOptions {
    /** What to take, as after `--select`. Default: everything. */
    readonly select?: string | readonly string[];
    readonly exclude?: string | readonly string[];
    /** Folder with the artifacts of an earlier run, for `state:`, `result:`, `source_status:` and `defer`; from the project's folder. */
    readonly state?: string;
    /** Read models that are not built here from where the earlier run has them. */
    readonly defer?: boolean;
    /** Another folder than `state` for `defer`. */
    readonly deferState?: string;
    /** With `defer`, prefer the earlier run even where the target has the relation. */
    readonly favorState?: boolean;
    /** A selector of selectors.yml. */
    readonly selector?: string;
    readonly indirectSelection?: 'eager' | 'cautious' | 'buildable' | 'empty';
}

export interface ShowOptions extends CompileOptions {
    /** How many rows; -1 for all. Default 5. */
    readonly limit?: number;
}

export interface SnapshotOptions extends ProjectOptions, SelectionOptions, ExecutionOptions, AtomicOptions {
}

export interface SourceFreshnessOptions extends ProjectOptions, SelectionOptions, ThreadOptions {
    /** Where to write the results. Default: `sources.json` in the folder of artifacts. */
    readonly output?: string;
}

/** A stretch of a source text. Offsets count UTF-16 code units; `end` is exclusive. */
export interface Span {
    readonly source: SourceText;
    readonly start: number;
    readonly end: number;
}

export interface StoreFailuresOptions {
    /** Keep failing rows of tests in the database. */
    readonly storeFailures?: boolean;
}

export interface TestOptions extends ProjectOptions, SelectionOptions, ResourceTypeOptions, StoreFailuresOptions {
    readonly failFast?: boolean;
}

export interface ThreadOptions {
    /** How many nodes are worked on at once. Default: the target's `threads`. */
    readonly threads?: number;
}

/** Which warnings are errors, as dbt writes it: event names, or `all`. */
export interface WarnErrorOptions {
    readonly error: readonly string[] | string;
    readonly warn: readonly string[];
    readonly silence: readonly string[];
}

/**
 * Builds seeds and models and runs their tests, in the order of the graph. Failing nodes are results: look at `success`. What
 * stops the work (a broken project, a wrong option) is thrown as a `DiagnosticError`; this holds for all functions here.
 */
export declare function build(given?: options.BuildOptions): Promise<RunResult>;

/**
 * Binds the project on empty tables, without touching data: columns, types and faults of every model, seed, snapshot, source
 * and test.
 */
export declare function check(given?: options.CheckOptions): Promise<CheckReport>;

/** Deletes the folders of `clean-targets` and answers their paths. */
export declare function clean(given?: options.CleanOptions): Promise<readonly string[]>;

/** Makes nodes in the target out of what the state has of them: views, on engines that cannot copy a table without its data. */
export declare function clone(given: options.CloneOptions): Promise<RunResult>;

/** Writes the SQL that nodes come to below `target/compiled`; results hold it too. */
export declare function compile(given?: options.CompileOptions): Promise<RunResult>;

/** The machine this process runs on. */
export declare function createHost(workingDirectory?: string): Host;

/** Checks the project, the profile and the connection. */
export declare function debug(given?: options.ProjectOptions): Promise<DebugReport>;

/** Installs the packages that packages.yml or dependencies.yml asks for, and keeps `package-lock.yml`. */
export declare function deps(given?: options.DepsOptions): Promise<DepsResult>;

/** Writes `catalog.json` and the docs page. */
export declare function docs(given?: options.DocsOptions): Promise<DocsResult>;

/**
 * A diagnostic for people: what happened, where, the lines with the place underlined, what belongs to it, what to do. Has no
 * line break at its end.
 */
export declare function frame(diagnostic: Diagnostic, options?: FrameOptions): string;

/** Makes a new project in a folder of its name. */
export declare function init(given: options.InitOptions): Promise<NewProject>;

/** Writes a program `dbt` that calls Sluice, or takes it away; never over another dbt. */
export declare function installAlias(given?: options.InstallAliasOptions): Promise<AliasReport>;

/** Lists resources; one text each, in the form that `output` names. */
export declare function list(given?: options.ListOptions): Promise<readonly string[]>;

/** Reads the project and writes manifest.json. */
export declare function parse(given?: options.ParseOptions): Promise<Manifest>;

/** Takes the run before up again: its command and options, over what failed or was skipped. Answers whether all went well. */
export declare function retry(given?: options.RetryOptions): Promise<boolean>;

/** Builds models. */
export declare function run(given?: options.RunOptions): Promise<RunResult>;

/** Runs a macro by its name, or SQL. */
export declare function runOperation(given: options.RunOperationOptions): Promise<RunResult>;

/** Loads CSV files into the database. */
export declare function seed(given?: options.SeedOptions): Promise<RunResult>;

/** Reads the first rows of nodes, or of the SQL of `inline`; nothing is built. */
export declare function show(given: options.ShowOptions): Promise<PreviewResult>;

/** Records what has changed since the last snapshot. */
export declare function snapshot(given?: options.SnapshotOptions): Promise<RunResult>;

/** Looks at how fresh sources are, and writes `sources.json`; a source that is too old is a failure. */
export declare function sourceFreshness(given?: options.SourceFreshnessOptions): Promise<RunResult>;

/** Runs data tests on what is built. */
export declare function test(given?: options.TestOptions): Promise<RunResult>;
