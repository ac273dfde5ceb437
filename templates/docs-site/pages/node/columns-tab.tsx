import type { Making } from '../../../../src/docs-site/payload.ts';
import { link } from '../../data/route.ts';
import type { Site } from '../../data/site.ts';
import { Prose, Status, Table } from '../../parts/bits.tsx';

const MAX_ORIGINS = 3;

function Origins({ site, column }: { site: Site; column: number }) {
  const origins = site.origins(column);
  const making = site.making(column);
  if (origins.length === 0) {
    const hasCode = !/^(source|seed)$/.test(site.kind(site.nodeOfColumn[column] as number));
    const words: { readonly [of in Making]?: string } = {
      constant: 'constant',
      added: 'added by the snapshot',
      unknown: hasCode ? 'not known' : '',
    };
    return <span class="quiet">{words[making] ?? 'from outside'}</span>;
  }
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

/** Columns with types, tests and what they are made from. */
export function Columns({ site, node, chosen }: { site: Site; node: number; chosen: number }) {
  const { first, end } = site.columnsOf(node);
  const { columns, tests } = site.core;
  if (first === end) return <p class="quiet">No columns are known of this.</p>;
  return (
    <Table head={['Column', 'Type', 'Tests', 'Made from', 'Description']}>
      {Array.from({ length: end - first }, (_, at) => first + at).map((column) => (
        <tr key={column} class={column === chosen ? 'chosen' : undefined}>
          <th scope="row">
            <a href={link.column(site, column)}>
              <code>{site.columnName(column)}</code>
            </a>
          </th>
          <td class="type">{columns.type[column] === -1 ? '' : site.word(columns.type[column] as number)}</td>
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
    </Table>
  );
}
