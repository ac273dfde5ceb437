import type { RunResult } from '../domain/index.ts';
import { previewNodes } from '../run/index.ts';
import { type Command, runSucceeded } from './command.ts';
import { isSet } from './flags/read-flags.ts';
import { previewJson, previewText } from './preview/preview-table.ts';
import { planForSession, runSelected } from './run-selected.ts';
import type { Session } from './session.ts';

/** How many rows of a seed `--show` prints. */
const SHOWN_ROWS = 10;

async function showSeeds(session: Session): Promise<void> {
  const { previews } = await previewNodes({
    ...planForSession(session, ['seed']),
    limit: SHOWN_ROWS,
    isAside: true,
  });
  for (const { result, rows } of previews) {
    if (rows === undefined) continue;
    const { node } = result;
    session.events({
      type: 'rowsShown',
      name: node.name,
      uniqueId: node.uniqueId,
      isInline: false,
      text: previewText(rows),
      json: previewJson(rows),
      format: 'text',
    });
  }
}

/** Loads CSV files into the database; with `--show` some of their rows are shown. */
export const seedCommand: Command<RunResult> = {
  name: 'seed',
  async run(session) {
    const result = await runSelected(session, ['seed']);
    if (isSet(session, 'show') && result.success) await showSeeds(session);
    return result;
  },
  succeeded: runSucceeded,
};
