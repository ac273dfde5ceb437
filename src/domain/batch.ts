import type { TimestampValue } from './values.ts';

/** A stretch of event time; the end is outside of it. */
export interface BatchWindow {
  readonly start: TimestampValue;
  readonly end: TimestampValue;
}

/** One batch of a microbatch model, as the copy of the model that builds it carries it. */
export interface Batch extends BatchWindow {
  /** `20240131`. */
  readonly id: string;
  /** `2024-01-31`: what lines and files are named by. */
  readonly label: string;
}

/** Which batches of a microbatch model were built, in the order of time. */
export interface BatchResults {
  readonly successful: readonly BatchWindow[];
  readonly failed: readonly BatchWindow[];
}
