import type { Project, UniqueId } from '../../domain/index.ts';
import type { Dict } from '../config/plain.ts';
import type { CodeResource } from './code-resource.ts';

export type DraftedResource = Pick<
  CodeResource,
  | 'kind'
  | 'name'
  | 'packageName'
  | 'path'
  | 'originalFilePath'
  | 'fqn'
  | 'checksum'
  | 'tags'
  | 'rawCode'
  | 'language'
> & { readonly index?: number | null };

/** What seeds have not: they are no code, and depend on macros alone. */
function codeOf({ kind, language, index = null }: DraftedResource): Dict {
  return {
    language,
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    depends_on: { macros: [], nodes: [] },
    contract: { enforced: false, alias_types: true },
    ...(kind === 'operation' ? { index } : {}),
  };
}

/** dbt's dictionary of a node that is being parsed: what templates see as `model` then. */
export function draftEntry(options: {
  readonly resource: DraftedResource;
  readonly uniqueId: UniqueId;
  readonly config: Dict;
  readonly project: Project;
  readonly createdAt: number;
}): Dict {
  const { resource, uniqueId, config, project, createdAt } = options;
  return {
    database: project.target.database,
    schema: project.target.schema,
    name: resource.name,
    resource_type: resource.kind,
    package_name: resource.packageName,
    path: resource.path,
    original_file_path: resource.originalFilePath,
    unique_id: uniqueId,
    fqn: resource.fqn,
    alias: resource.name,
    checksum: resource.checksum,
    config: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null)),
    config_call_dict: {},
    unrendered_config_call_dict: {},
    tags: resource.tags,
    description: '',
    columns: {},
    meta: {},
    doc_blocks: [],
    docs: { show: true },
    unrendered_config: {},
    created_at: createdAt,
    raw_code: resource.rawCode,
    ...(resource.kind === 'seed' ? { depends_on: { macros: [] } } : codeOf(resource)),
    ...(resource.kind === 'model' ? { access: 'protected', constraints: [], primary_key: [] } : {}),
  };
}
