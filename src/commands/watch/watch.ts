import { type Downstream, watchProject } from '../../watch/index.ts';
import { always, type Command } from '../command.ts';
import { openInBrowser } from '../docs/open-in-browser.ts';
import { isSet, numberFlag, textFlag } from '../flags/read-flags.ts';
import type { Session } from '../session.ts';
import { createWatchWorld } from './watch-world.ts';

async function watch(session: Session): Promise<void> {
  const world = createWatchWorld(session);
  try {
    await watchProject({
      world,
      downstream: (textFlag(session, 'downstream') ?? 'auto') as Downstream,
      keys: session.keys,
      docsPort: isSet(session, 'docs') ? (numberFlag(session, 'port') ?? 0) : undefined,
      openAddress: (address) => void openInBrowser(session, address),
      signal: session.signal,
    });
  } finally {
    await world.close();
  }
}

/** `watch`: checks, builds and tests what is saved, until it is interrupted. */
export const watchCommand: Command<void> = {
  name: 'watch',
  readsKeys: true,
  run: watch,
  succeeded: always,
};
