import type { Adapter, AdapterPlugin, Connection, StagedOutput } from '../adapter/contract.ts';
import type { CompiledFields, RunNodeOutcome } from '../artifacts/index.ts';
import type { DiagnosticSink, SourceText, Span } from '../diagnostics/index.ts';
import type {
  BatchResults,
  EventSink,
  Invocation,
  Macro,
  Manifest,
  ModelNode,
  Node,
  Project,
  RefCall,
  Relation,
  ResourceType,
  SourceCall,
  SourceDefinition,
  UniqueId,
} from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja, MacroTemplate, Scope } from '../jinja/contract.ts';

/** All macros of a project, its packages and the built-in packages, found by dbt's rules and compiled when first called. */
export interface MacroLibrary {
  readonly macros: ReadonlyMap<UniqueId, Macro>;
  /** Names of the built-in packages, most specific first: `['dbt_duckdb', 'dbt']`. */
  readonly internalPackages: readonly string[];
  /** Names of every package that holds a macro. */
  readonly packageNames: ReadonlySet<string>;
  /**
   * What an unqualified name means in code of `packageName`: that package, then the root project, then the built-in
   * packages. Macros of other packages are only found with `findIn`.
   */
  find(name: string, packageName: string): Macro | undefined;
  /** The part of `find` that comes before packages as values: the caller's package, then the root project. */
  findLocal(name: string, packageName: string): Macro | undefined;
  /** What a bare name means in a package: a macro, a package with its macros, or nothing of both. */
  meaningOf(name: string, packageName: string): Macro | 'package' | undefined;
  /** What `packageName.name` means; `dbt` stands for all built-in packages together. */
  findIn(packageName: string, name: string): Macro | undefined;
  /**
   * What a bare name means to whoever calls macros from outside templates (`run-operation`, the adapter): a macro of the
   * root project, then of an installed package, then a built-in one.
   */
  findAnywhere(name: string): Macro | undefined;
  /** Whether `packageName.macro` may be written: built-in packages can only be reached as `dbt`. */
  hasNamespace(packageName: string): boolean;
  /** All names that `find` knows in a package, for "did you mean". */
  namesIn(packageName: string): readonly string[];
  /** dbt's `adapter.dispatch`. Throws a `DiagnosticError` with dbt's sentence when there is no candidate. */
  dispatch(request: {
    readonly macroName: string;
    readonly macroNamespace: string | null;
    readonly packageName: string;
  }): Macro;
  /** The materialization of this name for the engine of the target; undefined when there is none. */
  findMaterialization(name: string): Macro | undefined;
  /** `test_<name>` as a generic test in `packageName` sees it, or in `namespace` when one is written. */
  findGenericTest(request: {
    readonly name: string;
    readonly namespace: string | null;
    readonly packageName: string;
  }): Macro | undefined;
  /** `generate_<component>_name`: of the package that owns the node when it has one, else the root project's, else the built-in. */
  findGenerateName(component: 'schema' | 'alias' | 'database', packageName: string): Macro | undefined;
  /** What a macro calls, for its own `depends_on.macros`, found in its text without running it; in order, without repeats. */
  dependenciesOf(macro: Macro): readonly UniqueId[];
  /** The compiled macro. Syntax errors are thrown as `DiagnosticError`. */
  template(macro: Macro): MacroTemplate;
}

export interface MacroLibraryOptions {
  readonly macros: Iterable<Macro>;
  readonly project: Project;
  readonly jinja: Jinja;
  readonly plugin: AdapterPlugin;
  /** Macros that were compiled already, when their files were read. */
  readonly templates?: ReadonlyMap<UniqueId, MacroTemplate>;
}

/** What every context needs. */
export interface ContextEnvironment {
  readonly host: Host;
  readonly project: Project;
  readonly invocation: Invocation;
  readonly jinja: Jinja;
  readonly plugin: AdapterPlugin;
  readonly library: MacroLibrary;
  readonly events: EventSink;
  /** `exceptions.warn` and other warnings. */
  readonly sink: DiagnosticSink;
  /** Where external models note files that are put in place when the run is published. Default: each puts its own in place. */
  readonly stagedOutputs?: StagedOutput[] | undefined;
}

