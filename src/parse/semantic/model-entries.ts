import type { ColumnSpec } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { NodeProperties } from '../properties/node-properties.ts';
import type { PropertiesEntry, Section } from '../properties/properties-file.ts';

function dicts(written: unknown): readonly Dict[] {
  return Array.isArray(written) ? written.filter(isDict) : [];
}

/** An entry that stands within another one, at `path`. */
function inside(
  entry: PropertiesEntry,
  part: { readonly section: Section; readonly path: readonly (string | number)[]; readonly value: Dict },
): PropertiesEntry {
  const { section, path, value } = part;
  return {
    section,
    file: entry.file,
    value,
    written: value,
    span: (below = []) => entry.span([...path, ...below]),
    keySpan: (below) => entry.keySpan([...path, ...below]),
  };
}

function metaOf(config: unknown): Dict {
  const meta = isDict(config) ? config['meta'] : undefined;
  return isDict(meta) ? meta : {};
}

function timeParams(granularity: unknown, validity: unknown): Dict | null {
  if (granularity === null || granularity === undefined) return null;
  return {
    time_granularity: granularity,
    validity_params: isDict(validity)
      ? { is_start: validity['is_start'] ?? false, is_end: validity['is_end'] ?? false }
      : null,
  };
}

/** The dimension that a column is, as an entry of `semantic_models` would write it. */
function columnDimension(column: ColumnSpec): readonly Dict[] {
  const { dimension, name, description, config, granularity } = column;
  if (dimension === null || dimension === undefined) return [];
  if (!isDict(dimension)) return [{ name, type: dimension, description, config: { meta: metaOf(config) } }];
  const own = String(dimension['name'] ?? name);
  return [
    {
      name: own,
      type: dimension['type'],
      description: dimension['description'] || description,
      label: dimension['label'] ?? null,
      is_partition: dimension['is_partition'] ?? false,
      type_params: timeParams(granularity, dimension['validity_params']),
      expr: own === name ? null : name,
      config: { meta: { ...metaOf(config), ...metaOf(dimension['config']) } },
    },
  ];
}

function derivedDimension(written: Dict): Dict {
  return { ...written, type_params: timeParams(written['granularity'], written['validity_params']) };
}

function columnEntity(column: ColumnSpec): readonly Dict[] {
  const { entity, name, description, config } = column;
  if (entity === null || entity === undefined) return [];
  if (!isDict(entity)) return [{ name, type: entity, description, config: { meta: metaOf(config) } }];
  const own = isDict(entity['config']) && 'meta' in entity['config'] ? entity['config'] : config;
  return [{ ...entity, expr: entity['name'] === name ? null : name, config: { meta: metaOf(own) } }];
}

/** dbt takes `enabled` and `group` along only where there is a `config` beside them. */
function configOf(written: unknown): Dict {
  const config = isDict(written) ? written['config'] : null;
  if (!isDict(written) || !isDict(config)) return {};
  return {
    meta: metaOf(config),
    enabled: written['enabled'] ?? true,
    ...(written['group'] === undefined || written['group'] === null ? {} : { group: written['group'] }),
  };
}

function nameOf({ name, entry }: NodeProperties): string {
  const written = entry.value['semantic_model'];
  const own = isDict(written) ? written['name'] : null;
  return typeof own === 'string' ? own : name;
}

/** Whether a model says that it is a semantic model too. */
function isSemantic({ entry, versions }: NodeProperties): boolean {
  const written = entry.value['semantic_model'];
  if (entry.section !== 'models' || versions.length > 0) return false;
  return written === true || (isDict(written) && written['enabled'] !== false);
}

function semanticModel(properties: NodeProperties): PropertiesEntry {
  const { entry, name, columns, description } = properties;
  const { value } = entry;
  const derived = isDict(value['derived_semantics']) ? value['derived_semantics'] : {};
  const specs = columns.map((each) => each.spec);
  return inside(entry, {
    section: 'semantic_models',
    path: [],
    value: {
      name: nameOf(properties),
      model: `ref('${name}')`,
      description,
      defaults: { agg_time_dimension: value['agg_time_dimension'] ?? null },
      primary_entity: value['primary_entity'] ?? null,
      entities: [...specs.flatMap(columnEntity), ...dicts(derived['entities'])],
      dimensions: [
        ...specs.flatMap(columnDimension),
        ...dicts(derived['dimensions']).map((each) => derivedDimension(each)),
      ],
      measures: [],
      config: configOf(value['semantic_model']),
    },
  });
}

function metrics(properties: NodeProperties): readonly PropertiesEntry[] {
  const { entry } = properties;
  const { value } = entry;
  return dicts(value['metrics']).map((written, index) => {
    const isSimple = String(written['type'] ?? 'simple').toLowerCase() === 'simple';
    return inside(entry, {
      section: 'metrics',
      path: ['metrics', index],
      value: isSimple
        ? {
            ...written,
            agg_time_dimension: written['agg_time_dimension'] ?? value['agg_time_dimension'] ?? null,
            semantic_model: nameOf(properties),
          }
        : written,
    });
  });
}

/**
 * What models say of themselves with `semantic_model:`, entities and dimensions of columns, `derived_semantics` and `metrics`,
 * as the entries of `semantic_models` and `metrics` that mean the same.
 */
export function modelEntries(models: readonly NodeProperties[]): readonly PropertiesEntry[] {
  return models.filter(isSemantic).flatMap((each) => [semanticModel(each), ...metrics(each)]);
}

/** The metrics that measures with `create_metric` stand for. */
export function measureEntries(model: PropertiesEntry, config: Dict): readonly PropertiesEntry[] {
  return dicts(model.value['measures']).flatMap((measure, index) => {
    if (measure['create_metric'] !== true) return [];
    const name = String(measure['name']);
    return [
      inside(model, {
        section: 'metrics',
        path: ['measures', index],
        value: {
          name,
          label: measure['label'] || name,
          type: 'simple',
          type_params: { measure: name, expr: measure['expr'] || name },
          description: measure['description'] || `Metric created from measure ${name}`,
          config: { enabled: config['enabled'] !== false, meta: config['meta'] ?? {} },
        },
      }),
    ];
  });
}
