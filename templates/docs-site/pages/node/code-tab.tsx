import { useState } from 'preact/hooks';
import type { NodeDetail } from '../../../../src/docs-site/payload.ts';
import type { Site } from '../../data/site.ts';
import { Code } from '../../parts/bits.tsx';
import { diffLines } from '../../parts/line-diff.ts';

function Difference({ before, after }: { before: string; after: string }) {
  return (
    <pre class="code diff">
      {diffLines(before, after).map(({ kind, text }, at) => (
        <span key={at} class={kind}>
          {kind === 'added' ? '+ ' : kind === 'removed' ? '− ' : '  '}
          {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** Code as written, as compiled, and against the earlier state. */
export function CodeTab({ site, detail }: { site: Site; detail: NodeDetail }) {
  const [form, setForm] = useState('raw');
  const forms = [
    { id: 'raw', label: 'as written', text: detail.raw },
    { id: 'compiled', label: 'compiled', text: detail.compiled },
    { id: 'changed', label: 'changed', text: detail.before },
  ].filter(({ text }) => text !== null && text !== '');
  const shown = forms.find((each) => each.id === form) ?? forms[0];
  if (shown === undefined) return <p class="quiet">There is no code.</p>;
  return (
    <div>
      <div class="bar" role="group" aria-label="Form of the code">
        {forms.map(({ id, label }) => (
          <button key={id} type="button" aria-pressed={id === shown.id} onClick={() => setForm(id)}>
            {label}
          </button>
        ))}
        {detail.relation !== null && <code class="quiet">{detail.relation}</code>}
      </div>
      {shown.id === 'changed' ? (
        <Difference before={detail.before ?? ''} after={detail.raw} />
      ) : (
        <Code site={site} text={shown.text ?? ''} />
      )}
    </div>
  );
}
