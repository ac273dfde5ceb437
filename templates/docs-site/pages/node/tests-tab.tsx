import { STATUSES } from '../../../../src/docs-site/payload.ts';
import { link } from '../../data/route.ts';
import type { Site } from '../../data/site.ts';
import { Dots, Status, Table } from '../../parts/bits.tsx';
import { count } from '../../parts/format.ts';

/** Tests with their last results. */
export function TestsTab({ site, node }: { site: Site; node: number }) {
  const { tests } = site.core;
  const own = site.testsOfNode[node] ?? [];
  if (own.length === 0) return <p class="quiet">Nothing tests this.</p>;
  return (
    <Table head={['Result', 'Test', 'Column', '#Failing rows', 'History']}>
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
              {past !== undefined && <Dots statuses={past.statuses.map((each) => STATUSES[each] ?? '')} />}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}
