import { pythonStr } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { CodeResource } from '../build/code-resource.ts';
import { fqnOf } from '../build/fqn.ts';
import type { CodeExtract } from '../extract/code-extract.ts';
import { EMPTY_EXTRACT } from '../extract/code-extract.ts';
import { readStaticCalls } from '../extract/static-calls.ts';
import { textChecksum } from '../files/text-rules.ts';
import type { ExtractedResource } from '../match/match-patches.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';

function reportBadRelation(entry: PropertiesEntry, dbtMessage: string, environment: ParseEnvironment): void {
  const span = entry.span(['relation']);
  const message = `the 'relation' of a snapshot has to be a ref() or source() call`;
  environment.report(diagnostic('N003', message, { span, dbtMessage }));
}

function relationCalls(entry: PropertiesEntry, relation: string, environment: ParseEnvironment): CodeExtract {
  const span = entry.span(['relation']);
  const calls = readStaticCalls({ path: span.source.path, text: `{{ ${relation} }}` });
  if (calls === null || calls.refs.length + calls.sources.length === 0) {
    const what = calls === null ? 'jinja' : 'ref or source';
    reportBadRelation(entry, `Invalid ${what} expression: ${relation}`, environment);
    return EMPTY_EXTRACT;
  }
  return {
    ...EMPTY_EXTRACT,
    refs: calls.refs.map((each) => ({ ...each, span })),
    sources: calls.refs.length > 0 ? [] : calls.sources.map((each) => ({ ...each, span })),
  };
}

/** The snapshots that properties files define without a SQL file, by their `relation`. */
export function yamlSnapshots(
  entries: readonly PropertiesEntry[],
  environment: ParseEnvironment,
): readonly ExtractedResource[] {
  return entries.flatMap((entry): ExtractedResource[] => {
    const relation = entry.value['relation'];
    if (entry.section !== 'snapshots' || relation === undefined) return [];
    if (typeof relation !== 'string') {
      reportBadRelation(entry, `Invalid ref or source expression: ${pythonStr(relation)}`, environment);
      return [];
    }
    const { file } = entry;
    const name = String(entry.value['name']);
    const resource: CodeResource = {
      kind: 'snapshot',
      configKind: 'snapshot',
      name,
      packageName: file.packageName,
      path: `${name}.sql`,
      originalFilePath: file.originalFilePath,
      fqn: fqnOf(file.packageName, file.relativePath, name),
      rawCode: `select * from {{ ${relation} }}`,
      language: 'sql',
      checksum: textChecksum(file.contents),
      span: entry.span(['name']),
      template: null,
      tags: [],
      index: null,
      file,
    };
    return [{ resource, extract: relationCalls(entry, relation, environment) }];
  });
}
