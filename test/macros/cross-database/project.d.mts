export interface Call {
  readonly macro: string;
  readonly call: string;
}

export type Answer =
  | {
      readonly macro: string;
      readonly call: string;
      readonly columns: readonly string[];
      readonly rows: readonly unknown[][];
    }
  | { readonly macro: string; readonly call: string; readonly error: string };

export interface Outcome {
  readonly name: string;
  /** Null when the model was made. */
  readonly error: string | null;
}

/** Writes the project: one table for each call. */
export function writeProject(folder: string): void;
/** What became of each call, once the project has run. */
export function answersIn(folder: string, outcomes: readonly Outcome[]): Promise<Answer[]>;
