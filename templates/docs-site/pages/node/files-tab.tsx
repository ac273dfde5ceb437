import type { SourceFiles } from '../../../../src/docs-site/payload.ts';
import { Badge, Table } from '../../parts/bits.tsx';
import { ago, bytes, count, counted, moment } from '../../parts/format.ts';

/** The files behind a source. */
export function FilesTab({ files, now }: { files: SourceFiles; now: number }) {
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
        <Table head={['Column', 'Type', '#Nulls', 'Least', 'Most']}>
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
        </Table>
      )}
      <Table head={['File', '#Size', '#Rows', 'Changed']}>
        {files.files.map((each) => (
          <tr key={each.path}>
            <td>
              <code>{each.path}</code>
            </td>
            <td class="number">{bytes(each.bytes)}</td>
            <td class="number">{each.rows === null ? '' : count(each.rows)}</td>
            <td>{each.modified !== null && <time>{moment(each.modified)}</time>}</td>
          </tr>
        ))}
      </Table>
      {files.files.length < files.count && (
        <p class="quiet">and {counted(files.count - files.files.length, 'older file')}</p>
      )}
    </div>
  );
}
