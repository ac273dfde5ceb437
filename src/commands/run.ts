import type { RunResult } from '../domain/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { runSelected } from './run-selected.ts';

/** Builds models. */
export const runCommand: Command<RunResult> = {
  name: 'run',
  run: (session) => runSelected(session, ['model']),
  succeeded: runSucceeded,
};
