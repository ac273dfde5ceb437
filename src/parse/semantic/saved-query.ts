import { nearest } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { DeclaredResource, UniqueId } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { declareSemantic, type SemanticDraft, whereFilter } from './declare-entry.ts';

function texts(written: unknown): readonly string[] {
  if (typeof written === 'string') return [written];
  return Array.isArray(written) ? written.map(String) : [];
}

/** Where an export is written: by the naming macros, unless its config says so. */
function exportOf(written: Dict, draft: SemanticDraft, environment: ParseEnvironment): Dict {
  const own = isDict(written['config']) ? written['config'] : {};
  const merged: Dict = { ...draft.config, ...own };
  const name = String(written['name']);
  const names = environment.namesOf({
    packageName: draft.entry.file.packageName,
    name,
    version: null,
    custom: {
      database: merged['database'] ?? null,
      schema: merged['schema_name'] ?? null,
      alias: merged['alias'] ?? null,
      targetDatabase: null,
      targetSchema: null,
    },
    isSnapshot: false,
    toWire: () => written,
  });
  return {
    name,
    config: {
      export_as: merged['export_as'] ?? null,
      schema_name: merged['schema_name'] ?? merged['schema'] ?? names.schema,
      alias: merged['alias'] ?? names.alias,
      database: names.database,
    },
    unrendered_config: own,
  };
}

interface SavedQueryOptions {
  readonly draft: SemanticDraft;
  readonly metrics: ReadonlyMap<string, UniqueId>;
  readonly describe: (text: string) => string;
  readonly environment: ParseEnvironment;
}

function missingMetric(
  name: string,
  { draft, metrics, environment }: SavedQueryOptions,
): readonly UniqueId[] {
  const { uniqueId, entry } = draft;
  const close = nearest(name, metrics.keys());
  environment.report(
    diagnostic(
      'N042',
      `saved query '${String(entry.value['name'])}' reads metric '${name}', which does not exist`,
      {
        span: entry.span(['query_params', 'metrics']),
        kind: 'Compilation Error',
        ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
        dbtMessage: `Saved_Query '${uniqueId}' (${entry.file.originalFilePath}) depends on a metric named '${name}' which was not found`,
        uniqueId,
      },
    ),
  );
  return [];
}

/** Makes a saved query. */
export function buildSavedQuery(options: SavedQueryOptions): DeclaredResource {
  const { draft, metrics, describe, environment } = options;
  const { value } = draft.entry;
  const params = isDict(value['query_params']) ? value['query_params'] : {};
  const named = texts(params['metrics']);
  const description = value['description'];
  const tags = [...new Set([...texts(value['tags']), ...texts(draft.config['tags'])])].sort();
  const written = Array.isArray(value['exports']) ? value['exports'].filter(isDict) : [];
  return declareSemantic({
    draft,
    createdAt: environment.createdAt,
    dependsOn: named.flatMap((name) => metrics.get(name) ?? missingMetric(name, options)),
    tags,
    fields: {
      query_params: {
        metrics: named,
        group_by: texts(params['group_by']),
        where: whereFilter(params['where']),
        order_by: texts(params['order_by']),
        limit: params['limit'] ?? null,
      },
      exports: written.map((each) => exportOf(each, draft, environment)),
      description: typeof description === 'string' ? describe(description) : null,
      label: value['label'] ?? null,
      refs: [],
      tags,
    },
  });
}
