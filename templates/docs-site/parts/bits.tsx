import type { ComponentChildren } from 'preact';
import { link } from '../data/route.ts';
import { type Mark, markOf, type Site } from '../data/site.ts';
import { highlight } from './highlight.tsx';

const GLYPH: Readonly<Record<Mark, string>> = { good: '✔', warn: '▲', bad: '✖', none: '◌' };
const WORD: Readonly<Record<Mark, string>> = {
  good: 'passed',
  warn: 'warning',
  bad: 'failed',
  none: 'no result',
};

/** A status in sign and word; the word is read out where only the sign is seen. */
export function Status({ status, children }: { status: string | null; children?: ComponentChildren }) {
  const mark = markOf(status);
  return (
    <span class={`status ${mark}`} title={status ?? 'never run'}>
      <span aria-hidden="true">{GLYPH[mark]}</span>
      <span class="unseen">{status ?? WORD[mark]} </span>
      {children}
    </span>
  );
}

export function MarkSign({ mark }: { mark: Mark }) {
  return (
    <span class={`status ${mark}`}>
      <span aria-hidden="true">{GLYPH[mark]}</span>
      <span class="unseen">{WORD[mark]}</span>
    </span>
  );
}

/** Descriptions were rendered and made safe when the page was written. */
export function Prose({ html, isInline }: { html: string | null; isInline?: boolean }) {
  if (html === null) return null;
  return (
    <div class={isInline === true ? 'prose inline' : 'prose'} dangerouslySetInnerHTML={{ __html: html }} />
  );
}

export function NodeLink({ site, node }: { site: Site; node: number }) {
  return (
    <a class="node-link" href={link.node(site, node)}>
      <i class={`layer-dot ${site.layer(node)}`} aria-hidden="true" />
      {site.core.nodes.name[node]}
    </a>
  );
}

export function Badge({ children, title }: { children: ComponentChildren; title?: string }) {
  return (
    <span class="badge" title={title}>
      {children}
    </span>
  );
}

/** Text that can be copied with one click. */
export function Copy({ text, label }: { text: string; label: string }) {
  return (
    <button
      type="button"
      class="copy"
      onClick={(event) => {
        const button = event.currentTarget;
        const done = () => {
          button.textContent = 'copied';
          setTimeout(() => (button.textContent = label), 1200);
        };
        navigator.clipboard?.writeText(text).then(done, () => undefined);
      }}
    >
      {label}
    </button>
  );
}

export function Code({ site, text: written }: { site: Site; text: string }) {
  const text = written.replace(/^(\s*\n)+/, '').trimEnd();
  const linkOf = (name: string) => {
    const node = site.core.nodes.name.indexOf(name);
    return node < 0 ? null : link.node(site, node);
  };
  return (
    <div class="code-frame">
      <Copy text={text} label="copy" />
      <pre class="code" tabIndex={0}>
        <code>{highlight(text, { linkOf })}</code>
      </pre>
    </div>
  );
}

/** Small bars for numbers of several runs, the newest at the right. */
export function Bars({ values, label }: { values: readonly (number | null)[]; label: string }) {
  const most = Math.max(...values.map((each) => each ?? 0), 1e-9);
  return (
    <svg class="bars" width={values.length * 7} height="18" role="img" aria-label={label}>
      {values.map((value, at) => {
        const height = value === null ? 0 : Math.max(1.5, (value / most) * 17);
        return <rect key={at} x={at * 7} y={18 - height} width="5" height={height} rx="1" />;
      })}
    </svg>
  );
}

/** The last results as dots, the newest at the right. */
export function Dots({ statuses }: { statuses: readonly string[] }) {
  return (
    <span class="dots" role="img" aria-label={`last results: ${statuses.join(', ')}`}>
      {statuses.map((status, at) => (
        <i key={at} class={markOf(status)} title={status} />
      ))}
    </span>
  );
}

export interface TableProps {
  /** Headings of columns; of numbers with `#` in front. */
  readonly head: readonly string[];
  readonly children: ComponentChildren;
}

/** A table that scrolls by itself where it is too wide. */
export function Table({ head, children }: TableProps) {
  return (
    <div class="table-frame" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((each) => (
              <th key={each} scope="col" class={each.startsWith('#') ? 'number' : undefined}>
                {each.replace('#', '')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

export interface TabsProps {
  readonly tabs: readonly { readonly id: string; readonly label: string }[];
  readonly current: string;
  readonly onChange: (id: string) => void;
}

export function Tabs({ tabs, current, onChange }: TabsProps) {
  const move = (step: number) => {
    const at = tabs.findIndex((each) => each.id === current);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist">
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          id={`tab-${id}`}
          type="button"
          role="tab"
          aria-selected={id === current}
          aria-controls="tab-panel"
          tabIndex={id === current ? 0 : -1}
          onClick={() => onChange(id)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(1);
            if (event.key === 'ArrowLeft') move(-1);
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
