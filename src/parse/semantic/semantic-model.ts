import { pythonStr } from '../../base/index.ts';
import type { DeclaredResource, Node, RefCall } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import { readStaticCalls } from '../extract/static-calls.ts';
import { declareSemantic, type SemanticDraft } from './declare-entry.ts';

function dicts(written: unknown): readonly Dict[] {
  return Array.isArray(written) ? written.filter(isDict) : [];
}

interface Parts {
  readonly describe: (text: string) => string;
  /** Meta of the semantic model, which every part inherits. */
  readonly meta: Dict;
}

function shared(part: Dict, { describe, meta }: Parts) {
  const config = isDict(part['config']) ? part['config'] : {};
  const own = isDict(config['meta']) ? config['meta'] : {};
  const description = part['description'];
  return {
    name: part['name'],
    type: part['type'],
    description: typeof description === 'string' ? describe(description) : null,
    label: part['label'] ?? null,
    expr: part['expr'] === undefined || part['expr'] === null ? null : pythonStr(part['expr']),
    config: { meta: { ...meta, ...own } },
  };
}

function validity(written: unknown): Dict | null {
  if (!isDict(written)) return null;
  return { is_start: written['is_start'] ?? false, is_end: written['is_end'] ?? false };
}

function dimension(part: Dict, parts: Parts): Dict {
  const params = part['type_params'];
  return {
    ...shared(part, parts),
    is_partition: part['is_partition'] ?? false,
    type_params: isDict(params)
      ? { time_granularity: params['time_granularity'], validity_params: validity(params['validity_params']) }
      : null,
    metadata: null,
    datatype: null,
  };
}

function measure(part: Dict, parts: Parts): Dict {
  const { type: _, ...rest } = shared(part, parts);
  const fixed = part['non_additive_dimension'];
  const params = part['agg_params'];
  return {
    ...rest,
    agg: part['agg'],
    // dbt does not carry this over; it makes the metric instead.
    create_metric: false,
    agg_params: isDict(params)
      ? {
          percentile: params['percentile'] ?? null,
          use_discrete_percentile: params['use_discrete_percentile'] ?? false,
          use_approximate_percentile: params['use_approximate_percentile'] ?? false,
        }
      : null,
    non_additive_dimension: isDict(fixed)
      ? {
          name: fixed['name'],
          window_choice: fixed['window_choice'],
          window_groupings: fixed['window_groupings'] ?? [],
        }
      : null,
    agg_time_dimension: part['agg_time_dimension'] ?? null,
  };
}

/** The `ref()` by which a semantic model names its model. */
export function modelCall(draft: SemanticDraft): RefCall | null {
  const written = String(draft.entry.value['model'] ?? '');
  return readStaticCalls({ path: '', text: `{{ ${written} }}` })?.refs[0] ?? null;
}

/** Makes a semantic model. */
export function buildSemanticModel(options: {
  readonly draft: SemanticDraft;
  readonly model: Node | null;
  readonly describe: (text: string) => string;
  readonly createdAt: number;
}): DeclaredResource {
  const { draft, model, describe, createdAt } = options;
  const { value } = draft.entry;
  const parts: Parts = { describe, meta: isDict(draft.config['meta']) ? draft.config['meta'] : {} };
  const call = modelCall(draft);
  const defaults = value['defaults'];
  const description = value['description'];
  return declareSemantic({
    draft,
    createdAt,
    dependsOn: model === null ? [] : [model.uniqueId],
    fields: {
      model: value['model'],
      node_relation:
        model === null
          ? null
          : {
              alias: model.alias,
              schema_name: model.schema,
              database: model.database,
              relation_name: model.relationName,
            },
      description: typeof description === 'string' ? describe(description) : null,
      label: value['label'] ?? null,
      defaults: isDict(defaults) ? { agg_time_dimension: defaults['agg_time_dimension'] ?? null } : null,
      entities: dicts(value['entities']).map((each) => ({
        ...shared(each, parts),
        role: each['role'] ?? null,
      })),
      measures: dicts(value['measures']).map((each) => measure(each, parts)),
      dimensions: dicts(value['dimensions']).map((each) => dimension(each, parts)),
      refs: call === null ? [] : [{ name: call.name, package: call.package, version: call.version }],
      primary_entity: value['primary_entity'] ?? null,
    },
  });
}
