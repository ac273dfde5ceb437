import type { DeclaredResource, UniqueId } from '../../domain/index.ts';
import { fqnOf } from '../build/fqn.ts';
import { reportConfigFaults } from '../build/report-faults.ts';
import type { ConfigKind } from '../config/config-fields.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';

/** A resource of the semantic layer before its references are resolved. */
export interface SemanticDraft {
  readonly resourceType: 'metric' | 'semantic_model' | 'saved_query';
  readonly entry: PropertiesEntry;
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly fqn: readonly string[];
  readonly config: Dict;
  readonly unrenderedConfig: Dict;
}

const KINDS: Readonly<Record<SemanticDraft['resourceType'], ConfigKind>> = {
  metric: 'metric',
  semantic_model: 'semanticModel',
  saved_query: 'savedQuery',
};

/** What metrics, semantic models and saved queries have in common. */
export function semanticDraft(
  resourceType: SemanticDraft['resourceType'],
  entry: PropertiesEntry,
  environment: ParseEnvironment,
): SemanticDraft {
  const { file, value } = entry;
  const name = String(value['name']);
  const fqn = fqnOf(file.packageName, file.relativePath, name);
  const target = { kind: KINDS[resourceType], packageName: file.packageName, fqn };
  const patch = isDict(value['config']) ? value['config'] : {};
  const uniqueId = `${resourceType}.${file.packageName}.${name}`;
  const resolved = environment.configs.resolve({ target, patch, calls: {} });
  reportConfigFaults(resolved.faults, { uniqueId, span: entry.span(['config']) }, environment);
  return {
    resourceType,
    entry,
    uniqueId,
    name,
    fqn,
    config: resolved.config,
    unrenderedConfig: environment.configs.unrendered({ target, patch, patchAsWritten: null, calls: {} }),
  };
}

/** What dbt writes after everything else, in its order. */
const LAST: Readonly<Record<SemanticDraft['resourceType'], readonly string[]>> = {
  metric: [
    'metadata',
    'time_granularity',
    'config',
    'unrendered_config',
    'sources',
    'depends_on',
    'refs',
    'metrics',
    'created_at',
    'group',
    'meta',
    'tags',
  ],
  semantic_model: [
    'metadata',
    'depends_on',
    'refs',
    'created_at',
    'config',
    'unrendered_config',
    'primary_entity',
    'group',
  ],
  saved_query: [
    'metadata',
    'config',
    'unrendered_config',
    'group',
    'depends_on',
    'created_at',
    'refs',
    'tags',
  ],
};

function inOrder(entry: Dict, last: readonly string[]): Dict {
  const first = Object.keys(entry).filter((key) => !last.includes(key));
  return Object.fromEntries(
    [...first, ...last.filter((key) => key in entry)].map((key) => [key, entry[key]]),
  );
}

/** The finished resource: `fields` are those of dbt's manifest that are its own. */
export function declareSemantic(options: {
  readonly draft: SemanticDraft;
  readonly fields: Dict;
  readonly dependsOn: readonly UniqueId[];
  readonly tags?: readonly string[];
  readonly createdAt: number;
}): DeclaredResource {
  const { draft, fields, dependsOn, tags, createdAt } = options;
  const { file } = draft.entry;
  return Object.freeze({
    resourceType: draft.resourceType,
    uniqueId: draft.uniqueId,
    name: draft.name,
    packageName: file.packageName,
    originalFilePath: file.originalFilePath,
    fqn: draft.fqn,
    dependsOn: { macros: [], nodes: dependsOn },
    config: draft.config,
    ...(tags === undefined ? {} : { tags }),
    entry: inOrder(
      {
        name: draft.name,
        resource_type: draft.resourceType,
        package_name: file.packageName,
        path: file.relativePath,
        original_file_path: file.originalFilePath,
        unique_id: draft.uniqueId,
        fqn: draft.fqn,
        ...fields,
        metadata: null,
        config: draft.config,
        unrendered_config: draft.unrenderedConfig,
        group: draft.config['group'] ?? null,
        depends_on: { macros: [], nodes: dependsOn },
        created_at: createdAt,
      },
      LAST[draft.resourceType],
    ),
  });
}

/** A filter, or several, as dbt keeps them. */
export function whereFilter(written: unknown): Dict | null {
  if (written === undefined || written === null) return null;
  const all = Array.isArray(written) ? written : [written];
  return { where_filters: all.map((each) => ({ where_sql_template: String(each) })) };
}

/** `28 days` as count and granularity; null for anything else. */
export function timeWindow(written: unknown): Dict | null {
  const match = typeof written === 'string' ? /^(\d+) (\S+)$/.exec(written.toLowerCase()) : null;
  if (match === null) return null;
  const grain = match[2] as string;
  const standard = grain.replace(/s$/, '');
  return { count: Number(match[1]), granularity: GRAINS.has(standard) ? standard : grain };
}

const GRAINS = new Set([
  'nanosecond',
  'microsecond',
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
]);
