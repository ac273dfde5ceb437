import { diagnostic } from '../diagnostics/index.ts';
import type { RunResult } from '../domain/index.ts';
import { freshnessOfSources, hasFreshness } from '../run/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { textFlag } from './flags/read-flags.ts';
import { planForSession } from './run-selected.ts';
import type { Session } from './session.ts';

function tellOfOutput(session: Session): void {
  const path = textFlag(session, 'output');
  if (path === undefined || path === '') return;
  session.sink.report(
    diagnostic('C017', `the results go to '${path}'`, {
      hint: 'Leave --output out, and copy target/sources.json afterwards.',
      dbtMessage: `Custom output path usage \`--output ${path}\` usage detected in \`dbt source freshness\` command.`,
    }),
  );
}

/** Looks at how fresh sources are. */
export const sourceFreshnessCommand: Command<RunResult> = {
  name: 'freshness',
  run(session) {
    const { sources } = session.manifest();
    tellOfOutput(session);
    const isChecked = (id: string) => hasFreshness(sources.get(id)?.freshness ?? null);
    return freshnessOfSources(planForSession(session, ['source'], isChecked));
  },
  succeeded: runSucceeded,
};
