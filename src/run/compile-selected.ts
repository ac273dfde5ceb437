import type { RunResult } from '../domain/index.ts';
import { runPlan } from './execute-run.ts';
import { NOTHING_EXECUTED } from './executors/index.ts';
import type { RunOptions } from './run-state.ts';

export interface CompileOptions extends RunOptions {
  /** Also report ephemeral models: dbt does when something was selected by name. */
  readonly reportsEphemeral: boolean;
}

/**
 * Compiles the planned nodes in DAG order and writes their SQL below `target/compiled`. The engine is only opened when a
 * template asks it something.
 */
export async function compileSelected(options: CompileOptions): Promise<RunResult> {
  return runPlan(options, {
    treatment: { execute: async () => NOTHING_EXECUTED },
    preparesDatabase: false,
    stopsWithFirstError: true,
    reportsEphemeral: options.reportsEphemeral,
  });
}
