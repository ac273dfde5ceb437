import type { Diagnostic } from '../diagnostics/index.ts';
import type { SourceDefinition } from './definitions.ts';
import type { Node } from './node.ts';
import type { Column } from './relation.ts';
import type { UniqueId } from './resource.ts';

/**
 * What checking found of one thing without running it.
 * `ok`: it binds, and so do its columns. `warning`: it binds, and something about it should be known. `error`: it would fail.
 * `checked when built`: only data that is not there can tell; never counted as fine. `skipped`: it reads from something with an
 * error. `unchanged`: it lies downstream of an edit that does not reach it, as the columns that it reads are what they were.
 */
export type CheckStatus = 'ok' | 'warning' | 'error' | 'checked when built' | 'skipped' | 'unchanged';

/** How one output column differs from the check before. Types as the engine writes them; null where the column is not. */
export interface ColumnChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

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

/** What one check found. */
export interface CheckReport {
  /** Parents before children. After an edit: what was edited and all downstream of it. */
  readonly results: readonly NodeCheck[];
  /** What was not edited itself and has an error that the check before did not have: what the edit would break. */
  readonly broken: readonly UniqueId[];
  readonly success: boolean;
  readonly seconds: number;
}
