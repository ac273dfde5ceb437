import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Route, readRoute } from './data/route.ts';
import { createSearch } from './data/search.ts';
import type { Site } from './data/site.ts';
import { LineagePage, MapPage } from './pages/lineage.tsx';
import { ListPage } from './pages/lists.tsx';
import { NodePage } from './pages/node/node.tsx';
import { Overview, PackagePage } from './pages/overview.tsx';
import { RunPage } from './pages/run.tsx';
import { MacroPage, TestPage } from './pages/things.tsx';
import { Palette } from './parts/palette.tsx';
import { useTheme } from './parts/theme.ts';

const HELP: readonly (readonly [string, string])[] = [
  ['/ or ⌘K', 'search'],
  ['o', 'overview'],
  ['m', 'project map'],
  ['g', 'lineage'],
  ['r', 'last run'],
  ['[ and ]', 'fewer and more steps of lineage'],
  ['arrows, Enter', 'walk through a picture, open a box'],
  ['+ − 0', 'larger, smaller, whole picture'],
  ['t', 'light, dark, as the system'],
  ['?', 'this'],
];

/** Everything at its address. */
function Page({ site, route, theme }: { site: Site; route: Route; theme: string }) {
  switch (route.page) {
    case 'overview':
      return <Overview site={site} />;
    case 'map':
      return <MapPage site={site} theme={theme} />;
    case 'lineage':
      return <LineagePage site={site} select={route.select} theme={theme} />;
    case 'run':
      return <RunPage site={site} />;
    case 'list':
      return <ListPage site={site} what={route.what} />;
    case 'node':
      return (
        <NodePage
          key={route.node}
          site={site}
          node={route.node}
          tab={route.tab}
          column={route.column}
          theme={theme}
        />
      );
    case 'test':
      return <TestPage key={route.test} site={site} test={route.test} />;
    case 'macro':
      return <MacroPage key={route.macro} site={site} macro={route.macro} />;
    case 'package':
      return <PackagePage site={site} name={route.name} />;
    case 'missing':
      return (
        <article>
          <h1>Not here</h1>
          <p>
            Nothing in this project is at <code>{route.path}</code>. It may have been renamed or removed.{' '}
            <a href="#/">Overview</a>
          </p>
        </article>
      );
  }
}

function titleOf(site: Site, route: Route): string {
  const { nodes, tests, macros, project } = site.core;
  const names: Partial<Record<Route['page'], string | undefined>> = {
    node: route.page === 'node' ? nodes.name[route.node] : undefined,
    test: route.page === 'test' ? tests.name[route.test] : undefined,
    macro: route.page === 'macro' ? macros.name[route.macro] : undefined,
    map: 'Map',
    lineage: 'Lineage',
    run: 'Last run',
  };
  const name = names[route.page];
  return name === undefined ? `${project.name} · docs` : `${name} · ${project.name}`;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

/** The frame of all pages. */
export function App({ site }: { site: Site }) {
  const [hash, setHash] = useState(location.hash);
  const [overlay, setOverlay] = useState<'search' | 'help' | null>(null);
  const { theme, version, next } = useTheme();
  const search = useMemo(() => createSearch(site), [site]);
  // The first key must not wait for what all keys need.
  useEffect(() => {
    const soon = setTimeout(search.prepare, 200);
    return () => clearTimeout(soon);
  }, [search]);
  const route = useMemo(() => readRoute(hash, site), [hash, site]);
  useEffect(() => {
    const changed = () => {
      setHash(location.hash);
      // Whoever goes elsewhere, by a key or back, is done with what lay over the page.
      setOverlay(null);
      scrollTo(0, 0);
    };
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  useEffect(() => {
    document.title = titleOf(site, route);
  }, [route]);
  useEffect(() => {
    const keys: Readonly<Record<string, () => void>> = {
      '/': () => setOverlay('search'),
      '?': () => setOverlay('help'),
      o: () => (location.hash = '#/'),
      m: () => (location.hash = '#/map'),
      g: () => (location.hash = '#/lineage'),
      r: () => (location.hash = '#/run'),
      t: next,
      Escape: () => setOverlay(null),
    };
    const onKey = (event: KeyboardEvent) => {
      const isPalette = event.key === 'k' && (event.metaKey || event.ctrlKey);
      if (!isPalette && (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey)) return;
      const act = isPalette ? keys['/'] : keys[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [theme]);
  const isWhole = route.page === 'map' || route.page === 'lineage';
  const current = (page: Route['page']) => (route.page === page ? 'page' : undefined);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        To the content
      </button>
      <header class="top">
        <a href="#/" class="logo" aria-current={current('overview')}>
          <span aria-hidden="true">◆</span> {site.core.project.name}
        </a>
        <button type="button" class="search-button" onClick={() => setOverlay('search')}>
          <span>Search</span> <kbd>⌘K</kbd>
        </button>
        <nav aria-label="Pages">
          <a href="#/map" aria-current={current('map')}>
            Map
          </a>
          <a href="#/lineage" aria-current={current('lineage')}>
            Lineage
          </a>
          <a href="#/run" aria-current={current('run')}>
            Runs
          </a>
        </nav>
        <button
          type="button"
          class="icon"
          aria-label={`Theme: ${theme}`}
          title={`theme: ${theme}`}
          onClick={next}
        >
          ◐
        </button>
        <button type="button" class="icon" aria-label="Keys" onClick={() => setOverlay('help')}>
          ?
        </button>
      </header>
      <main id="content" tabIndex={-1} class={isWhole ? 'wide' : undefined}>
        <Page site={site} route={route} theme={version} />
      </main>
      {!isWhole && (
        <footer>
          Sluice {site.core.project.sluiceVersion} · answers as dbt {site.core.project.dbtVersion} · this file
          asks for nothing from the network
        </footer>
      )}
      {overlay === 'search' && <Palette site={site} search={search} onClose={() => setOverlay(null)} />}
      {overlay === 'help' && (
        <div class="overlay" onClick={() => setOverlay(null)}>
          <div class="palette help" role="dialog" aria-label="Keys">
            <dl class="facts">
              {HELP.map(([key, what]) => (
                <>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </>
              ))}
            </dl>
          </div>
        </div>
      )}
    </>
  );
}
