import { useEffect, useState } from 'preact/hooks';
import type { NodeDetail, NodeKind } from '../../../../src/docs-site/payload.ts';
import { link } from '../../data/route.ts';
import type { Site } from '../../data/site.ts';
import { Tabs } from '../../parts/bits.tsx';
import { ColumnLineage } from '../column-lineage.tsx';
import { CodeTab } from './code-tab.tsx';
import { Columns } from './columns-tab.tsx';
import { DetailsTab } from './details-tab.tsx';
import { FilesTab } from './files-tab.tsx';
import { Header } from './header.tsx';
import { Neighbourhood } from './neighbourhood.tsx';
import { RunsTab } from './runs-tab.tsx';
import { TestsTab } from './tests-tab.tsx';

export interface NodePageProps {
  readonly site: Site;
  readonly node: number;
  readonly tab: string | null;
  readonly column: number;
  readonly theme: string;
}

const WITH_COLUMNS: ReadonlySet<NodeKind> = new Set(['source', 'seed', 'model', 'snapshot', 'analysis']);
const WITH_CODE: ReadonlySet<NodeKind> = new Set(['model', 'snapshot', 'analysis', 'function']);

/** Everything about one model, source, seed, snapshot, exposure, metric, ... */
export function NodePage({ site, node, tab, column, theme }: NodePageProps) {
  const [detail, setDetail] = useState<NodeDetail | null>(null);
  const files = site.core.sources.find((each) => each.node === node);
  const { first, end } = site.columnsOf(node);
  const hasColumns = WITH_COLUMNS.has(site.kind(node));
  const hasCode = WITH_CODE.has(site.kind(node));
  const tests = (site.testsOfNode[node] ?? []).length;
  const tabs = [
    ...(hasColumns ? [{ id: 'columns', label: `Columns ${end - first}` }] : []),
    ...(end > first ? [{ id: 'lineage', label: 'Column lineage' }] : []),
    ...(files === undefined ? [] : [{ id: 'files', label: 'Files' }]),
    ...(hasCode ? [{ id: 'code', label: 'Code' }] : []),
    ...(hasColumns ? [{ id: 'tests', label: `Tests ${tests}` }] : []),
    ...(hasColumns ? [{ id: 'runs', label: 'Runs' }] : []),
    { id: 'details', label: 'Details' },
  ];
  const current = tabs.some((each) => each.id === tab)
    ? (tab as string)
    : end > first
      ? 'columns'
      : hasCode
        ? 'code'
        : 'details';
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
