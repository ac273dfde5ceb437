import type { RunEnvironment } from '../context/index.ts';
import type { Timing } from '../domain/index.ts';

/** Measures the steps of one node with the host's clocks: moments by the wall clock, durations by the monotonic one. */
export function createStopwatch(environment: RunEnvironment) {
  const { clock } = environment.host;
  const timing: Timing[] = [];
  const started = clock.monotonic();
  return {
    timing,
    seconds: () => (clock.monotonic() - started) / 1000,
    async step<Value>(name: Timing['name'], work: () => Promise<Value>): Promise<Value> {
      const startedAt = clock.now();
      try {
        return await work();
      } finally {
        timing.push({ name, startedAt, completedAt: clock.now() });
      }
    },
  };
}
