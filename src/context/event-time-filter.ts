import type { Batch, Node, SourceDefinition } from '../domain/index.ts';
import { strOf } from '../jinja/index.ts';
import type { ContextEnvironment } from './contract.ts';
import { readMoment } from './iso-moment.ts';
import { momentOf } from './python-modules.ts';
import type { EventTimeFilter } from './relation-state.ts';

/** A stretch of time in microseconds since 1970. */
interface Window {
  readonly start: bigint;
  readonly end: bigint;
}

/** `--sample` of the call. */
function sampleWindow(flags: Readonly<Record<string, unknown>>): Window | null {
  const sample = flags['SAMPLE'];
  if (typeof sample !== 'object' || sample === null) return null;
  const { start, end } = sample as { readonly start: string; readonly end: string };
  return { start: readMoment(start)?.micros ?? 0n, end: readMoment(end)?.micros ?? 0n };
}

/** What a batch reads: its own stretch of time, and of that what lies in the sample. */
function windowOf(sample: Window | null, batch: Batch | undefined): Window | null {
  if (batch === undefined) return sample;
  let [start, end] = [batch.start.micros, batch.end.micros];
  if (sample !== null && sample.start > start) start = sample.start;
  if (sample !== null && sample.end < end) end = sample.end;
  return { start, end };
}

/** Kinds whose config has an event time, and kinds that read only a window of it. */
const TIMED: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot', 'source', 'analysis']);
const WINDOWED: ReadonlySet<string> = new Set(['model', 'snapshot']);

/** The column of the event time, quoted where its properties or its source ask for that. */
function fieldName(target: Node | SourceDefinition, name: string, quote: (name: string) => string): string {
  const ofSource = target.resourceType === 'source' ? target.quoting.column : null;
  const isQuoted = target.columns[name]?.quote ?? ofSource ?? false;
  return isQuoted ? quote(name) : name;
}

/** As Python writes it: `2024-01-31 00:00:00+00:00`. */
const momentText = (micros: bigint): string => strOf(momentOf({ kind: 'timestamp', micros, zoned: true }));

/** The window of event time that a model reads of a node, of its batch or under `--sample`; null for all of it. */
export function eventTimeFilter(
  environment: ContextEnvironment,
  reader: { readonly resourceType: string; readonly batch?: Batch | undefined },
  target: Node | SourceDefinition,
): EventTimeFilter | null {
  const window = windowOf(sampleWindow(environment.invocation.flags), reader.batch);
  const name = target.config['event_time'];
  if (window === null || typeof name !== 'string' || name === '') return null;
  if (!WINDOWED.has(reader.resourceType) || !TIMED.has(target.resourceType)) return null;
  return {
    fieldName: fieldName(target, name, environment.plugin.dialect.quote),
    start: momentText(window.start),
    end: momentText(window.end),
  };
}
