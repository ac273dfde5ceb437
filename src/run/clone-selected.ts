import type { RunResult } from '../domain/index.ts';
import { executePlan } from './execute-run.ts';
import { executeClone } from './executors/clone.ts';
import type { RunOptions } from './run-state.ts';

/**
 * Makes the planned nodes in the target out of what the state has of them: a view of each relation, or a copy where the engine
 * copies tables without their data. No hooks run around them, and none waits for another.
 */
export function cloneSelected(options: RunOptions): Promise<RunResult> {
  return executePlan(options, {
    treatment: { execute: executeClone, skipsCompiling: true },
    preparesDatabase: true,
    leavesOutHooks: true,
    reportsEphemeral: false,
  });
}
