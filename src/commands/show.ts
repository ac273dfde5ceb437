import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { type Preview, type PreviewResult, previewNodes } from '../run/index.ts';
import type { Command } from './command.ts';
import { COMPILED_TYPES, isNamed } from './compile.ts';
import { numberFlag, textFlag, wordsFlag } from './flags/read-flags.ts';
import { inlineRun } from './inline.ts';
import { previewJson, previewText } from './preview/preview-table.ts';
import { planForSession, tellConcurrency } from './run-selected.ts';
import type { Session } from './session.ts';
import { showDirect } from './show-direct.ts';
import { throwFirstError } from './throw-first-error.ts';

function show(session: Session, { result, rows }: Preview, isInline: boolean): void {
  if (rows === undefined) return;
  session.events({
    type: 'rowsShown',
    name: result.node.name,
    uniqueId: result.node.uniqueId,
    isInline,
    text: previewText(rows),
    json: previewJson(rows),
    format: textFlag(session, 'output') === 'json' ? 'json' : 'text',
  });
}

function nothingNamed(): DiagnosticError {
  const message = 'Either --select or --inline must be passed to show';
  return new DiagnosticError(
    diagnostic('C007', message, { kind: 'Runtime Error', hint: 'Name a node: --select my_model.' }),
  );
}

/** Shows the first rows of nodes, or of the SQL of `--inline`; nothing is built. */
export const showCommand: Command<PreviewResult> = {
  name: 'show',
  async run(session) {
    const direct = textFlag(session, 'inline_direct');
    if (direct !== undefined) return showDirect(session, direct);
    const inline = textFlag(session, 'inline');
    const isInline = inline !== undefined;
    const selects = wordsFlag(session, 'select').length > 0 || textFlag(session, 'selector') !== undefined;
    session.manifest();
    if (!isInline && !selects) throw nothingNamed();
    const limit = numberFlag(session, 'limit') ?? 5;
    const options = isInline ? inlineRun(session, inline) : planForSession(session, COMPILED_TYPES);
    tellConcurrency(session, options);
    const result = await previewNodes({ ...options, limit: limit < 0 ? null : limit });
    throwFirstError(result.run);
    for (const each of result.previews) {
      const { node } = each.result;
      const isWanted = isInline
        ? node.resourceType === 'sql_operation'
        : isNamed(session, each.result) || result.previews.length === 1;
      if (isWanted) show(session, each, isInline);
    }
    return result;
  },
  succeeded: ({ run }) => run.success,
};
