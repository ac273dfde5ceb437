import { type RunEntry, STATUSES } from '../../../src/docs-site/payload.ts';
import { link } from '../data/route.ts';
import { markOf, type Site } from '../data/site.ts';
import { Status, Table } from '../parts/bits.tsx';
import { count, moment, seconds } from '../parts/format.ts';
import { criticalPath } from './critical-path.ts';

const ROW = 20;
const WIDTH = 900;
const MAX_LISTED = 300;

function hrefOf(site: Site, id: string): string | null {
  const node = site.nodeById.get(id);
  if (node !== undefined) return link.node(site, node);
  const test = site.testById.get(id);
  return test === undefined ? null : link.test(site, test);
}

function nameOf(site: Site, id: string): string {
  const node = site.nodeById.get(id);
  if (node !== undefined) return site.core.nodes.name[node] ?? id;
  const test = site.testById.get(id);
  return test === undefined ? id : (site.core.tests.name[test] ?? id);
}

function Gantt({ site, entries, total }: { site: Site; entries: readonly RunEntry[]; total: number }) {
  const path = new Set(criticalPath(site).nodes.map((node) => site.core.nodes.uniqueId[node]));
  const timed = entries.filter((each) => each.start !== null && each.thread !== null);
  const threads = [...new Set(timed.map((each) => each.thread as string))].sort();
  if (timed.length === 0) return null;
  const scale = WIDTH / (total || 1);
  return (
    <figure class="gantt">
      <svg
        viewBox={`0 0 ${WIDTH + 70} ${threads.length * ROW + 24}`}
        role="group"
        aria-label="What each thread did when. The table below has the same as text."
      >
        {threads.map((thread, row) => (
          <text key={thread} x="0" y={row * ROW + 14} class="axis">
            {thread.replace(/ \(worker\)$/, '').replace('Thread-', 'thread ')}
          </text>
        ))}
        {timed.map((entry) => {
          const href = hrefOf(site, entry.id);
          const x = 70 + (entry.start as number) * scale;
          const width = Math.max(1.2, entry.seconds * scale - 0.6);
          const kind = `${markOf(STATUSES[entry.status] ?? null)}${path.has(entry.id) ? ' critical' : ''}${site.testById.has(entry.id) ? ' test' : ''}`;
          const bar = (
            <rect
              x={x}
              y={threads.indexOf(entry.thread as string) * ROW + 3}
              width={width}
              height={ROW - 6}
              rx="2"
              class={kind}
            >
              <title>{`${nameOf(site, entry.id)} · ${seconds(entry.seconds)} · ${STATUSES[entry.status]}`}</title>
            </rect>
          );
          return href === null ? bar : <a href={href}>{bar}</a>;
        })}
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <text
            key={part}
            x={70 + part * WIDTH}
            y={threads.length * ROW + 18}
            class="axis"
            text-anchor={part === 1 ? 'end' : part === 0 ? 'start' : 'middle'}
          >
            {seconds(part * total)}
          </text>
        ))}
      </svg>
      <figcaption class="quiet">Outlined: the critical path. Pale: tests.</figcaption>
    </figure>
  );
}

/** The last run: when what ran, and what took longest. */
export function RunPage({ site }: { site: Site }) {
  const run = site.core.lastRun;
  if (run === null) {
    return (
      <article>
        <h1>Runs</h1>
        <p class="quiet">Nothing was run yet.</p>
      </article>
    );
  }
  const busy = run.entries.reduce((sum, each) => sum + each.seconds, 0);
  const path = criticalPath(site);
  const slowest = [...run.entries].sort((left, right) => right.seconds - left.seconds);
  const isBad = (entry: RunEntry) => ['bad', 'warn'].includes(markOf(STATUSES[entry.status] ?? null));
  const rows = [...slowest.filter(isBad), ...slowest.filter((each) => !isBad(each))].slice(0, MAX_LISTED);
  return (
    <article>
      <header class="page-head">
        <h1>Last run</h1>
        <p class="quiet">
          {run.command} · {moment(run.at)} · target {run.target} · {seconds(run.seconds)} wall ·{' '}
          {seconds(busy)} busy · critical path {seconds(path.seconds)}
        </p>
      </header>
      <Gantt site={site} entries={run.entries} total={run.seconds} />
      <Table head={['Result', 'Name', '#Took', '#Rows', 'Message']}>
        {rows.map((entry) => {
          const href = hrefOf(site, entry.id);
          const name = nameOf(site, entry.id);
          const status = STATUSES[entry.status] ?? null;
          return (
            <tr key={entry.id}>
              <td>
                <Status status={status}>{status}</Status>
              </td>
              <td>{href === null ? name : <a href={href}>{name}</a>}</td>
              <td class="number">{seconds(entry.seconds)}</td>
              <td class="number">{entry.rows === null ? '' : count(entry.rows)}</td>
              <td class="quiet message">
                {entry.message ?? (entry.failures ? `${count(entry.failures)} failing rows` : '')}
              </td>
            </tr>
          );
        })}
      </Table>
    </article>
  );
}
