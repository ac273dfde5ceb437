import type { Diagnostic, Span, StackFrame } from '../diagnostics/index.ts';
import type { BatchResults } from './batch.ts';
import type { Node } from './node.ts';
import type { UniqueId } from './resource.ts';
import type { Step } from './step.ts';

/**
 * Where a stretch of compiled SQL comes from. Segments are sorted by `start` and cover the text; a `verbatim` segment
 * copies its origin character by character, any other is wholly produced by the expression at `origin`.
 */
export interface SpanSegment {
  /** Offset in the compiled text. */
  readonly start: number;
  readonly origin: Span;
  readonly verbatim: boolean;
  /** The macros between the node and this text, innermost first. */
  readonly stack: readonly StackFrame[];
}

export type SpanMap = readonly SpanSegment[];

/** A node with its SQL. */
export interface CompiledNode {
  readonly node: Node;
  readonly compiledCode: string;
  readonly spanMap: SpanMap;
  /** Ephemeral models put in front of it, in order. */
  readonly extraCtes: readonly { readonly id: UniqueId; readonly sql: string }[];
  /** The overloads of a function, each compiled as a function of its own. */
  readonly overloads?: readonly { readonly definedIn: string; readonly compiled: CompiledNode }[];
}

/** dbt's statuses of a node in `run_results.json`. */
export type NodeStatus =
  | 'success'
  | 'error'
  | 'skipped'
  | 'partial success'
  | 'no-op'
  | 'pass'
  | 'fail'
  | 'warn'
  | 'runtime error';

export interface Timing {
  readonly name: 'compile' | 'execute';
  readonly startedAt: Date;
  readonly completedAt: Date;
}

/** Which overloads of a function were made, by the files that define them. */
export interface OverloadResults {
  readonly successful: readonly string[];
  readonly failed: readonly string[];
}

/** How fresh a source was found. Moments in microseconds since 1970. */
export interface SourceFreshness {
  readonly maxLoadedAt: bigint;
  /** The moment against which it was measured. */
  readonly snapshottedAt: bigint;
  /** Seconds between the two. */
  readonly age: number;
}

/** Rows as they came out beside rows as they were expected. Cells are text, as dbt's messages have them. */
export interface RowDifference {
  readonly columns: readonly string[];
  readonly actual: readonly (readonly (string | null)[])[];
  readonly expected: readonly (readonly (string | null)[])[];
  /** The rows laid side by side: the first cell tells what became of a row (`@@`, `+++`, `---`, `->`). */
  readonly lines: readonly (readonly (string | null)[])[];
}

/** Some of the rows that a data test found, key columns first. Cells are text. */
export interface FailingRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
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
