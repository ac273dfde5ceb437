import { STATUSES } from '../../../../src/docs-site/payload.ts';
import type { Site } from '../../data/site.ts';
import { Bars, Dots } from '../../parts/bits.tsx';
import { count, seconds } from '../../parts/format.ts';

/** How the last runs of a node went. */
export function RunsTab({ site, node }: { site: Site; node: number }) {
  const id = site.core.nodes.uniqueId[node] as string;
  const history = site.history(id);
  const result = site.result(id);
  if (history === undefined) return <p class="quiet">This was never run.</p>;
  return (
    <dl class="facts">
      <dt>Results</dt>
      <dd>
        <Dots statuses={history.statuses.map((each) => STATUSES[each] ?? '')} />
      </dd>
      <dt>Seconds</dt>
      <dd>
        <Bars values={history.seconds} label={`seconds of the last runs: ${history.seconds.join(', ')}`} />{' '}
        {seconds(history.seconds.at(-1) ?? 0)}
      </dd>
      {history.rows.some((each) => each !== null) && (
        <>
          <dt>Rows</dt>
          <dd>
            <Bars values={history.rows} label={`rows after the last runs: ${history.rows.join(', ')}`} />{' '}
            {count(history.rows.filter((each) => each !== null).at(-1) ?? 0)}
          </dd>
        </>
      )}
      {result?.message !== null && result?.message !== undefined && (
        <>
          <dt>Message</dt>
          <dd>
            <pre class="message">{result.message}</pre>
          </dd>
        </>
      )}
    </dl>
  );
}
