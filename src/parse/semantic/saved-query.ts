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

/** Makes a saved query. */
export function buildSavedQuery(options: {
  readonly draft: SemanticDraft;
  readonly metrics: ReadonlyMap<string, UniqueId>;
  readonly describe: (text: string) => string;
  readonly environment: ParseEnvironment;
}): DeclaredResource {
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
    dependsOn: named.flatMap((name) => {
      const id = metrics.get(name);
      return id === undefined ? [] : [id];
    }),
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
