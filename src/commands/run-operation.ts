import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { RunResult } from '../domain/index.ts';
import { runMacroOperation, runSqlOperation } from '../run/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { mappingFlag, textFlag } from './flags/read-flags.ts';
import { inlineNode } from './inline.ts';
import type { Session } from './session.ts';
import { writeGraphSummary } from './write-graph-summary.ts';

function refuse(message: string): never {
  throw new DiagnosticError(diagnostic('C007', message, { kind: 'Runtime Error' }));
}

/** A failure is told in dbt's words before the command ends. */
function tellFailure(session: Session, result: RunResult): void {
  for (const { status, message, diagnostics } of result.results) {
    if (status !== 'error') continue;
    session.events({
      type: 'message',
      level: 'error',
      name: 'RunningOperationCaughtError',
      text: `Encountered an error while running operation: ${message ?? ''}`,
      data: { exc: message ?? '' },
      diagnostics: diagnostics.filter((each) => each.span !== undefined),
    });
  }
}

/** SQL has a line for its end; of a macro dbt tells only failures. */
function tellOutcome(session: Session, { results }: RunResult): void {
  for (const { status, adapterResponse, executionTime } of results) {
    const message = adapterResponse['_message'];
    session.events({
      type: 'operationRun',
      name: 'inline_query',
      outcome: status === 'success' ? 'success' : 'error',
      message: typeof message === 'string' ? message : null,
      seconds: executionTime,
    });
  }
}

/** Runs a macro by its name, or the SQL of `--sql`. */
export const runOperationCommand: Command<RunResult> = {
  name: 'run-operation',
  async run(session) {
    const macro = textFlag(session, 'macro');
    const sql = textFlag(session, 'sql');
    if (macro === undefined && sql === undefined)
      refuse('Either a macro name or --sql must be passed to run-operation');
    if (macro !== undefined && sql !== undefined)
      refuse('Cannot specify both a macro name and --sql for run-operation');
    const args = mappingFlag(session, 'args');
    if (sql !== undefined && Object.keys(args).length > 0)
      refuse('--args cannot be used with --sql; pass arguments directly in the SQL');
    const environment = session.environment([]);
    const parts = { environment, openAdapter: session.openAdapter, signal: session.signal };
    const hasJinja = sql !== undefined && /\{[{%#]/.test(sql);
    // Plain SQL needs no graph.
    if (sql === undefined || hasJinja) writeGraphSummary(session, { manifest: session.manifest() });
    const result =
      sql === undefined
        ? await runMacroOperation({ ...parts, name: macro as string, args })
        : await runSqlOperation({ ...parts, sql: hasJinja ? inlineNode(session, sql) : sql });
    tellFailure(session, result);
    if (sql !== undefined) tellOutcome(session, result);
    return result;
  },
  succeeded: runSucceeded,
};
