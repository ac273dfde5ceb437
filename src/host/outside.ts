import type { Environment } from './host.ts';
import type { Network } from './network.ts';
import type { Processes } from './processes.ts';

/** The network, loaded when it is first used: most commands never reach it, and start faster without. */
export function lazyNetwork(env: Environment): Network {
  return { get: async (request) => (await import('./real-network.ts')).createNetwork(env).get(request) };
}

/** Child processes, loaded when they are first used. */
export const lazyProcesses: Processes = {
  run: async (request) => (await import('./real-processes.ts')).realProcesses.run(request),
};
