import type { RunResult } from '../domain/index.ts';
import type { Session } from './session.ts';

/** A verb: what it does with a session, and whether it went well. It prints nothing: it emits events. */
export interface Command<Result> {
  /** dbt's name. */
  readonly name: string;
  /** What of a project the command can do without. */
  readonly without?: readonly ('profile' | 'packages')[];
  /** Whether it listens to single keys while it goes on. */
  readonly readsKeys?: true;
  readonly run: (session: Session) => Promise<Result>;
  readonly succeeded: (result: Result) => boolean;
}

/** Whether a run went well: no node failed and none was left out. */
export function runSucceeded(result: RunResult): boolean {
  return result.success;
}

/** For commands that fail by throwing only. */
export function always(): boolean {
  return true;
}
