import { useEffect, useMemo, useState } from 'preact/hooks';
import type { NodeDetail, SourceFiles } from '../../../src/docs-site/payload.ts';
import { STATUSES } from '../../../src/docs-site/payload.ts';
import { link } from '../data/route.ts';
import { reach, type Site } from '../data/site.ts';
import { GraphView } from '../graph/graph-view.tsx';
import { nodeScene } from '../graph/scene.ts';
import { Badge, Bars, Code, Copy, Dots, MarkSign, NodeLink, Prose, Status, Tabs } from '../parts/bits.tsx';
import { ago, bytes, count, counted, delta, moment, seconds } from '../parts/format.ts';
import { diffLines } from '../parts/line-diff.ts';
import { ColumnLineage } from './column-lineage.tsx';
import { describeNode } from './lineage.tsx';

const MAX_DEPTH = 6;
/** More neighbours than this on one side are folded into a count. */
const HUB = 40;

export interface NodePageProps {
  readonly site: Site;
  readonly node: number;
  readonly tab: string | null;
  readonly column: number;
  readonly theme: string;
}

function Header({ site, node }: { site: Site; node: number }) {
  const { nodes, project } = site.core;
  const id = nodes.uniqueId[node] as string;
  const status = site.status(id);
  const history = site.history(id);
  const rows = nodes.rows[node] ?? site.result(id)?.rows ?? null;
  const before = history?.rows.filter((each) => each !== null).at(-2);
  const files = site.core.sources.find((each) => each.node === node);
  const fresh = site.core.freshness.find((each) => each.node === node);
  const call =
    site.kind(node) === 'source'
      ? `{{ source('${(nodes.name[node] as string).replace('.', "', '")}') }}`
      : `{{ ref('${nodes.name[node]}') }}`;
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
        {history !== undefined && <Badge title="last run">{seconds(history.seconds.at(-1) ?? 0)}</Badge>}
        {status !== null && (
          <Badge>
            <Status status={status}>{status}</Status>
          </Badge>
        )}
        {fresh !== undefined && (
          <Badge title="newest data">
            <Status status={STATUSES[fresh.status] ?? null}>
              {fresh.maxLoadedAt === null
                ? 'freshness'
                : `fresh ${ago(fresh.maxLoadedAt, project.generatedAt)}`}
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
      <p class="quiet file">
        {site.word(nodes.packageName[node] as number)} · <code>{nodes.path[node]}</code>{' '}
        <Copy text={call} label="copy reference" />
      </p>
    </header>
  );
}

/** The neighbourhood of a node; what is folded is told. */
function useNeighbours(site: Site, node: number, depth: number) {
  return useMemo(() => {
    const nodes = new Set([node]);
    let folded = 0;
    for (const next of [site.reads, site.readers]) {
      const found = [...reach([node], next, depth)];
      const direct = found.filter(([, step]) => step === 1);
      const isHub = direct.length > HUB;
      const weight = (each: number) => (site.readers[each] ?? []).length;
      const kept = isHub
        ? direct.sort((left, right) => weight(right[0]) - weight(left[0])).slice(0, HUB)
        : found;
      folded += isHub ? found.length - kept.length : 0;
      for (const [each] of kept) nodes.add(each);
    }
    return { scene: nodeScene(site, nodes), folded };
  }, [site, node, depth]);
}

function Neighbourhood({ site, node, theme }: { site: Site; node: number; theme: string }) {
  const [depth, setDepth] = useState(2);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target !== document.body) return;
      if (event.key === '[') setDepth((now) => Math.max(1, now - 1));
      if (event.key === ']') setDepth((now) => Math.min(MAX_DEPTH, now + 1));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const { scene, folded } = useNeighbours(site, node, depth);
  const name = site.core.nodes.name[node] as string;
  return (
    <section class="panel">
      <div class="bar">
        <b>Lineage</b>
        <label>
          ±{' '}
          <input
            type="range"
            min="1"
            max={MAX_DEPTH}
            value={depth}
            aria-label="Steps up and down"
            onInput={(event) => setDepth(Number(event.currentTarget.value))}
          />{' '}
          {depth}
        </label>
        <a href={link.lineage(`+${name}+`)}>all of it</a>
        {folded > 0 && <span class="quiet">and {counted(folded, 'more node')} that are not drawn</span>}
      </div>
      <GraphView
        scene={scene}
        theme={theme}
        focus={node}
        label={`Lineage of ${name}, ${depth} steps up and down.`}
        fileName={`${name}-lineage`}
        describe={(each) => describeNode(site, each)}
        onPick={(each) => (location.hash = link.node(site, each))}
      />
    </section>
  );
}

const MAX_ORIGINS = 3;

