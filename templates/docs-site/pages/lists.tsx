import { link } from '../data/route.ts';
import type { Site } from '../data/site.ts';
import { MarkSign, NodeLink, Status, Table } from '../parts/bits.tsx';
import { count, counted } from '../parts/format.ts';

function TestList({ site }: { site: Site }) {
  const { tests } = site.core;
  return (
    <article>
      <h1>{counted(tests.name.length, 'test')}</h1>
      <ul class="plain-list rows">
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

/** A list of one kind of things. */
export function ListPage({ site, what }: { site: Site; what: string }) {
  if (what === 'test') return <TestList site={site} />;
  if (what === 'macro') return <MacroList site={site} />;
  const nodes = site.core.nodes.name.flatMap((_, node) => (site.kind(node) === what ? [node] : []));
  return (
    <article>
      <h1>{counted(nodes.length, what.replace('_', ' '))}</h1>
      <Table head={['Name', 'Layer', 'Folder', '#Rows', 'Result']}>
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
      </Table>
    </article>
  );
}
