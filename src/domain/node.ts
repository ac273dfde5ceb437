import type { Span } from '../diagnostics/index.ts';
import type { Batch } from './batch.ts';
import type { ResourceType, UniqueId } from './resource.ts';

/**
 * A node's resolved configuration under dbt's own key names (`materialized`, `unique_key`, `pre-hook`, ...), unknown keys
 * included: projects read any of them back with `config.get`.
 */
export interface NodeConfig {
  readonly enabled: boolean;
  readonly materialized?: string;
  readonly [key: string]: unknown;
}

/** One hook as it stands in a config. */
export interface HookConfig {
  readonly sql: string;
  readonly transaction: boolean;
  readonly index: number | null;
}

export interface Checksum {
  /** `sha256`, `none` or `path`. */
  readonly name: string;
  readonly checksum: string;
}

/** What the text of a node is written in; JavaScript is for functions alone. */
export type Language = 'sql' | 'python' | 'javascript';

/** One `ref()` call, in the order of the text. */
export interface RefCall {
  readonly name: string;
  readonly package: string | null;
  readonly version: string | number | null;
  readonly span?: Span;
}

/** One `source()` call. */
export interface SourceCall {
  readonly source: string;
  readonly table: string;
  readonly span?: Span;
}

export interface DependsOn {
  readonly macros: readonly UniqueId[];
  readonly nodes: readonly UniqueId[];
}

export interface DocsConfig {
  readonly show: boolean;
  readonly nodeColor: string | null;
}

export interface ContractConfig {
  readonly enforced: boolean;
  readonly aliasTypes: boolean;
  readonly checksum: string | null;
}

export interface ConstraintSpec {
  readonly type: string;
  readonly name: string | null;
  readonly expression: string | null;
  readonly columns: readonly string[];
  readonly to: string | null;
  readonly toColumns: readonly string[];
  readonly warnUnenforced: boolean;
  readonly warnUnsupported: boolean;
}

