import type { RunResult } from '../domain/index.ts';
import { cloneSelected } from '../run/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { clonedFrom } from './deferral.ts';
import { planForSession } from './run-selected.ts';
import { resourceTypesOf } from './select.ts';
import type { Session } from './session.ts';

const CLONED = ['model', 'seed', 'snapshot'];

/** Makes nodes in the target out of the relations that the state has of them. */
export const cloneCommand: Command<RunResult> = {
  name: 'clone',
  async run(session: Session) {
    const options = planForSession(session, resourceTypesOf(session, { every: CLONED, standard: CLONED }));
    const isEmpty = options.plan.nodes.length === 0;
    return cloneSelected({ ...options, ...(isEmpty ? {} : { deferral: clonedFrom(session) }) });
  },
  succeeded: runSucceeded,
};
