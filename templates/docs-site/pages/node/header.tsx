import { type Freshness, STATUSES } from '../../../../src/docs-site/payload.ts';
import { link } from '../../data/route.ts';
import type { Site } from '../../data/site.ts';
import { Badge, Copy, Prose, Status } from '../../parts/bits.tsx';
import { ago, bytes, counted, delta, moment, seconds } from '../../parts/format.ts';

/** How code names a thing; null for what no code names. */
function referenceTo(site: Site, node: number): string | null {
  const name = site.core.nodes.name[node] as string;
  switch (site.kind(node)) {
    case 'source':
      return `{{ source('${name.replace('.', "', '")}') }}`;
    case 'seed':
    case 'model':
    case 'snapshot':
      return `{{ ref('${name.replace(/\.v(\w+)$/, "', v='$1")}') }}`;
    case 'function':
      return `{{ function('${name}') }}`;
    default:
      return null;
  }
}

/** `Newest data of 3 May, checked 4 May; warns after 1 day, fails after 2 days.` */
function freshnessText({ maxLoadedAt, checkedAt, warnAfter, errorAfter, message }: Freshness): string {
  const limits = [warnAfter && `warns after ${warnAfter}`, errorAfter && `fails after ${errorAfter}`];
  return [
    maxLoadedAt === null ? 'Freshness' : `Newest data of ${moment(maxLoadedAt)}`,
    checkedAt !== null && `, checked ${moment(checkedAt)}`,
    limits.some(Boolean) && `; ${limits.filter(Boolean).join(', ')}`,
    message !== null && `: ${message}`,
  ]
    .filter(Boolean)
    .join('');
}

/** What a thing is, how it stands and what it says of itself. */
export function Header({ site, node }: { site: Site; node: number }) {
  const { nodes, project } = site.core;
  const id = nodes.uniqueId[node] as string;
  const status = site.status(id);
  const history = site.history(id);
  const rows = nodes.rows[node] ?? site.result(id)?.rows ?? null;
  const before = history?.rows.filter((each) => each !== null).at(-2);
  const files = site.core.sources.find((each) => each.node === node);
  const fresh = site.core.freshness.find((each) => each.node === node);
  const call = referenceTo(site, node);
  return (
    <header class="page-head">
      <h1>
        <i class={`layer-dot ${site.layer(node)}`} aria-hidden="true" />
        {nodes.name[node]}
      </h1>
      <p class="badges">
        <Badge>{site.kind(node).replace('_', ' ')}</Badge>
        {site.layer(node) !== site.kind(node) && <Badge>{site.layer(node)}</Badge>}
        {nodes.materialized[node] !== -1 && <Badge>{site.word(nodes.materialized[node] as number)}</Badge>}
        {rows !== null && (
          <Badge title="rows">
            {counted(rows, 'row')}
            {before !== undefined && before !== null && before !== rows && ` (${delta(rows - before)})`}
          </Badge>
        )}
        {files !== undefined && <Badge>{`${counted(files.count, 'file')} · ${bytes(files.bytes)}`}</Badge>}
        {history !== undefined && status !== 'no-op' && (
          <Badge title="last run">{seconds(history.seconds.at(-1) ?? 0)}</Badge>
        )}
        {status !== null && (
          <Badge>
            <Status status={status}>{status}</Status>
          </Badge>
        )}
        {fresh !== undefined && (
          <Badge title="freshness">
            <Status status={STATUSES[fresh.status] ?? null}>
              {fresh.maxLoadedAt === null
                ? 'freshness'
                : `newest data ${ago(fresh.maxLoadedAt, project.generatedAt)}`}
            </Status>
          </Badge>
        )}
        {nodes.change.length > 0 && site.change(node) !== 'same' && (
          <span class={`change ${site.change(node)}`}>{site.change(node)}</span>
        )}
        {(nodes.tags[node] ?? []).map((tag) => (
          <a key={tag} class="badge tag" href={link.lineage(`tag:${site.word(tag)}`)}>
            #{site.word(tag)}
          </a>
        ))}
      </p>
      <Prose html={site.text(nodes.description[node] as number)} />
      {fresh !== undefined && <p class="quiet">{freshnessText(fresh)}</p>}
      <p class="quiet file">
        {site.word(nodes.packageName[node] as number)} · <code>{nodes.path[node]}</code>{' '}
        {call !== null && <Copy text={call} label="copy reference" />}
      </p>
    </header>
  );
}
