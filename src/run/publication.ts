import type { StagedOutput } from '../adapter/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { NodeResult, NodeStatus } from '../domain/index.ts';
import type { RunState } from './run-state.ts';

/** The end of a run that works on a copy of the database. */
export interface Publication {
  /** Makes everything visible at one moment. Throws a `DiagnosticError` when that is not possible; then nothing is. */
  publish(outputs: readonly StagedOutput[]): Promise<void>;
  /** Throws away what was built. */
  discard(outputs: readonly StagedOutput[]): Promise<void>;
}

/** What stands as it is when nothing is published: it says why. */
const TELLING: ReadonlySet<NodeStatus> = new Set(['error', 'fail', 'partial success', 'skipped']);

/** Results of a run of which nothing was published: what went well counts as not done, so that `retry` does it again. */
function withheld(results: readonly NodeResult[], reason: string): readonly NodeResult[] {
  return results.map((each) =>
    TELLING.has(each.status)
      ? each
      : {
          ...each,
          status: 'skipped',
          // A message would make an error of what was only skipped.
          message: null,
          failures: null,
          adapterResponse: { _message: `Not published: ${reason}` },
          rows: null,
        },
  );
}

function reasonAgainst(results: readonly NodeResult[], isInterrupted: boolean): string | null {
  if (isInterrupted) return 'the run was interrupted';
  const failed = results.filter((each) => TELLING.has(each.status) && each.status !== 'skipped');
  const [first] = failed;
  if (first !== undefined) {
    const others = failed.length === 1 ? '' : ` and ${failed.length - 1} more`;
    return `${first.node.name}${others} failed`;
  }
  return results.some((each) => each.status === 'skipped') ? 'something was skipped' : null;
}

/**
 * Ends a run on a copy: publishes when everything went well, otherwise throws the copy away, and tells which of the two.
 * Answers the results as they are to be recorded. A run on the database itself is left alone.
 */
export async function settlePublication(
  state: RunState,
  results: readonly NodeResult[],
): Promise<readonly NodeResult[]> {
  const { publication, environment, signal } = state.options;
  if (publication === undefined || !state.shape.preparesDatabase || state.shape.isAside === true)
    return results;
  const tell = (level: 'info' | 'error', text: string): void => {
    environment.events({ type: 'message', level, name: 'Publication', text });
  };
  const outputs = environment.stagedOutputs ?? [];
  await state.master.close();
  await state.pool.close();
  const reason = reasonAgainst(results, signal?.aborted === true);
  if (reason !== null) {
    await publication.discard(outputs);
    tell('error', `Nothing was published, the database is as it was: ${reason}.`);
    return withheld(results, reason);
  }
  try {
    await publication.publish(outputs);
    state.journal?.published();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const each of error.diagnostics) environment.sink.report(each);
    tell('error', 'Nothing was published, the database is as it was.');
    return withheld(results, error.diagnostics[0]?.message ?? 'the database could not be replaced');
  }
  tell('info', 'Published: everything that was built became visible at once.');
  return results;
}