/** As much of a node as is known while it is parsed. */
export interface NodeDraft {
  readonly resourceType: ResourceType;
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  /** The node's name until the real alias is known. */
  readonly alias: string;
  readonly database: string | null;
  readonly schema: string;
  /** dbt's dictionary of the unfinished node, for `model`; asked for only when a template reads it. */
  readonly toWire?: () => Readonly<Record<string, unknown>>;
}

/** What a template asked for while it was rendered at parse time. Lists keep the order of calls and repeats. */
export interface Captured {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** `metric()` calls as dbt stores them: `[name]` or `[package, name]`. */
  readonly metrics: readonly (readonly string[])[];
  /** `function()` calls: `[name]` or `[package, name]`. */
  readonly functions: readonly (readonly string[])[];
  /** The keyword arguments of each `config()` call, `pre_hook` and `post_hook` already under their dashed names. */
  readonly configCalls: readonly Readonly<Record<string, unknown>>[];
  /** Macros called by the template itself, each once, in order: its `depends_on.macros`. */
  readonly macroIds: readonly UniqueId[];
  /** Environment variables read, with their values or dbt's placeholder for a default. */
  readonly envVars: ReadonlyMap<string, string>;
  /** Variables read. */
  readonly vars: ReadonlySet<string>;
  readonly reach: Reach;
}

/** How far a template reached besides its own text: what would have to be the same for it to ask for the same again. */
export interface Reach {
  /** Names that were looked up and are no macros. */
  readonly members: ReadonlySet<string>;
  /** Macros that were called, however deep. */
  readonly macros: ReadonlyMap<UniqueId, Macro>;
  /** Whether anything but the output saw the name of the relation that stands for all others while parsing. */
  readonly hasSeenRelation: boolean;
}

export interface ParseScope {
  readonly scope: Scope;
  /** Grows while templates are rendered with `scope`. */
  readonly captured: Captured;
}

export interface ParseScopeOptions {
  readonly environment: ContextEnvironment;
  readonly draft: NodeDraft;
}

export interface GenericTestScopeOptions extends ParseScopeOptions {
  /** `test_metadata.kwargs`: strings in it are rendered natively into `_dbt_generic_test_kwargs`. */
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** Where the test stands, for errors in its arguments. */
  readonly source: SourceText;
}

export interface DocsScopeOptions {
  readonly environment: ContextEnvironment;
  readonly packageName: string;
  /** The unique id of the thing described, for dbt's error. */
  readonly describes?: UniqueId;
  /** The contents of the docs block, or undefined when there is none; `packageName` is null for the one-argument form. */
  /** Null where there is no `doc()`. */
  readonly findDoc:
    | ((request: {
        readonly name: string;
        readonly packageName: string | null;
      }) => { readonly uniqueId: UniqueId; readonly contents: string } | undefined)
    | null;
}

export interface DocsScope {
  readonly scope: Scope;
  /** Docs blocks that were read. */
  readonly docIds: readonly UniqueId[];
}

export interface MacroCallOptions {
  readonly environment: ContextEnvironment;
  readonly macro: Macro;
  readonly positional?: readonly unknown[];
  readonly keywords?: Readonly<Record<string, unknown>>;
  /** The package in whose name it is called: decides which macros it finds first. Default: the macro's own. */
  readonly packageName?: string;
}

/** What a template can reach at run time: the engine, opened when something first asks for it. */
export interface Database {
  /** Throws a `DiagnosticError` where no connection may be used (`--no-introspect`). */
  open(): Promise<{ readonly adapter: Adapter; readonly connection: Connection }>;
}

/** Where an earlier run has a node or function, under dbt's keys. */
export interface DeferredResource {
  readonly database: string | null;
  readonly schema: string;
  readonly alias: string;
  readonly relationName: string | null;
  /** dbt's dictionary of it: `defer_relation` of the node. */
  readonly entry: Readonly<Record<string, unknown>>;
}

/** What `--defer` lets references fall back on. */
export interface DeferralRules {
  /** By the id of the node or function that it stands in for. */
  readonly resources: ReadonlyMap<UniqueId, DeferredResource>;
  /** `--favor-state`: what is not selected is read from the state, even where the target has it. */
  readonly prefersState: boolean;
}

export interface Deferral extends DeferralRules {
  /** Whether the target has a relation of this name. */
  readonly exists: (relation: Relation) => boolean;
}

