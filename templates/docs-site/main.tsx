import { render } from 'preact';
import type { CodePayload, CorePayload } from '../../src/docs-site/payload.ts';
import { App } from './app.tsx';
import { decodeBlock, lazyBlock } from './data/decode.ts';
import { createSite } from './data/site.ts';

/** Opens the page: the core block is unpacked at once, code when it is first looked at. */
async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) return;
  const core = await decodeBlock<CorePayload>('core');
  root.textContent = '';
  render(<App site={createSite(core, lazyBlock<CodePayload>('code'))} />, root);
  performance.mark('usable');
}

void start();
