import type { RunResult } from '../domain/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { runSelected } from './run-selected.ts';

/** Records what has changed since the last snapshot. */
export const snapshotCommand: Command<RunResult> = {
  name: 'snapshot',
  run: (session) => runSelected(session, ['snapshot']),
  succeeded: runSucceeded,
};
