import type { Diagnostic } from '../diagnostics/index.ts';
import type { Batch } from './batch.ts';
import type { CheckReport } from './check.ts';
import type { SourceDefinition } from './definitions.ts';
import type { Node } from './node.ts';
import type { UniqueId } from './resource.ts';
import type { NodeResult, NodeStatus, RunResult } from './results.ts';
import type { WatchEvent } from './watch-events.ts';

/** What the process has used up so far. Times in seconds, memory in kilobytes. */
export interface ResourceUsage {
  readonly userTime: number;
  readonly kernelTime: number;
  readonly peakMemory: number;
  readonly blocksRead: number;
  readonly blocksWritten: number;
}

/**
 * Everything that work tells while it goes on. Logic emits these, reporters draw them and give them dbt's event names and
 * codes. `at` is filled by the sink.
 */
export type Event =
  | WatchEvent
  | {
      readonly type: 'commandStarted';
      readonly command: string;
      readonly version: string;
      /** All flags, under dbt's names. */
      readonly args: Readonly<Record<string, unknown>>;
    }
  /** dbt_project.yml and the profile are read; the engine is known but not loaded. */
  | {
      readonly type: 'projectLoaded';
      readonly name: string;
      readonly adapter: string;
      readonly target: string;
    }
  | {
      readonly type: 'projectFound';
      readonly counts: Readonly<Record<string, number>>;
      readonly milliseconds: number;
    }
  | {
      readonly type: 'concurrency';
      readonly threads: number;
      readonly target: string;
      readonly total: number;
    }
  | { readonly type: 'nothingToDo'; readonly message: string; readonly result: RunResult }
  | {
      readonly type: 'nodeStarted';
      readonly node: Node | SourceDefinition;
      /** A microbatch model that is built batch by batch. */
      readonly inBatches?: boolean;
      readonly index: number;
      readonly total: number;
      readonly thread: string;
    }
  /** `retry` goes on as the command of the run before. */
  | { readonly type: 'retrying'; readonly command: string }
  /** A hook is about to be compiled: dbt tells of its start only afterwards, but what its template says belongs to it. */
  | {
      readonly type: 'hookPrepared';
      readonly node: Node;
      readonly thread: string;
      /** From 1, among the hooks of its moment. */
      readonly index: number;
    }
  | { readonly type: 'nodeCompiling'; readonly node: Node }
  /** Its SQL is known and stands below `target/compiled`. */
  | { readonly type: 'nodeCompiled'; readonly node: Node }
  | { readonly type: 'nodeExecuting'; readonly node: Node }
  /** One of the overloads of a function; `index` counts them from 1. */
  | {
      readonly type: 'overloadStarted';
      readonly node: Node;
      readonly overload: string;
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly type: 'overloadFinished';
      readonly node: Node;
      readonly overload: string;
      readonly index: number;
      readonly total: number;
      /** What went wrong, or null. */
      readonly error: string | null;
      readonly seconds: number;
    }
  /** One batch of a microbatch model; `index` counts them from 1. */
  | {
      readonly type: 'batchStarted';
      readonly node: Node;
      readonly batch: Batch;
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly type: 'batchFinished';
      readonly node: Node;
      readonly batch: Batch;
      readonly index: number;
      readonly total: number;
      readonly status: NodeStatus;
      /** What the engine said. */
      readonly message: string | null;
      /** What went wrong while it was built, in dbt's words. */
      readonly exception: string | null;
      readonly seconds: number;
    }
  | {
      readonly type: 'nodeFinished';
      readonly result: NodeResult;
      readonly index: number;
      readonly total: number;
    }
  | {
      readonly type: 'nodeSkipped';
      readonly result: NodeResult;
      readonly because: UniqueId | null;
      /** What became of the ephemeral model that is the reason; null when the reason is another node. */
      readonly causeStatus?: NodeStatus | null;
      readonly index: number;
      readonly total: number;
    }
  /** A statement goes to the database. */
  | {
      readonly type: 'sqlSent';
      readonly uniqueId: UniqueId | null;
      readonly connection: string;
      readonly sql: string;
    }
  /** A statement went well. */
  | {
      readonly type: 'sqlExecuted';
      readonly uniqueId: UniqueId | null;
      readonly connection: string;
      readonly sql: string;
      readonly seconds: number;
      readonly status: string;
    }
  /** SQL that is run by itself: `run-operation --sql`. `outcome` is null at its start; `seconds` then too. */
  | {
      readonly type: 'operationRun';
      readonly name: string;
      readonly outcome: 'success' | 'error' | null;
      readonly message: string | null;
      readonly seconds: number | null;
    }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  /** `{{ log(...) }}` and `{{ print(...) }}`. */
  | {
      readonly type: 'macroMessage';
      readonly message: string;
      readonly info: boolean;
      readonly print: boolean;
      readonly uniqueId: UniqueId | null;
    }
  /** A table to show: `show`, seeds with `--show`. */
  | {
      readonly type: 'rowsShown';
      readonly name: string;
      readonly uniqueId: UniqueId | null;
      readonly isInline: boolean;
      readonly text: string;
      readonly json: unknown;
      readonly format: 'text' | 'json';
    }
  /** Compiled SQL to show. */
  | {
      readonly type: 'compiledShown';
      readonly name: string;
      readonly uniqueId: UniqueId | null;
      readonly isInline: boolean;
      readonly sql: string;
      readonly format: 'text' | 'json';
    }
  /** Lines of `ls`. */
  | { readonly type: 'listed'; readonly lines: readonly string[] }
  | {
      readonly type: 'message';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly name: string;
      readonly text: string;
      /** dbt's fields of the event; its text alone where they are absent. */
      readonly data?: Readonly<Record<string, unknown>>;
      /** Frames that people see below the text. */
      readonly diagnostics?: readonly Diagnostic[];
    }
  /** A JSON file of dbt's was written. `kind` is dbt's name of it: `WritableManifest`. */
  | { readonly type: 'artifactWritten'; readonly kind: string; readonly path: string }
  | { readonly type: 'runFinished'; readonly result: RunResult }
  /** `showsColumns`: output columns are told too, as somebody asked for certain nodes. */
  | {
      readonly type: 'checkFinished';
      readonly report: CheckReport;
      readonly showsColumns: boolean;
    }
  /** The command could not go on. `stack` is set when the fault is ours. */
  | {
      readonly type: 'commandFailed';
      readonly command: string;
      readonly diagnostics: readonly Diagnostic[];
      readonly stack: string | null;
    }
  | {
      readonly type: 'commandFinished';
      readonly command: string;
      /** The name that was typed: an alias perhaps. */
      readonly calledAs: string;
      readonly success: boolean;
      readonly elapsed: number;
      readonly usage: ResourceUsage;
      /** Whether to tell of `usage` where only important things are told. */
      readonly showsUsage: boolean;
    };

/** Where events go. */
export type EventSink = (event: Event) => void;
