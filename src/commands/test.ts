import type { RunResult } from '../domain/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { runSelected } from './run-selected.ts';
import { resourceTypesOf } from './select.ts';

/** Runs data tests on what is built. */
export const testCommand: Command<RunResult> = {
  name: 'test',
  run: (session) => {
    const types = resourceTypesOf(session, { every: ['test', 'unit_test'], standard: ['test', 'unit_test'] });
    return runSelected(session, types);
  },
  succeeded: runSucceeded,
};
