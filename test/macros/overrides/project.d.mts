/** Where the macros that stand in for dbt's lie: under their own names or those that dispatch looks for. */
export type Way = 'names' | 'dispatched' | 'package';

/** What was called, with spaces between, and what came of it, by node; macros outside nodes stand under `''`. */
export interface Trace {
  readonly statuses: Readonly<Record<string, string>>;
  readonly called: Readonly<Record<string, string>>;
}

export const WAYS: readonly Way[];
/** The project of `test/macros/project` with every built-in macro overridden by one that tells that it is called. */
export function writeProject(folder: string, way: Way): void;
/** @param messages What was logged. */
export function traceOf(messages: readonly string[], statuses: Readonly<Record<string, string>>): Trace;
