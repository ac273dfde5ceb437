import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { link } from '../data/route.ts';
import type { Hit, Search } from '../data/search.ts';
import type { Site } from '../data/site.ts';

function nameOf(site: Site, { kind, index }: Hit): string {
  const { nodes, tests, macros } = site.core;
  return (kind === 'node' ? nodes.name : kind === 'test' ? tests.name : macros.name)[index] ?? '';
}

function hrefOf(site: Site, hit: Hit): string {
  if (hit.kind === 'test') return link.test(site, hit.index);
  if (hit.kind === 'macro') return link.macro(site, hit.index);
  if (hit.column !== -1)
    return link.node(site, hit.index, { tab: 'columns', column: site.columnName(hit.column) });
  return link.node(site, hit.index);
}

function wordOf(site: Site, { kind, index }: Hit): string {
  return kind === 'node' ? `${site.layer(index)} ${site.kind(index).replace('_', ' ')}` : kind;
}

/** Rows that are drawn with the key; there is room for fewer. */
const FIRST_ROWS = 20;
/** How long no key comes until the others are, in milliseconds. */
const PAUSE = 120;

export interface PaletteProps {
  readonly site: Site;
  readonly search: Search;
  readonly onClose: () => void;
}

/** Search over everything, by keyboard. */
export function Palette({ site, search, onClose }: PaletteProps) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef(document.activeElement);
  const hits = useMemo(() => search(query), [query, search]);
  const [whole, setWhole] = useState('');
  const rows = whole === query ? hits : hits.slice(0, Math.max(FIRST_ROWS, at + 1));
  useEffect(() => {
    input.current?.focus();
    setTimeout(search.prepare, 0);
    return () => (opener.current as HTMLElement | null)?.focus?.();
  }, [search]);
  useEffect(() => setAt(0), [query]);
  useEffect(() => {
    const timer = setTimeout(() => setWhole(query), PAUSE);
    return () => clearTimeout(timer);
  }, [query]);
  useEffect(() => document.getElementById(`hit-${at}`)?.scrollIntoView({ block: 'nearest' }), [at]);
  const open = (hit: Hit | undefined) => {
    if (hit !== undefined) location.hash = hrefOf(site, hit);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') open(hits[at]);
    else if (event.key === 'Escape') onClose();
    else if (event.key === 'Tab') event.preventDefault();
    else return;
    event.preventDefault();
  };
  return (
    <div class="overlay" onClick={onClose}>
      <div
        class="palette"
        role="dialog"
        aria-modal="true"
        aria-label="Search"
        onClick={(event) => event.stopPropagation()}
      >
        <input
          ref={input}
          role="combobox"
          aria-label="Search models, columns, tags, tests, macros"
          aria-expanded={hits.length > 0}
          aria-controls="hits"
          aria-activedescendant={hits.length > 0 ? `hit-${at}` : undefined}
          placeholder="Search models, columns, tags, tests, macros…"
          spellcheck={false}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <ul id="hits" role="listbox" aria-label="Found">
          {rows.map((hit, index) => (
            <li
              key={`${hit.kind}${hit.index}`}
              id={`hit-${index}`}
              role="option"
              aria-selected={index === at}
              onClick={() => open(hit)}
              onPointerMove={() => setAt(index)}
            >
              <i
                class={`layer-dot ${hit.kind === 'node' ? site.layer(hit.index) : 'other'}`}
                aria-hidden="true"
              />
              <span>{nameOf(site, hit)}</span>
              {hit.because !== null && <em>{hit.because}</em>}
              <small>{wordOf(site, hit)}</small>
            </li>
          ))}
        </ul>
        {query !== '' && hits.length === 0 && <p class="quiet">Nothing fits.</p>}
      </div>
    </div>
  );
}