function Origins({ site, column }: { site: Site; column: number }) {
  const origins = site.origins(column);
  const making = site.making(column);
  if (origins.length === 0) return <span class="quiet">{making === 'constant' ? 'constant' : ''}</span>;
  return (
    <>
      {origins.slice(0, MAX_ORIGINS).map(({ column: origin }, at) => (
        <>
          {at > 0 && ', '}
          <a key={origin} href={link.column(site, origin)}>
            {site.core.nodes.name[site.nodeOfColumn[origin] as number]}.{site.columnName(origin)}
          </a>
        </>
      ))}
      {origins.length > MAX_ORIGINS && <span class="quiet"> and {origins.length - MAX_ORIGINS} more</span>}{' '}
      <span class={`making ${making}`}>{making}</span>
    </>
  );
}

function Columns({ site, node, chosen }: { site: Site; node: number; chosen: number }) {
  const { first, end } = site.columnsOf(node);
  const { columns, tests } = site.core;
  if (first === end) return <p class="quiet">No columns are known of this.</p>;
  return (
    <div class="table-frame" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Tests</th>
            <th scope="col">Made from</th>
            <th scope="col">Description</th>
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: end - first }, (_, at) => first + at).map((column) => (
            <tr key={column} class={column === chosen ? 'chosen' : undefined}>
              <th scope="row">
                <a href={link.column(site, column)}>
                  <code>{site.columnName(column)}</code>
                </a>
              </th>
              <td class="type">
                {columns.type[column] === -1 ? '' : site.word(columns.type[column] as number)}
              </td>
              <td>
                {(site.testsOfColumn.get(column) ?? []).map((test) => (
                  <a key={test} class="test" href={link.test(site, test)}>
                    <Status status={site.status(tests.uniqueId[test] as string)}>
                      {site.word(tests.type[test] as number)}
                    </Status>
                  </a>
                ))}
              </td>
              <td>
                <Origins site={site} column={column} />
              </td>
              <td>
                <Prose html={site.text(columns.description[column] as number)} isInline />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

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

function CodeTab({ site, detail }: { site: Site; detail: NodeDetail }) {
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

function TestsTab({ site, node }: { site: Site; node: number }) {
  const { tests } = site.core;
  const own = site.testsOfNode[node] ?? [];
  if (own.length === 0) return <p class="quiet">Nothing tests this.</p>;
  return (
    <div class="table-frame" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col">Test</th>
            <th scope="col">Column</th>
            <th scope="col" class="number">
              Failing rows
            </th>
            <th scope="col">History</th>
          </tr>
        </thead>
        <tbody>
          {own.map((test) => {
            const id = tests.uniqueId[test] as string;
            const column = tests.column[test] as number;
            const result = site.result(id);
            const past = site.history(id);
            return (
              <tr key={id}>
                <td>
                  <Status status={site.status(id)}>{site.status(id) ?? 'never run'}</Status>
                </td>
                <th scope="row">
                  <a href={link.test(site, test)}>{tests.name[test]}</a>
                </th>
                <td>{column === -1 ? '' : <code>{site.columnName(column)}</code>}</td>
                <td class="number">{result?.failures ? count(result.failures) : ''}</td>
                <td>
                  {past !== undefined && (
                    <Dots statuses={past.statuses.map((each) => STATUSES[each] ?? '')} />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function FilesTab({ files, now }: { files: SourceFiles; now: number }) {
  const small = files.files.filter((each) => each.bytes < 1_000_000).length;
  const missing = files.columns.filter((each) => each.files > 0 && each.files < files.count);
  return (
    <div>
      <p>
        <code>{files.sql}</code>
      </p>
      <p class="badges">
        <Badge>{files.format}</Badge>
        <Badge>{counted(files.count, 'file')}</Badge>
        <Badge>{bytes(files.bytes)}</Badge>
        {files.rows !== null && <Badge>{counted(files.rows, 'row')}</Badge>}
        {files.rowGroups !== null && <Badge>{counted(files.rowGroups, 'row group')}</Badge>}
        {files.compression.length > 0 && <Badge>{files.compression.join(', ')}</Badge>}
        {files.newest !== null && <Badge>newest {ago(files.newest, now)}</Badge>}
      </p>
      {small > 10 && (
        <p class="hint">▲ {counted(small, 'file')} below 1 MB: fewer, larger files are read faster.</p>
      )}
      {missing.length > 0 && (
        <p class="hint">
          ▲ Not in all files:{' '}
          {missing.map((each) => `${each.name} (${each.files} of ${files.count})`).join(', ')}
        </p>
      )}
      {files.columns.length > 0 && (
        <div class="table-frame" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Column</th>
                <th scope="col">Type</th>
                <th scope="col" class="number">
                  Nulls
                </th>
                <th scope="col">Least</th>
                <th scope="col">Most</th>
              </tr>
            </thead>
            <tbody>
              {files.columns.map((each) => (
                <tr key={each.name}>
                  <th scope="row">
                    <code>{each.name}</code>
                  </th>
                  <td class="type">{each.type}</td>
                  <td class="number">{each.nulls === null ? '' : count(each.nulls)}</td>
                  <td class="value">{each.min ?? ''}</td>
                  <td class="value">{each.max ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div class="table-frame" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col" class="number">
                Rows
              </th>
              <th scope="col">Changed</th>
            </tr>
          </thead>
          <tbody>
            {files.files.map((each) => (
              <tr key={each.path}>
                <td>
                  <code>{each.path}</code>
                </td>
                <td class="number">{bytes(each.bytes)}</td>
                <td class="number">{each.rows === null ? '' : count(each.rows)}</td>
                <td>{each.modified === null ? '' : moment(each.modified)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {files.files.length < files.count && (
        <p class="quiet">and {counted(files.count - files.files.length, 'older file')}</p>
      )}
    </div>
  );
}

function RunsTab({ site, node }: { site: Site; node: number }) {
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

function DetailsTab({ site, node, detail }: { site: Site; node: number; detail: NodeDetail }) {
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

/** Everything about one model, source, seed, snapshot, exposure, metric, ... */
export function NodePage({ site, node, tab, column, theme }: NodePageProps) {
  const [detail, setDetail] = useState<NodeDetail | null>(null);
  const files = site.core.sources.find((each) => each.node === node);
  const { first, end } = site.columnsOf(node);
  const hasCode = !['source', 'seed', 'exposure'].includes(site.kind(node));
  const tests = (site.testsOfNode[node] ?? []).length;
  const tabs = [
    { id: 'columns', label: `Columns ${end - first}` },
    ...(end > first ? [{ id: 'lineage', label: 'Column lineage' }] : []),
    ...(files === undefined ? [] : [{ id: 'files', label: 'Files' }]),
    ...(hasCode ? [{ id: 'code', label: 'Code' }] : []),
    { id: 'tests', label: `Tests ${tests}` },
    { id: 'runs', label: 'Runs' },
    { id: 'details', label: 'Details' },
  ];
  const current = tabs.some((each) => each.id === tab)
    ? (tab as string)
    : end > first || !hasCode
      ? 'columns'
      : 'code';
  const needsDetail = current === 'code' || current === 'details';
  useEffect(() => {
    if (needsDetail && detail === null) site.code().then((code) => setDetail(code.nodes[node] ?? null));
  }, [needsDetail]);
  const problem = site.core.problems.find((each) => each.node === node);
  const choose = (id: string) => (location.hash = link.node(site, node, { tab: id }));
  return (
    <article>
      <Header site={site} node={node} />
      {problem !== undefined && <p class="hint">▲ Its SQL cannot be bound: {problem.message}</p>}
      <Neighbourhood site={site} node={node} theme={theme} />
      <Tabs tabs={tabs} current={current} onChange={choose} />
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${current}`}>
        {current === 'columns' && <Columns site={site} node={node} chosen={column} />}
        {current === 'lineage' && <ColumnLineage site={site} node={node} column={column} theme={theme} />}
        {current === 'files' && files !== undefined && (
          <FilesTab files={files} now={site.core.project.generatedAt} />
        )}
        {current === 'tests' && <TestsTab site={site} node={node} />}
        {current === 'runs' && <RunsTab site={site} node={node} />}
        {needsDetail && detail === null && <p class="quiet">…</p>}
        {current === 'code' && detail !== null && <CodeTab site={site} detail={detail} />}
        {current === 'details' && detail !== null && <DetailsTab site={site} node={node} detail={detail} />}
      </div>
    </article>
  );
}

/** A list of one kind of things. */
export function ListPage({ site, what }: { site: Site; what: string }) {
  if (what === 'test') return <TestList site={site} />;
  if (what === 'macro') return <MacroList site={site} />;
  const nodes = site.core.nodes.name.flatMap((_, node) => (site.kind(node) === what ? [node] : []));
  return (
    <article>
      <h1>{counted(nodes.length, what.replace('_', ' '))}</h1>
      <div class="table-frame" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Layer</th>
              <th scope="col">Folder</th>
              <th scope="col" class="number">
                Rows
              </th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <tr key={node}>
                <th scope="row">
                  <NodeLink site={site} node={node} />
                </th>
                <td>{site.layer(node)}</td>
                <td class="quiet">{site.word(site.core.nodes.folder[node] as number)}</td>
                <td class="number">
                  {site.core.nodes.rows[node] === null ? '' : count(site.core.nodes.rows[node] as number)}
                </td>
                <td>
                  <MarkSign mark={site.mark(node)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
  );
}

function TestList({ site }: { site: Site }) {
  const { tests } = site.core;
  return (
    <article>
      <h1>{counted(tests.name.length, 'test')}</h1>
      <ul class="plain-list">
        {tests.name.map((name, test) => (
          <li key={test}>
            <Status status={site.status(tests.uniqueId[test] as string)} />{' '}
            <a href={link.test(site, test)}>{name}</a>
          </li>
        ))}
      </ul>
    </article>
  );
}

function MacroList({ site }: { site: Site }) {
  const { macros } = site.core;
  return (
    <article>
      <h1>{counted(macros.name.length, 'macro')}</h1>
      <ul class="plain-list columns">
        {macros.name.map((name, macro) => (
          <li key={macro}>
            <a href={link.macro(site, macro)}>{name}</a>{' '}
            <span class="quiet">{site.word(macros.packageName[macro] as number)}</span>
          </li>
        ))}
      </ul>
    </article>
  );
}
