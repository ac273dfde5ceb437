import type { RunEnvironment } from '../../context/index.ts';
import type { ModelNode } from '../../domain/index.ts';
import { isFlagSet } from '../flags.ts';
import type { Session } from '../session.ts';
import type { BatchBounds } from './batches.ts';

/** A moment of a flag; one without a zone is UTC. */
function flagMoment(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value}Z`);
}

/** What is there of a model before its first batch. */
export interface StandingRelation {
  readonly exists: boolean;
  /** A table that the run adds to. */
  readonly isIncremental: boolean;
}

/** Looks a model's relation up, as dbt does between batches. */
export async function standingRelation(
  model: ModelNode,
  environment: RunEnvironment,
  session: Session,
): Promise<StandingRelation> {
  const { adapter } = await session.open();
  const { database, schema, alias: identifier } = model;
  const found = adapter.catalog.get({ database, schema, identifier, type: null });
  const configured = model.config['full_refresh'];
  const refreshes =
    typeof configured === 'boolean' ? configured : isFlagSet(environment.invocation, 'FULL_REFRESH');
  return { exists: found !== undefined, isIncremental: found?.type === 'table' && !refreshes };
}

/** Where the batches of a run begin and end: by `--sample`, else by `--event-time-start` and `--event-time-end`. */
export function boundsOf(environment: RunEnvironment, isIncremental: boolean): BatchBounds {
  const { flags, startedAt } = environment.invocation;
  const sample = flags['SAMPLE'] as { readonly start: string; readonly end: string } | null | undefined;
  const isSample = typeof sample === 'object' && sample !== null;
  return {
    start: flagMoment(isSample ? sample.start : flags['EVENT_TIME_START']),
    end: flagMoment(isSample ? sample.end : flags['EVENT_TIME_END']),
    now: (environment.retried?.startedAt ?? startedAt).getTime(),
    isIncremental,
  };
}