/** What stands for the things that the model of a unit test reads. */
export interface UnitTestWorld {
  /** By the id of the source. */
  readonly sources: ReadonlyMap<UniqueId, ModelNode>;
  /** For the model's own table; null when the test says nothing of it. */
  readonly own: ModelNode | null;
}

/** `graph` of one call: templates that add to it find it again, in whatever node they run, as in dbt. */
export interface LiveGraph {
  readonly dictionary: unknown;
  /** What nodes have come to so far. */
  readonly outcomes: Map<UniqueId, RunNodeOutcome>;
}

/** What a retry takes over from the run before. */
export interface Retried {
  /** When that run began: batches are those of then. */
  readonly startedAt: Date;
  /** Microbatch models of which only batches failed. */
  readonly batches: ReadonlyMap<UniqueId, BatchResults>;
}

export interface RunEnvironment extends ContextEnvironment {
  readonly retried?: Retried | undefined;
  readonly manifest: Manifest;
  /** Set where a unit test is compiled and run: the manifest then holds what the test brings along and nothing else. */
  readonly unitTest?: UnitTestWorld | undefined;
  /** Shared by all nodes of a call. Default: each context has its own. */
  readonly graph?: LiveGraph | undefined;
  /**
   * Sources outside the database are read as tables of their names, for an analysis that puts empty ones there. Default: they
   * are read where they are.
   */
  readonly sourcesAsTables?: boolean | undefined;
  /** Undefined without `--defer`. */
  readonly deferral?: Deferral | undefined;
  /** Unique ids that the command selected, for `selected_resources`. */
  readonly selected: readonly UniqueId[];
  /** Entries of manifest.json that an earlier parse has printed, for what comes from there unchanged. */
  readonly printed?: (() => ((value: object) => Uint8Array | undefined) | undefined) | undefined;
}

export interface NodeScopeOptions {
  readonly environment: RunEnvironment;
  readonly node: Node;
  readonly database: Database;
  /** `sql` and `compiled_code`; null while the node is being compiled. */
  readonly compiledCode: string | null;
  /** The rest of what compiling gave, for `model`. Default: the code alone. */
  readonly compiled?: CompiledFields | undefined;
  /** dbt's name of the worker: `Thread-1 (worker)`. */
  readonly threadId?: string;
  /** Names on top of the context: `results`, `schemas` and `database_schemas` of on-run-end hooks. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly observer?: NodeObserver | undefined;
}

/** Told of what a node's templates do that artifacts keep. */
export interface NodeObserver {
  /** `write()` wrote this file, as artifacts name it. */
  wrote(path: string): void;
  /** The node's own text called this macro: it belongs to its `depends_on.macros`. */
  called(macro: UniqueId): void;
  /** A name was used that does not exist: where it is printed, nothing is. */
  readonly missed?: ((name: string, span: Span) => void) | undefined;
}

/** The answer that `statement` stored: `load_result`. */
export interface StoredResult {
  readonly response: Readonly<Record<string, unknown>>;
  /** The text that a macro stored in place of a response. */
  readonly given?: string;
  /** The runtime's table. */
  readonly table: unknown;
}

export interface NodeScope {
  readonly scope: Scope;
  /** Ephemeral models that were referred to, in order of their first `ref`. */
  readonly ephemeralIds: readonly UniqueId[];
  /** `load_result(name)` without taking it away, such as `main`. */
  result(name: string): StoredResult | undefined;
  /** Calls a macro in this context and resolves to its value. */
  call(
    macro: Macro,
    positional?: readonly unknown[],
    keywords?: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
  /** The same for a macro that stands in for the node: what it calls counts as called by the node itself. */
  callInPlace(macro: Macro): Promise<unknown>;
}

export interface MacroScopeOptions {
  readonly environment: RunEnvironment;
  readonly database: Database;
  /** The package in whose name macros are called. Default: the macro's own. */
  readonly packageName?: string;
  /** The source that is worked for, which query comments name. */
  readonly source?: SourceDefinition;
  readonly threadId?: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Parts of a relation name that are quoted or included. */
export interface Policy {
  readonly database: boolean;
  readonly schema: boolean;
  readonly identifier: boolean;
}
