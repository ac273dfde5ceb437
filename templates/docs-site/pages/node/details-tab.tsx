import type { NodeDetail } from '../../../../src/docs-site/payload.ts';
import type { Site } from '../../data/site.ts';
import { NodeLink } from '../../parts/bits.tsx';

/** Neighbours, configuration, and whatever else is known. */
export function DetailsTab({ site, node, detail }: { site: Site; node: number; detail: NodeDetail }) {
  const parents = site.reads[node] ?? [];
  const children = site.readers[node] ?? [];
  return (
    <div>
      <dl class="facts">
        {detail.facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>
              {/^https?:/.test(value) ? (
                <a href={value} target="_blank" rel="noopener noreferrer">
                  {value}
                </a>
              ) : (
                value
              )}
            </dd>
          </>
        ))}
        <dt>reads</dt>
        <dd>
          {parents.length === 0
            ? '—'
            : parents.map((each) => <NodeLink key={each} site={site} node={each} />)}
        </dd>
        <dt>read by</dt>
        <dd>
          {children.length === 0
            ? '—'
            : children.map((each) => <NodeLink key={each} site={site} node={each} />)}
        </dd>
        {detail.outside.length > 0 && (
          <>
            <dt>from outside</dt>
            <dd>
              <ul class="plain-list">
                {detail.outside.map(([column, from], at) => (
                  <li key={at}>
                    <code>{column}</code> ← {from}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      <h2>Configuration</h2>
      <pre class="code" tabIndex={0}>
        {JSON.stringify(detail.config, null, 2)}
      </pre>
      {Object.keys(detail.meta).length > 0 && (
        <>
          <h2>Meta</h2>
          <pre class="code" tabIndex={0}>
            {JSON.stringify(detail.meta, null, 2)}
          </pre>
        </>
      )}
    </div>
  );
}
