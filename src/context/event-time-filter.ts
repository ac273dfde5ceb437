import type { Node, SourceDefinition } from '../domain/index.ts';
import type { ContextEnvironment } from './contract.ts';
import type { EventTimeFilter } from './relation-state.ts';

interface Window {
  readonly start: string;
  readonly end: string;
}

/** `--sample` of the call: moments in ISO 8601. */
function sampleWindow(flags: Readonly<Record<string, unknown>>): Window | null {
  const sample = flags['SAMPLE'];
  return typeof sample === 'object' && sample !== null ? (sample as Window) : null;
}

/** Kinds whose config has an event time, and kinds that read only a window of it. */
const TIMED: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot', 'source', 'analysis']);
const SAMPLING: ReadonlySet<string> = new Set(['model', 'snapshot']);

/** The column of the event time, quoted where its properties or its source ask for that. */
function fieldName(target: Node | SourceDefinition, name: string, quote: (name: string) => string): string {
  const ofSource = target.resourceType === 'source' ? target.quoting.column : null;
  const isQuoted = target.columns[name]?.quote ?? ofSource ?? false;
  return isQuoted ? quote(name) : name;
}

/**
 * The window of event time that a model reads of a node under `--sample`; null for all of it. The moments are written as
 * Python writes them: `2024-01-31 00:00:00+00:00`.
 */
export function eventTimeFilter(
  environment: ContextEnvironment,
  reader: { readonly resourceType: string },
  target: Node | SourceDefinition,
): EventTimeFilter | null {
  const window = sampleWindow(environment.invocation.flags);
  const name = target.config['event_time'];
  if (window === null || typeof name !== 'string' || name === '') return null;
  if (!SAMPLING.has(reader.resourceType) || !TIMED.has(target.resourceType)) return null;
  return {
    fieldName: fieldName(target, name, environment.plugin.dialect.quote),
    start: window.start.replace('T', ' '),
    end: window.end.replace('T', ' '),
  };
}
