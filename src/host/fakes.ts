import type { Environment } from './host.ts';

/** An environment with just these variables. */
export function fakeEnvironment(variables: Readonly<Record<string, string>>): Environment {
  return { get: (name) => variables[name], names: () => Object.keys(variables) };
}
