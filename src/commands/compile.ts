import type { NodeResult, RunResult } from '../domain/index.ts';
import { compileSelected } from '../run/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { textFlag, wordsFlag } from './flags/read-flags.ts';
import { inlineRun } from './inline.ts';
import { planForSession, tellConcurrency } from './run-selected.ts';
import type { Session } from './session.ts';
import { throwFirstError } from './throw-first-error.ts';

/** Kinds that have SQL. */
export const COMPILED_TYPES = ['model', 'test', 'snapshot', 'analysis', 'seed', 'operation', 'function'];

/** Whether a node was asked for by its name, so that its SQL or rows are shown. */
export function isNamed(session: Session, { node }: NodeResult): boolean {
  return wordsFlag(session, 'select').some((word) => word.includes(node.name));
}

function show(session: Session, result: NodeResult, isInline: boolean): void {
  if (result.compiled === null) return;
  session.events({
    type: 'compiledShown',
    name: result.node.name,
    uniqueId: result.node.uniqueId,
    isInline,
    sql: result.compiled.compiledCode,
    format: textFlag(session, 'output') === 'json' ? 'json' : 'text',
  });
}

/** Writes the SQL that nodes come to below `target/compiled`; that of named nodes and of `--inline` is shown. */
export const compileCommand: Command<RunResult> = {
  name: 'compile',
  async run(session) {
    const inline = textFlag(session, 'inline');
    const isInline = inline !== undefined;
    const options = isInline ? inlineRun(session, inline) : planForSession(session, COMPILED_TYPES);
    tellConcurrency(session, options);
    const reportsEphemeral = isInline || wordsFlag(session, 'select').length > 0;
    const result = await compileSelected({ ...options, reportsEphemeral });
    throwFirstError(result);
    for (const each of result.results) {
      if (isInline ? each.node.resourceType === 'sql_operation' : isNamed(session, each))
        show(session, each, isInline);
    }
    return result;
  },
  succeeded: runSucceeded,
};
