import type { Batch, BatchWindow, ModelNode, TimestampValue } from '../../domain/index.ts';
import { fromPlain, strOf } from '../../jinja/index.ts';

export type BatchSize = 'hour' | 'day' | 'month' | 'year';

/** Moments in milliseconds since 1970. */
export interface BatchBounds {
  /** `--event-time-start`, or the start of the sample. */
  readonly start: number | null;
  /** `--event-time-end`, or the end of the sample. */
  readonly end: number | null;
  /** What stands for the end where none is given: the moment of the call. */
  readonly now: number;
  /** Whether the model adds to what is there: only then `lookback` counts, and otherwise `begin`. */
  readonly isIncremental: boolean;
}

const LABEL_LENGTHS: Readonly<Record<BatchSize, number>> = { year: 4, month: 7, day: 10, hour: 13 };

function truncated(moment: number, size: BatchSize): number {
  const at = new Date(moment);
  const year = at.getUTCFullYear();
  const month = size === 'year' ? 0 : at.getUTCMonth();
  const day = size === 'day' || size === 'hour' ? at.getUTCDate() : 1;
  return Date.UTC(year, month, day, size === 'hour' ? at.getUTCHours() : 0);
}

/** The start of the batch that lies so many batches after the one of a moment. */
function offset(moment: number, size: BatchSize, count: number): number {
  const start = truncated(moment, size);
  if (size === 'hour') return start + count * 3_600_000;
  if (size === 'day') return start + count * 86_400_000;
  const at = new Date(start);
  const months = size === 'month' ? count : count * 12;
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
}

function ceiling(moment: number, size: BatchSize): number {
  const start = truncated(moment, size);
  return start === moment ? start : offset(start, size, 1);
}

/** The fields of a moment as they are written: dbt counts them as UTC, whatever zone stands behind them. */
function writtenMoment(value: unknown): number {
  const text = strOf(fromPlain(value)).replace(/(Z|[+-]\d\d:?\d\d)$/, '');
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`);
}

function startOf(model: ModelNode, bounds: BatchBounds, end: number): number {
  const size = batchSizeOf(model);
  if (bounds.start !== null) return truncated(bounds.start, size);
  if (!bounds.isIncremental) return truncated(writtenMoment(model.config['begin']), size);
  const lookback = Number(model.config['lookback'] ?? 1);
  // The end is where the last batch stops, so one step back is the last batch itself.
  return offset(end, size, -(end === truncated(end, size) ? lookback + 1 : lookback));
}

/** The `batch_size` of a microbatch model. */
export function batchSizeOf(model: ModelNode): BatchSize {
  return model.config['batch_size'] as BatchSize;
}

const moment = (at: number): TimestampValue => ({
  kind: 'timestamp',
  micros: BigInt(at) * 1000n,
  zoned: true,
});

/** The batches that a run builds, in the order of time; dbt's rules. At least one. */
export function batchWindows(model: ModelNode, bounds: BatchBounds): readonly BatchWindow[] {
  const size = batchSizeOf(model);
  const end = ceiling(bounds.end ?? bounds.now, size);
  const starts = [startOf(model, bounds, end)];
  for (let next = offset(starts[0] as number, size, 1); next < end; next = offset(next, size, 1))
    starts.push(next);
  return starts.map((start, at) => ({ start: moment(start), end: moment(starts[at + 1] ?? end) }));
}

/** A window with the names that dbt gives it. */
export function batchOf(window: BatchWindow, size: BatchSize): Batch {
  const at = new Date(Number(window.start.micros / 1000n));
  const label = at.toISOString().slice(0, LABEL_LENGTHS[size]);
  return Object.freeze({ ...window, label, id: label.replaceAll('-', '') });
}
