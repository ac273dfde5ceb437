import { join } from 'node:path';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import { serveFolder } from '../../server/index.ts';
import { always, type Command } from '../command.ts';
import { isSet, numberFlag, textFlag } from '../flags/read-flags.ts';
import type { Session } from '../session.ts';
import { openInBrowser } from './open-in-browser.ts';

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    else signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Serves the target folder until the command is interrupted. */
async function serveDocs(session: Session): Promise<string> {
  const { files } = session.host;
  const folder = session.project().targetPath;
  if (!files.exists(join(folder, 'index.html'))) {
    throw new DiagnosticError(
      diagnostic('G002', 'There is no docs page to serve', { hint: 'Run `sluice docs generate` first.' }),
    );
  }
  const server = await serveFolder({
    files,
    folder,
    host: textFlag(session, 'host') ?? '127.0.0.1',
    port: numberFlag(session, 'port') ?? 8080,
  });
  const say = (text: string) => session.events({ type: 'message', level: 'info', name: 'ServingDocs', text });
  say(`Serving docs at ${new URL(server.address).port}`);
  say(`To access from your browser, navigate to: ${server.address}`);
  say('Press Ctrl+C to exit.');
  if (isSet(session, 'browser')) await openInBrowser(session, server.address);
  await aborted(session.signal);
  await server.close();
  return server.address;
}

/** `docs serve`. Answers the address under which it was served. */
export const docsServeCommand: Command<string> = { name: 'serve', run: serveDocs, succeeded: always };
