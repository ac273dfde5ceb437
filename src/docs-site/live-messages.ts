/**
 * What a served page is told while the project is watched: one message for each server-sent event, written by `watch` and read
 * by the page.
 */

/** Something that is wrong and was not mended since. */
export interface LiveFailure {
  /** Unique id of a node or test; null for what belongs to none. */
  readonly id: string | null;
  readonly name: string;
  readonly kind: string;
  readonly message: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

export type LiveMessage =
  /** How things stand; the first thing that a page is told. */
  | {
      readonly type: 'hello';
      readonly running: readonly string[];
      readonly failing: readonly LiveFailure[];
      /** Whether the page is of an older state of the project. */
      readonly isOutdated: boolean;
      /** Runs and results since the page was made. */
      readonly recent: readonly LiveMessage[];
    }
  | { readonly type: 'saved'; readonly paths: readonly string[] }
  | { readonly type: 'checked'; readonly failing: readonly LiveFailure[]; readonly held: readonly string[] }
  /** A run began: results that follow are of it. Milliseconds since 1970. */
  | { readonly type: 'run'; readonly at: number; readonly target: string }
  | { readonly type: 'started'; readonly id: string }
  | {
      readonly type: 'result';
      readonly id: string;
      /** As artifacts have it: `success`, `fail`. */
      readonly status: string;
      readonly seconds: number;
      readonly rows: number | null;
      readonly failures: number | null;
      readonly message: string | null;
    }
  | {
      readonly type: 'rest';
      readonly success: boolean;
      readonly failing: readonly LiveFailure[];
      readonly isOutdated: boolean;
    }
  /** The page was made anew and can be loaded again. */
  | { readonly type: 'page' };
