import type { Clock } from '../host/index.ts';

/** Undefined while it is too early for another turn. */
export type Turn = () => Promise<void> | undefined;

/** Milliseconds between two turns. */
const PAUSE = 10;

/**
 * Turns of the event loop, now and then. Templates that never ask a database are rendered one after another without one, and
 * all that was begun beside them would wait until the last is done.
 */
export function createTurns(clock: Clock): Turn {
  let last = clock.monotonic();
  let turning: Promise<void> | undefined;
  return () => {
    if (turning === undefined && clock.monotonic() - last < PAUSE) return undefined;
    turning ??= new Promise((resolve) =>
      setImmediate(() => {
        last = clock.monotonic();
        turning = undefined;
        resolve();
      }),
    );
    return turning;
  };
}
