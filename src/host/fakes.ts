import type { Clock, Environment } from './host.ts';

/** An environment with just these variables. */
export function fakeEnvironment(variables: Readonly<Record<string, string>>): Environment {
  return { get: (name) => variables[name], names: () => Object.keys(variables) };
}

/** A clock that stands at `moment`. */
export function fakeClock(moment: string): Clock {
  return { now: () => new Date(moment), monotonic: () => 0 };
}
