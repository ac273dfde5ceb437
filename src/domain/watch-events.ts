import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckReport } from './check.ts';
import type { Node } from './node.ts';
import type { UniqueId } from './resource.ts';

/** What a watched file is for. */
export type WatchedFileRole =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'test'
  | 'analysis'
  | 'function'
  | 'macro'
  | 'properties'
  | 'docs'
  | 'source files'
  | 'project';

/** One file whose content is another than before. */
export interface WatchedChange {
  /** Below the project's folder, forward slashes; absolute for what lies elsewhere. */
  readonly path: string;
  readonly role: WatchedFileRole;
  readonly change: 'added' | 'changed' | 'removed';
}

/** Why a node is looked at again. */
export type ChangeReason =
  | 'new'
  | 'sql'
  | 'config'
  | 'columns'
  | 'tests'
  | 'docs only'
  | 'macro'
  | 'seed'
  | 'source'
  | 'source files'
  | 'project'
  | 'removed';

/** A node that a save changed. */
export interface ChangedNode {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly path: string;
  readonly reasons: readonly ChangeReason[];
}

/** Something that is wrong and was not mended since. */
export interface StandingFailure {
  /** Null for what belongs to no node: files that cannot be parsed. */
  readonly uniqueId: UniqueId | null;
  readonly name: string;
  readonly kind: 'parse' | 'check' | 'build' | 'test' | 'database';
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  /** When it was first met. */
  readonly since: Date;
}

/** What `watch` tells besides the events of the runs in it. Times in seconds. */
export type WatchEvent =
  /** Files are watched from now on. */
  | {
      readonly type: 'watchReady';
      readonly project: string;
      readonly target: string;
      readonly models: number;
      readonly seconds: number;
      /** Where the live page is; null when it is not served. */
      readonly docs: string | null;
      /** Whether single keys are read. */
      readonly hasKeys: boolean;
    }
  /** A save was seen. Nothing was looked at yet but the files themselves. */
  | { readonly type: 'watchChange'; readonly files: readonly WatchedChange[]; readonly note: string | null }
  /** The verdict, before anything is written. */
  | {
      readonly type: 'watchChecked';
      readonly changes: readonly ChangedNode[];
      /** Macros that changed, with how many nodes use each. */
      readonly macros: readonly { readonly name: string; readonly usedBy: number }[];
      /** Null when nothing needed to be bound. */
      readonly report: CheckReport | null;
      /** What is not built because something would break. */
      readonly held: readonly UniqueId[];
      /** What is built now, tests apart; downstream of it as far as content changes. */
      readonly builds: readonly UniqueId[];
      readonly seconds: number;
    }
  /** A changed node was built: what is new about it. */
  | {
      readonly type: 'watchBuilt';
      readonly node: Node;
      readonly rows: number | null;
      /** Against the table before; null when there was none. */
      readonly rowsBefore: number | null;
      /** Null when it is not known: a view is not read. */
      readonly isSameContent: boolean | null;
      readonly seconds: number;
      /** The median of earlier runs; null when there were none. */
      readonly usual: number | null;
      readonly preview: { readonly text: string; readonly json: unknown } | null;
    }
  /** The project as it was found was bound as a whole, in the background. */
  | {
      readonly type: 'watchSurveyed';
      readonly report: CheckReport;
      readonly failing: readonly StandingFailure[];
    }
  /** A newer save touches what is being built: that is stopped. */
  | { readonly type: 'watchSuperseded'; readonly stopped: readonly UniqueId[] }
  /** The database is held by another program; it is tried again until it is free. */
  | { readonly type: 'watchWaiting'; readonly diagnostic: Diagnostic }
  /** Everything seen so far is dealt with, and the database is let go of. */
  | {
      readonly type: 'watchIdle';
      readonly success: boolean;
      readonly built: number;
      readonly tested: number;
      readonly failed: number;
      readonly held: readonly UniqueId[];
      /** What waits for `d`: downstream of a change and not built. */
      readonly stale: readonly UniqueId[];
      readonly failing: readonly StandingFailure[];
      readonly seconds: number;
    }
  /** What is being typed after `/`; null when that has ended. */
  | { readonly type: 'watchPrompt'; readonly typed: string | null };
