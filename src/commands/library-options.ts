import type { EventSink } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { WarnErrorOptions } from './flags/warn-error-options.ts';

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

export interface ThreadOptions {
  /** How many nodes are worked on at once. Default: the target's `threads`. */
  readonly threads?: number;
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

export interface ResourceTypeOptions {
  readonly resourceTypes?: readonly string[];
  readonly excludeResourceTypes?: readonly string[];
}

export interface ExecutionOptions {
  readonly failFast?: boolean;
  /** How often a node is tried again after a failure that may pass by itself (a lock, a network). Default 2. */
  readonly retries?: number;
  /** Seconds before it is tried again, doubled each time. Default 1. */
  readonly retryDelay?: number;
  /** Read no rows from refs and sources. */
  readonly empty?: boolean;
}

export interface SampleOptions {
  /** Read only a window of event time: `3 days`, or `{start: 2024-01-01, end: 2024-02-01}`. */
  readonly sample?: string;
}

export interface RefreshOptions {
  /** Rebuild incremental models and seeds from scratch. */
  readonly fullRefresh?: boolean;
}

export interface AtomicOptions {
  /** Everything that is built becomes visible at one moment, when all of it went well, or nothing does. */
  readonly atomic?: boolean;
}

export interface StoreFailuresOptions {
  /** Keep failing rows of tests in the database. */
  readonly storeFailures?: boolean;
}

export interface RunOptions
  extends ProjectOptions,
    SelectionOptions,
    ExecutionOptions,
    SampleOptions,
    AtomicOptions,
    RefreshOptions {}

export interface SnapshotOptions extends ProjectOptions, SelectionOptions, ExecutionOptions, AtomicOptions {}

export interface SeedOptions
  extends ProjectOptions,
    SelectionOptions,
    ExecutionOptions,
    AtomicOptions,
    RefreshOptions {
  /** Tell rows of what was loaded as events. */
  readonly show?: boolean;
}

export interface TestOptions
  extends ProjectOptions,
    SelectionOptions,
    ResourceTypeOptions,
    StoreFailuresOptions {
  readonly failFast?: boolean;
}

/** Where the run before is looked for is `state`, else the folder of artifacts. */
export interface RetryOptions extends ProjectOptions, ThreadOptions {}

export interface SourceFreshnessOptions extends ProjectOptions, SelectionOptions, ThreadOptions {
  /** Where to write the results. Default: `sources.json` in the folder of artifacts. */
  readonly output?: string;
}

export interface BuildOptions
  extends ProjectOptions,
    SelectionOptions,
    ResourceTypeOptions,
    ExecutionOptions,
    SampleOptions,
    AtomicOptions,
    RefreshOptions,
    StoreFailuresOptions {}

export interface CompileOptions extends ProjectOptions, SelectionOptions, RefreshOptions {
  /** SQL with Jinja to compile instead of a node. */
  readonly inline?: string;
  /** Let templates query the database. Default true. */
  readonly introspect?: boolean;
}

export interface CheckOptions extends ProjectOptions, SelectionOptions, ResourceTypeOptions, RefreshOptions {}

export interface ShowOptions extends CompileOptions {
  /** How many rows; -1 for all. Default 5. */
  readonly limit?: number;
}

export interface CloneOptions extends ProjectOptions, SelectionOptions, ResourceTypeOptions {
  /** Replace what the target has already. */
  readonly fullRefresh?: boolean;
}

export interface ListOptions extends ProjectOptions, SelectionOptions, ResourceTypeOptions {
  readonly output?: 'selector' | 'name' | 'path' | 'json';
  readonly outputKeys?: readonly string[];
}

export interface ParseOptions extends ProjectOptions, ThreadOptions {}

export interface DocsOptions extends ProjectOptions, SelectionOptions {
  /** Compile the project first. Without it the page has no compiled code and no column lineage. Default true. */
  readonly compile?: boolean;
  /** Ask nothing of the database. */
  readonly emptyCatalog?: boolean;
  /** Write `static_index.html` too. */
  readonly static?: boolean;
}

export interface RunOperationOptions extends ProjectOptions, ThreadOptions {
  /** `my_macro` or `package.my_macro`. */
  readonly macro?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** SQL with Jinja to run instead of a macro. */
  readonly sql?: string;
}

export interface CleanOptions extends ProjectOptions {
  /** Refuse to delete outside the project. Default true. */
  readonly cleanProjectFilesOnly?: boolean;
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

export interface InstallAliasOptions extends Pick<ProjectOptions, 'host' | 'onEvent'> {
  /** Folder of the alias. Default: `~/.local/bin`. */
  readonly path?: string;
  /** Take the alias away again. Default false. */
  readonly remove?: boolean;
}

export interface InitOptions extends ProjectOptions {
  /** Without a name, the project in the working directory gets a profile. */
  readonly projectName?: string;
  /** Write no profiles.yml. */
  readonly skipProfileSetup?: boolean;
  /** Do not check the connection afterwards. */
  readonly skipDebug?: boolean;
}
