import { useEffect, useState } from 'preact/hooks';
import { STATUSES } from '../../../src/docs-site/payload.ts';
import { link } from '../data/route.ts';
import type { Site } from '../data/site.ts';
import { Badge, Code, Dots, NodeLink, Prose, Status, Table } from '../parts/bits.tsx';
import { counted, seconds } from '../parts/format.ts';

/** A value of the code block, once it is unpacked. */
function useCode<Value>(
  site: Site,
  read: (code: Awaited<ReturnType<Site['code']>>) => Value,
  key: number,
): Value | null {
  const [value, setValue] = useState<Value | null>(null);
  useEffect(() => {
    let isCurrent = true;
    site.code().then((code) => isCurrent && setValue(() => read(code)));
    return () => {
      isCurrent = false;
    };
  }, [site, key]);
  return value;
}

/** One test: what it says of what, and how it went. */
export function TestPage({ site, test }: { site: Site; test: number }) {
  const { tests } = site.core;
  const id = tests.uniqueId[test] as string;
  const result = site.result(id);
  const history = site.history(id);
  const column = tests.column[test] as number;
  const detail = useCode(site, (code) => code.tests[test], test);
  const status = site.status(id);
  return (
    <article>
      <header class="page-head">
        <h1>{tests.name[test]}</h1>
        <p class="badges">
          <Badge>{site.word(tests.type[test] as number)}</Badge>
          <Badge>severity {site.word(tests.severity[test] as number)}</Badge>
          <Badge>
            <Status status={status}>{status ?? 'never run'}</Status>
          </Badge>
          {result?.failures ? <Badge>{counted(result.failures, 'failing row')}</Badge> : null}
          {history !== undefined && <Badge>{seconds(history.seconds.at(-1) ?? 0)}</Badge>}
        </p>
        <Prose html={site.text(tests.description[test] as number)} />
        <p class="quiet">
          <code>{tests.path[test]}</code>
        </p>
      </header>
      <dl class="facts">
        <dt>tests</dt>
        <dd>
          {(tests.nodes[test] ?? []).map((node) => (
            <NodeLink key={node} site={site} node={node} />
          ))}
        </dd>
        {column !== -1 && (
          <>
            <dt>column</dt>
            <dd>
              <a href={link.column(site, column)}>
                <code>{site.columnName(column)}</code>
              </a>
            </dd>
          </>
        )}
        {history !== undefined && (
          <>
            <dt>history</dt>
            <dd>
              <Dots statuses={history.statuses.map((each) => STATUSES[each] ?? '')} />
            </dd>
          </>
        )}
        {result?.message !== null && result?.message !== undefined && (
          <>
            <dt>message</dt>
            <dd>
              <pre class="message">{result.message}</pre>
            </dd>
          </>
        )}
      </dl>
      {detail !== null && detail !== undefined && <Code site={site} text={detail.compiled ?? detail.raw} />}
    </article>
  );
}

/** One macro: what it takes, calls and serves. */
export function MacroPage({ site, macro }: { site: Site; macro: number }) {
  const { macros } = site.core;
  const code = useCode(site, (all) => all.macros[macro], macro);
  const parameters = macros.arguments[macro] ?? [];
  const users = macros.users[macro] ?? [];
  const calls = macros.calls[macro] ?? [];
  return (
    <article>
      <header class="page-head">
        <h1>{macros.name[macro]}</h1>
        <p class="badges">
          <Badge>macro</Badge>
          <Badge>{site.word(macros.packageName[macro] as number)}</Badge>
        </p>
        <Prose html={site.text(macros.description[macro] as number)} />
        <p class="quiet">
          <code>{macros.path[macro]}</code>
        </p>
      </header>
      {parameters.length > 0 && (
        <Table head={['Argument', 'Type', 'Description']}>
          {parameters.map(({ name, type, description }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td class="type">{type ?? ''}</td>
              <td>
                <Prose html={site.text(description)} isInline />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <dl class="facts">
        <dt>used by</dt>
        <dd>
          {users.length === 0 ? '—' : users.map((node) => <NodeLink key={node} site={site} node={node} />)}
        </dd>
        <dt>calls</dt>
        <dd>
          {calls.length === 0
            ? '—'
            : calls.map((each) => (
                <a key={each} class="node-link" href={link.macro(site, each)}>
                  {macros.name[each]}
                </a>
              ))}
        </dd>
      </dl>
      {code !== null && code !== undefined && <Code site={site} text={code} />}
    </article>
  );
}
