import type { UniqueId } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { RunPlan } from './plan.ts';

/** What is known of nodes that take long, and of the cores that they have to share. */
export interface LongNodes {
  /** Seconds that each took when it ran last; empty where none is known. */
  readonly seconds: ReadonlyMap<UniqueId, number>;
  /** Whether one more long node would find cores that nothing of this process uses. Who is told so takes them. */
  takesIdleCores(): boolean;
  /** Resolves when it is worth asking again. */
  pause(): Promise<void>;
}

/** Nothing is known to be long: nodes go in dbt's order, as many as there are workers. */
export const NONE_LONG: LongNodes = Object.freeze({
  seconds: new Map<UniqueId, number>(),
  takesIdleCores: () => true,
  pause: () => Promise.resolve(),
});

/** Milliseconds over which the use of the cores is looked at. */
const WINDOW = 200;
/** The engine waits for disks and for its own threads too: cores count as used up from this share on. */
const USED_UP = 0.8;

/** Long nodes on this machine. */
export function longNodes(
  seconds: ReadonlyMap<UniqueId, number>,
  { clock, cores, usage }: Pick<Host, 'clock' | 'cores' | 'usage'>,
): LongNodes {
  const look = () => {
    const { userTime, kernelTime } = usage();
    return { at: clock.monotonic(), busy: (userTime + kernelTime) * 1000 };
  };
  let last = look();
  let isIdle = false;
  return {
    seconds,
    takesIdleCores() {
      const now = look();
      const passed = now.at - last.at;
      if (passed >= WINDOW) {
        // What was looked at long ago says little.
        isIdle = passed < 2 * WINDOW && (now.busy - last.busy) / passed < cores * USED_UP;
        last = now;
      }
      const found = isIdle;
      isIdle = false;
      return found;
    },
    pause: () => clock.wait(WINDOW),
  };
}

/** For each node the seconds of the longest way down from it, as far as its nodes are known to be long. */
export function secondsBelow(plan: RunPlan, seconds: ReadonlyMap<UniqueId, number>): Map<UniqueId, number> {
  const below = new Map<UniqueId, number>();
  // Nodes stand behind their parents, so children are known first when the order is turned round.
  for (const { uniqueId } of plan.nodes.toReversed()) {
    let longest = 0;
    for (const child of plan.children.get(uniqueId) ?? []) longest = Math.max(longest, below.get(child) ?? 0);
    below.set(uniqueId, longest + (seconds.get(uniqueId) ?? 0));
  }
  return below;
}
