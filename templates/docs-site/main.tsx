import { render } from 'preact';
import type { CodePayload, CorePayload } from '../../src/docs-site/payload.ts';
import { App } from './app.tsx';
import { decodeBlock, lazyBlock } from './data/decode.ts';
import { liveAddress } from './data/live.ts';
import { createSite } from './data/site.ts';
import { LiveApp } from './live-app.tsx';

/** Opens the page: the core block is unpacked at once, code when it is first looked at. */
async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) return;
  const core = await decodeBlock<CorePayload>('core');
  root.textContent = '';
  const code = lazyBlock<CodePayload>('code');
  const address = liveAddress();
  render(
    address === null ? (
      <App site={createSite(core, code)} />
    ) : (
      <LiveApp core={core} code={code} address={address} />
    ),
    root,
  );
  performance.mark('usable');
}

void start();
