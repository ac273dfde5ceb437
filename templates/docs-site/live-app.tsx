import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LiveMessage } from '../../src/docs-site/live-messages.ts';
import type { CodePayload, CorePayload } from '../../src/docs-site/payload.ts';
import { App } from './app.tsx';
import { liveAfter, NOT_LIVE, withMessage } from './data/live.ts';
import { readRoute } from './data/route.ts';
import { createSite, type Site } from './data/site.ts';
import { LiveBar } from './parts/live-bar.tsx';

/** Milliseconds that results are gathered for before the page is drawn anew. */
const GATHER = 120;

/** The id of the thing that the reader looks at. */
function currentId(site: Site): string | undefined {
  const route = readRoute(location.hash, site);
  if (route.page === 'node') return site.core.nodes.uniqueId[route.node];
  return route.page === 'test' ? site.core.tests.uniqueId[route.test] : undefined;
}

interface LiveAppProps {
  readonly core: CorePayload;
  readonly code: () => Promise<CodePayload>;
  readonly address: string;
}

/** The page while its project is watched: results, errors and rows arrive as they are known. */
export function LiveApp({ core: first, code, address }: LiveAppProps) {
  const [core, setCore] = useState(first);
  const [live, setLive] = useState(NOT_LIVE);
  const [hash, setHash] = useState(location.hash);
  const newest = useRef(first);
  const site = useMemo(() => createSite(core, code), [core]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (next: CorePayload) => {
      newest.current = next;
      timer ??= setTimeout(() => {
        timer = undefined;
        setCore(newest.current);
      }, GATHER);
    };
    const source = new EventSource(address);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as LiveMessage;
      if (message.type === 'page') location.reload();
      const told = message.type === 'hello' ? message.recent : [message];
      const next = told.reduce(withMessage, newest.current);
      if (next !== newest.current) later(next);
      setLive((before) => liveAfter(before, message));
    };
    source.onopen = () => setLive((before) => ({ ...before, isConnected: true }));
    source.onerror = () => setLive((before) => ({ ...before, isConnected: false, running: [] }));
    const onHash = () => setHash(location.hash);
    addEventListener('hashchange', onHash);
    // A browser keeps few connections to one server: a page that nobody looks at needs none.
    addEventListener('pagehide', () => source.close());
    return () => {
      clearTimeout(timer);
      source.close();
      removeEventListener('hashchange', onHash);
    };
  }, []);
  const current = useMemo(() => currentId(site), [site, hash]);
  return (
    <>
      <App site={site} />
      <LiveBar site={site} live={live} current={current} />
    </>
  );
}