/** A column as declared in properties YAML. */
export interface ColumnSpec {
  readonly name: string;
  readonly description: string;
  readonly dataType: string | null;
  readonly constraints: readonly ConstraintSpec[];
  readonly quote: boolean | null;
  readonly tags: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly granularity: string | null;
  /** Semantic annotations, as declared. */
  readonly dimension?: unknown;
  readonly entity?: unknown;
  /** Keys that dbt does not know; it keeps them. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly docBlocks: readonly UniqueId[];
  readonly span?: Span;
}

/** What every compiled or executed thing has; the fields and their meaning are those of dbt's manifest v12. */
export interface BaseNode {
  readonly resourceType: ResourceType;
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  /** Path below the resource folder, forward slashes. */
  readonly path: string;
  /** Path below the package's root, forward slashes. */
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly alias: string;
  readonly database: string | null;
  readonly schema: string;
  /** The rendered relation name, or null for what has none (ephemeral models, tests that store nothing, analyses). */
  readonly relationName: string | null;
  readonly checksum: Checksum;
  readonly config: NodeConfig;
  readonly unrenderedConfig: Readonly<Record<string, unknown>>;
  readonly configCallDict: Readonly<Record<string, unknown>>;
  /** The same as written, where the text was rendered to find it: templates see it and no artifact has it. */
  readonly writtenCallDict: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly description: string;
  readonly docBlocks: readonly UniqueId[];
  readonly columns: Readonly<Record<string, ColumnSpec>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly group: string | null;
  readonly docs: DocsConfig;
  /** `package://models/_models.yml`, the file that describes it; null when none does. */
  readonly patchPath: string | null;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly rawCode: string;
  readonly language: Language;
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly metrics: readonly (readonly string[])[];
  readonly functions: readonly (readonly string[])[];
  readonly dependsOn: DependsOn;
  readonly contract: ContractConfig;
  /** Where it is defined: the whole file for a model, the entry in the YAML for a generic test. */
  readonly span: Span;
  /** Where its properties stand in YAML, when they do. */
  readonly patchSpan?: Span;
}

export interface ModelNode extends BaseNode {
  readonly resourceType: 'model';
  readonly access: 'private' | 'protected' | 'public';
  readonly constraints: readonly ConstraintSpec[];
  readonly version: string | number | null;
  readonly latestVersion: string | number | null;
  /** ISO 8601. */
  readonly deprecationDate: string | null;
  readonly primaryKey: readonly string[];
  readonly timeSpine: Readonly<Record<string, unknown>> | null;
  /** The name that others select from when it is ephemeral; its alias where this is absent. */
  readonly cteName?: string;
  /** Of the copy of a microbatch model that builds one of its batches. */
  readonly batch?: Batch;
}

export interface SeedNode extends BaseNode {
  readonly resourceType: 'seed';
  /** Absolute path of the package that owns it. */
  readonly rootPath: string;
}

export interface SnapshotNode extends BaseNode {
  readonly resourceType: 'snapshot';
}

export interface AnalysisNode extends BaseNode {
  readonly resourceType: 'analysis';
}

/** `name` with its arguments and package, of a generic test. */
export interface TestMetadata {
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly namespace: string | null;
}

/** A singular test has neither metadata nor an attached node. */
export interface TestNode extends BaseNode {
  readonly resourceType: 'test';
  readonly testMetadata: TestMetadata | null;
  readonly columnName: string | null;
  readonly fileKeyName: string | null;
  readonly attachedNode: UniqueId | null;
}

/** One argument of a function. */
export interface FunctionArgument {
  readonly name: string;
  readonly dataType: string;
  readonly description: string | null;
  /** Null when the argument must be given. */
  readonly defaultValue: unknown;
}

/** What a function gives back. */
export interface FunctionReturns {
  readonly dataType: string;
  readonly description: string | null;
}

/** The same function for other arguments; its text stands in a file of its own. */
export interface FunctionOverload {
  readonly definedIn: string;
  readonly arguments: readonly FunctionArgument[];
  /** Null when it gives back what the function itself does. */
  readonly returns: FunctionReturns | null;
  readonly description: string | null;
  readonly rawBody: string;
  /** The file, for the places of errors. */
  readonly span: Span;
}

/** A function of the database (UDF), made from a file of `function-paths`. */
export interface FunctionNode extends BaseNode {
  readonly resourceType: 'function';
  readonly arguments: readonly FunctionArgument[];
  readonly returns: FunctionReturns;
  readonly overloads: readonly FunctionOverload[];
}

/** Rows that a unit test brings along or expects. */
export interface UnitTestRows {
  readonly format: 'dict' | 'csv' | 'sql';
  /** Text of a query where the format is `sql`. */
  readonly rows: string | readonly Readonly<Record<string, unknown>>[];
}

/** What a unit test puts in place of one thing that its model reads: `ref(...)`, `source(...)` or `this`. */
export interface UnitTestInput extends UnitTestRows {
  readonly input: string;
}

/** What templates see differently while a unit test is compiled. */
export interface UnitTestOverrides {
  readonly macros: Readonly<Record<string, unknown>>;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly envVars: Readonly<Record<string, unknown>>;
}

/** A unit test as it is run: the text of a model, over rows that the test brings along. */
export interface UnitTestNode extends BaseNode {
  readonly resourceType: 'unit_test';
  readonly testedNode: ModelNode;
  /** The name with the version of the model behind it; lines of logs tell it as `model::name`. */
  readonly label: string;
  readonly given: readonly UnitTestInput[];
  readonly expect: UnitTestRows;
  readonly overrides: UnitTestOverrides;
  /** Its config as it stands in YAML; `config` is that of the node which dbt makes of it. */
  readonly declaredConfig: Readonly<Record<string, unknown>>;
  /** What dbt calls the input that stands for the table of the model itself; null where none is given, or not yet known. */
  readonly thisInput: UniqueId | null;
  /** Its entry in the manifest. */
  readonly definition: Readonly<Record<string, unknown>>;
}

/** An on-run-start or on-run-end hook. */
export interface OperationNode extends BaseNode {
  readonly resourceType: 'operation';
  readonly index: number | null;
}

/** SQL given on the command line (`--inline`). */
export interface SqlOperationNode extends BaseNode {
  readonly resourceType: 'sql_operation';
}

/** Whatever is compiled or executed. */
export type Node =
  | ModelNode
  | SeedNode
  | SnapshotNode
  | AnalysisNode
  | TestNode
  | FunctionNode
  | UnitTestNode
  | OperationNode
  | SqlOperationNode;

/** An ephemeral model has no relation: its SQL is put into whoever selects from it. */
export function isEphemeral(node: {
  readonly resourceType: ResourceType;
  readonly config: NodeConfig;
}): boolean {
  return node.resourceType === 'model' && node.config.materialized === 'ephemeral';
}

/** Things that a `ref()` can name. */
export function isRefable(node: { readonly resourceType: ResourceType }): boolean {
  return node.resourceType === 'model' || node.resourceType === 'seed' || node.resourceType === 'snapshot';
}
