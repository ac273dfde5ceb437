import type { NodeResult } from '../domain/index.ts';
import type { CycleOutcome } from './cycle.ts';
import type { WatchState } from './watch-state.ts';

const FAILED: ReadonlySet<NodeResult['status']> = new Set(['error', 'fail', 'partial success']);

function isTest({ node }: NodeResult): boolean {
  return node.resourceType === 'test' || node.resourceType === 'unit_test';
}

/** Writes what was put off, and tells how things stand. Nothing may come in between: the database is let go of before. */
export function rest(state: WatchState, outcome: CycleOutcome, seconds: number): void {
  const { world, pending, failures, record } = state;
  state.record = undefined;
  record?.();
  const failing = failures.all();
  const results = outcome.results.filter(({ node }) => node.resourceType !== 'operation');
  world.events({
    type: 'watchIdle',
    success: failing.length === 0 && outcome.held.length === 0,
    built: results.filter((each) => !isTest(each) && each.status === 'success').length,
    tested: results.filter((each) => isTest(each) && each.status !== 'skipped').length,
    failed: results.filter(({ status }) => FAILED.has(status)).length,
    held: outcome.held,
    stale: [...new Set([...pending.stale, ...pending.owed])],
    failing,
    seconds,
  });
}
