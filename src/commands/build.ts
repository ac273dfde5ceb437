import type { RunResult } from '../domain/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { runSelected } from './run-selected.ts';
import { resourceTypesOf } from './select.ts';

const BUILT = ['model', 'seed', 'snapshot', 'test', 'unit_test', 'exposure', 'function', 'saved_query'];

/** Builds seeds and models and runs their tests, in the order of the graph. */
export const buildCommand: Command<RunResult> = {
  name: 'build',
  run: (session) => runSelected(session, resourceTypesOf(session, { every: BUILT, standard: BUILT })),
  succeeded: runSucceeded,
};
