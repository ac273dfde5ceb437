import type { NodeResult } from '../domain/index.ts';
import type { CycleOutcome } from './cycle.ts';
import type { WatchState } from './watch-state.ts';

const FAILED: ReadonlySet<NodeResult['status']> = new Set(['error', 'fail', 'partial success']);

function isTest({ node }: NodeResult): boolean {
  return node.resourceType === 'test' || node.resourceType === 'unit_test';
}

/** Milliseconds that are written before others have their turn: a save that comes meanwhile is seen at once. */
const SLICE = 8;

/** Writes what was put off; stops where there is something better to do, and begins anew the next time. */
export async function writeDown(state: WatchState, isDisturbed: () => boolean): Promise<void> {
  const { clock } = state.world.host;
  for (let write = state.unwritten.shift(); write !== undefined; write = state.unwritten.shift()) {
    await write();
    if (isDisturbed()) return;
  }
  const { record } = state;
  if (record === undefined) return;
  let began = clock.monotonic();
  for (const _ of record()) {
    if (clock.monotonic() - began < SLICE) continue;
    await new Promise((done) => {
      setImmediate(done);
    });
    if (isDisturbed()) return;
    began = clock.monotonic();
  }
  if (state.record === record) state.record = undefined;
}

/** Tells how things stand. The database is let go of and everything is written before. */
export function rest(state: WatchState, outcome: CycleOutcome, seconds: number): void {
  const { world, pending, failures } = state;
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
