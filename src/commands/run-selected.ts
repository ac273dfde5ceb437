import { diagnostic } from '../diagnostics/index.ts';
import type { RunResult, UniqueId } from '../domain/index.ts';
import { buildGraphWithTests, testEdges } from '../graph/index.ts';
import { executeRun, planNodes, type RunOptions } from '../run/index.ts';
import { deferralOf } from './deferral.ts';
import { asError, warningVerdict } from './flags/warnings.ts';
import { selectForSession } from './select.ts';
import type { Session } from './session.ts';
import { writeGraphSummary } from './write-graph-summary.ts';

const NOTHING_TO_DO = 'Nothing to do. Try checking your model configs and model specification args';

/** With `--warn-error` a call that selects nothing has failed. */
export function refuseEmpty(session: Session): void {
  const warning = diagnostic('C009', NOTHING_TO_DO);
  if (warningVerdict(session.invocation, warning) === 'error') throw asError(warning);
}

/** `selected_resources` of a build has no unit tests, as dbt runs them beside its queue. */
const isNotUnitTest = (uniqueId: UniqueId): boolean => !uniqueId.startsWith('unit_test.');

/** A plan over what the call selects, with what is needed to run it. `isTaken` may leave some of it out. */
export function planForSession(
  session: Session,
  resourceTypes: readonly string[],
  isTaken: (uniqueId: UniqueId) => boolean = () => true,
): RunOptions {
  const { command } = session.invocation;
  const manifest = session.manifest();
  const awaited = command === 'build' ? testEdges(manifest, session.graph()) : undefined;
  writeGraphSummary(session, { manifest, awaited });
  const chosen = session.retrying?.uniqueIds ?? selectForSession(session, { resourceTypes }).uniqueIds;
  const uniqueIds = chosen.filter(isTaken);
  const graph = awaited === undefined ? session.graph() : buildGraphWithTests(manifest, awaited);
  // Copies of what is there already need nothing of each other; taken up again, dbt has them wait all the same.
  const isUnordered = command === 'clone' && session.retrying === undefined;
  const plan = planNodes({
    manifest,
    edges: { parentsOf: (uniqueId) => (isUnordered ? [] : graph.allParents(uniqueId)) },
    selected: uniqueIds,
    command,
    unitTestsLast: session.retrying !== undefined,
  });
  if (plan.nodes.length === 0) refuseEmpty(session);
  return {
    plan,
    environment: session.environment(command === 'build' ? uniqueIds.filter(isNotUnitTest) : uniqueIds),
    openAdapter: session.openAdapter,
    threads: session.project().target.threads,
    signal: session.signal,
    publication: session.publication,
    deferral: plan.nodes.length === 0 ? undefined : deferralOf(session),
  };
}

/** Selects, plans and executes: what `run`, `test`, `build` and `seed` have in common. */
export async function runSelected(session: Session, resourceTypes: readonly string[]): Promise<RunResult> {
  return executeRun(planForSession(session, resourceTypes));
}

/** Commands that execute tell this by themselves: how many nodes run at once, or that there are none. */
export function tellConcurrency(session: Session, { plan, threads, environment }: RunOptions): void {
  if (plan.nodes.length === 0) {
    const startedAt = environment.host.clock.now();
    const result = {
      command: plan.command,
      results: [],
      startedAt,
      elapsed: 0,
      success: true,
      interrupted: false,
    };
    session.events({ type: 'nothingToDo', message: NOTHING_TO_DO, result });
    return;
  }
  const target = session.project().target.name;
  session.events({ type: 'concurrency', threads, target, total: plan.total });
}
