import { adapterPlugin } from '../adapter/index.ts';
import { openChecker } from '../check/index.ts';
import type { Diagnostic } from '../diagnostics/index.ts';
import type { CheckReport } from '../domain/index.ts';
import type { Command } from './command.ts';
import { wordsFlag } from './flags/read-flags.ts';
import { asError, warningVerdict } from './flags/warnings.ts';
import { refuseEmpty } from './run-selected.ts';
import { resourceTypesOf, selectForSession } from './select.ts';
import type { Session } from './session.ts';
import { writeGraphSummary } from './write-graph-summary.ts';

/** Kinds that can be checked. */
const CHECKED = ['model', 'seed', 'snapshot', 'test', 'analysis', 'source', 'function', 'unit_test'];

/** What `--warn-error` and its options make of a warning of the check. */
export function judgedBy({ invocation }: Session): (warning: Diagnostic) => Diagnostic | null {
  return (warning) => {
    const verdict = warningVerdict(invocation, warning);
    if (verdict === 'silence') return null;
    return verdict === 'error' ? (asError(warning).diagnostics[0] ?? warning) : warning;
  };
}

/** Binds the selected part of the project without touching data. */
async function check(session: Session): Promise<CheckReport> {
  const project = session.project();
  writeGraphSummary(session, { manifest: session.manifest() });
  const kinds = resourceTypesOf(session, { every: CHECKED, standard: CHECKED });
  const { uniqueIds } = selectForSession(session, { resourceTypes: kinds });
  if (uniqueIds.length === 0) refuseEmpty(session);
  const { host, sink, events } = session;
  const plugin = adapterPlugin(project.target.type);
  const checker = openChecker({ project, plugin, host, sink, judge: judgedBy(session) });
  try {
    const environment = session.environment(uniqueIds);
    const report = await checker.checkAll({
      environment,
      graph: session.graph(),
      selected: new Set(uniqueIds),
    });
    const showsColumns = wordsFlag(session, 'select').length > 0;
    events({ type: 'checkFinished', report, showsColumns });
    return report;
  } finally {
    await checker.close();
  }
}

/** `check`: the project bound in DAG order without touching data. */
export const checkCommand: Command<CheckReport> = {
  name: 'check',
  run: check,
  succeeded: ({ success }) => success,
};
