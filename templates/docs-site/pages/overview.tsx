import { LAYERS, STATUSES } from '../../../src/docs-site/payload.ts';
import { link } from '../data/route.ts';
import { markOf, type Site, worst } from '../data/site.ts';
import { Bars, MarkSign, NodeLink, Prose, Status } from '../parts/bits.tsx';
import { ago, count, counted, moment, seconds } from '../parts/format.ts';
import { criticalPath } from './critical-path.ts';

const MAX_SHOWN = 12;

interface Attention {
  readonly status: string;
  readonly href: string;
  readonly name: string;
  readonly about: string;
}

/** Everything that needs a person: failures first, then warnings. */
function attention(site: Site): readonly Attention[] {
  const { core } = site;
  const results = core.nodes.uniqueId.flatMap((id, node): Attention[] => {
    const status = site.status(id);
    if (!['warn', 'bad'].includes(markOf(status))) return [];
    return [
      {
        status: status ?? '',
        href: link.node(site, node),
        name: core.nodes.name[node] ?? '',
        about: site.result(id)?.message ?? '',
      },
    ];
  });
  const tests = core.tests.uniqueId.flatMap((id, test): Attention[] => {
    const status = site.status(id);
    if (!['warn', 'bad'].includes(markOf(status))) return [];
    const failures = site.result(id)?.failures;
    const about =
      failures === null || failures === undefined
        ? (site.result(id)?.message ?? '')
        : counted(failures, 'row');
    return [{ status: status ?? '', href: link.test(site, test), name: core.tests.name[test] ?? '', about }];
  });
  const stale = core.freshness.flatMap(({ node, status, maxLoadedAt }): Attention[] => {
    const word = STATUSES[status] ?? '';
    if (markOf(word) === 'good') return [];
    const about = maxLoadedAt === null ? '' : `last data ${ago(maxLoadedAt, core.project.generatedAt)}`;
    return [{ status: word, href: link.node(site, node), name: core.nodes.name[node] ?? '', about }];
  });
  const problems = core.problems.map(
    ({ node, message }): Attention => ({
      status: 'warn',
      href: link.node(site, node),
      name: core.nodes.name[node] ?? '',
      about: message,
    }),
  );
  const rank = ({ status }: Attention) => (markOf(status) === 'bad' ? 0 : 1);
  return [...results, ...tests, ...stale, ...problems].sort((left, right) => rank(left) - rank(right));
}

function LayerCards({ site }: { site: Site }) {
  const cards = LAYERS.map((layer) => {
    const nodes = site.core.nodes.layer.flatMap((_, node) => (site.layer(node) === layer ? [node] : []));
    return { layer, nodes, mark: worst(nodes.map(site.mark)) };
  }).filter(({ nodes }) => nodes.length > 0);
  return (
    <ul class="cards">
      {cards.map(({ layer, nodes, mark }) => (
        <li key={layer}>
          <a class={`card layer ${layer}`} href={link.lineage(`layer:${layer}`)}>
            <b>{count(nodes.length)}</b>
            <span>{layer}</span>
            <MarkSign mark={mark} />
          </a>
        </li>
      ))}
    </ul>
  );
}

function LastRun({ site }: { site: Site }) {
  const { lastRun, runs, project } = site.core;
  if (lastRun === null) return <p class="quiet">Nothing was run yet.</p>;
  const counts = STATUSES.flatMap((status, at) => {
    const found = lastRun.entries.filter((each) => each.status === at).length;
    return found === 0 ? [] : [{ status, found }];
  });
  const path = criticalPath(site);
  return (
    <>
      <p>
        <a href="#/run">{lastRun.command}</a> · {seconds(lastRun.seconds)} ·{' '}
        {ago(lastRun.at, project.generatedAt)} · target {lastRun.target}{' '}
        <Bars values={runs.map((each) => each.seconds)} label="seconds of the last runs" />
      </p>
      <p>
        {counts.map(({ status, found }) => (
          <Status key={status} status={status}>
            {count(found)} {status}{' '}
          </Status>
        ))}
      </p>
      {path.nodes.length > 1 && (
        <p class="quiet">
          Critical path {seconds(path.seconds)}:{' '}
          {path.nodes.slice(-5).map((node, at) => (
            <>
              {at > 0 && ' → '}
              <NodeLink site={site} node={node} />
            </>
          ))}
        </p>
      )}
    </>
  );
}

function Changes({ site }: { site: Site }) {
  const { nodes, removed } = site.core;
  if (nodes.change.length === 0) return null;
  const changed = nodes.name.flatMap((_, node) => (site.change(node) === 'same' ? [] : [node]));
  return (
    <section>
      <h2>Changed against the earlier state</h2>
      {changed.length + removed.length === 0 && <p class="quiet">Nothing.</p>}
      <ul class="plain-list columns">
        {changed.map((node) => (
          <li key={node}>
            <span class={`change ${site.change(node)}`}>{site.change(node)}</span>{' '}
            <NodeLink site={site} node={node} />
          </li>
        ))}
        {removed.map((id) => (
          <li key={id}>
            <span class="change removed">removed</span> {id}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first page: how the project stands. */
export function Overview({ site }: { site: Site }) {
  const { project, tests, macros } = site.core;
  const urgent = attention(site);
  return (
    <article>
      <header class="page-head">
        <h1>{project.name}</h1>
        <p class="quiet">
          {counted(site.count, 'node')} · <a href="#/list/test">{counted(tests.name.length, 'test')}</a> ·{' '}
          <a href="#/list/macro">{counted(macros.name.length, 'macro')}</a> · written{' '}
          {moment(project.generatedAt)}
        </p>
      </header>
      <LayerCards site={site} />
      <section>
        <h2>Needs attention</h2>
        {urgent.length === 0 && <p class="quiet">Nothing. Every result that is known is good.</p>}
        <ul class="plain-list attention">
          {urgent.slice(0, MAX_SHOWN).map(({ status, href, name, about }, at) => (
            <li key={at}>
              <Status status={status} /> <a href={href}>{name}</a> <span class="quiet">{about}</span>
            </li>
          ))}
        </ul>
        {urgent.length > MAX_SHOWN && (
          <p class="quiet">
            and {count(urgent.length - MAX_SHOWN)} more — <a href="#/run">the last run</a> has them all
          </p>
        )}
      </section>
      <section>
        <h2>Last run</h2>
        <LastRun site={site} />
      </section>
      <Changes site={site} />
      {project.overview !== null && (
        <section class="overview">
          <Prose html={project.overview} />
        </section>
      )}
      {project.packages.length > 0 && (
        <section>
          <h2>Packages</h2>
          <ul class="plain-list">
            {project.packages.map(({ name }) => (
              <li key={name}>
                <a href={`#/overview/${name}`}>{name}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

/** The page of an installed package. */
export function PackagePage({ site, name }: { site: Site; name: string }) {
  const found = site.core.project.packages.find((each) => each.name === name);
  const nodes = site.core.nodes.packageName.flatMap((word, node) => (site.word(word) === name ? [node] : []));
  return (
    <article>
      <h1>{name}</h1>
      <Prose html={found?.overview ?? null} />
      <ul class="plain-list columns">
        {nodes.map((node) => (
          <li key={node}>
            <NodeLink site={site} node={node} />
          </li>
        ))}
      </ul>
    </article>
  );
}
