import type { PreviewResult } from '../run/index.ts';
import { numberFlag, textFlag } from './flags/read-flags.ts';
import { previewJson, previewText } from './preview/preview-table.ts';
import type { Session } from './session.ts';

/** Shows rows of SQL as it is: nothing is rendered, and the project is not parsed. */
export async function showDirect(session: Session, sql: string): Promise<PreviewResult> {
  const { clock } = session.host;
  const [startedAt, started] = [clock.now(), clock.monotonic()];
  const limit = numberFlag(session, 'limit') ?? 5;
  const adapter = await session.openAdapter();
  const connection = await adapter.connect('show');
  try {
    const rows = await connection.execute(sql, { fetch: true, ...(limit < 0 ? {} : { limit }) });
    session.events({
      type: 'rowsShown',
      name: 'direct-query',
      uniqueId: 'direct-query',
      isInline: true,
      text: previewText(rows),
      json: previewJson(rows),
      format: textFlag(session, 'output') === 'json' ? 'json' : 'text',
    });
  } finally {
    await connection.close();
  }
  const elapsed = (clock.monotonic() - started) / 1000;
  return {
    run: { command: 'show', results: [], startedAt, elapsed, success: true, interrupted: false },
    previews: [],
  };
}
