import { pythonJson, toFloat } from '../../base/index.ts';
import type { DeclaredResource, Manifest, ModelNode } from '../../domain/index.ts';

type Entry = Readonly<Record<string, unknown>>;

/** How a part is written: which fields it has in which order, and how each of them is written. */
type Shape = Readonly<Record<string, Field>>;
type Field = (value: unknown) => unknown;

/** The version of the format, as the file names it. */
const FORMAT = { major_version: '0', minor_version: '213', patch_version: '0' };

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const plain: Field = (value) => value ?? null;
const list: Field = (value) => (Array.isArray(value) ? value : []);
const number: Field = (value) => (typeof value === 'number' ? toFloat(value) : (value ?? null));
const nothing: Field = () => null;

function shaped(shape: Shape): Field {
  const fields = Object.entries(shape);
  return (value) =>
    isEntry(value) ? Object.fromEntries(fields.map(([key, field]) => [key, field(value[key])])) : null;
}

function each(field: Field): Field {
  return (value) => (Array.isArray(value) ? value.map(field) : []);
}

const config = shaped({ meta: plain });
const nodeRelation = shaped({ alias: plain, schema_name: plain, database: plain, relation_name: plain });
const entity = shaped({
  name: plain,
  description: plain,
  type: plain,
  role: plain,
  expr: plain,
  metadata: nothing,
  label: plain,
  config,
});
const dimension = shaped({
  name: plain,
  description: plain,
  type: plain,
  datatype: plain,
  is_partition: plain,
  type_params: shaped({
    time_granularity: plain,
    validity_params: shaped({ is_start: (value) => value ?? false, is_end: (value) => value ?? false }),
  }),
  expr: plain,
  metadata: nothing,
  label: plain,
  config,
});
const aggregation = shaped({
  percentile: number,
  use_discrete_percentile: plain,
  use_approximate_percentile: plain,
});
const nonAdditive = shaped({ name: plain, window_choice: plain, window_groupings: list });
const measure = shaped({
  name: plain,
  agg: plain,
  description: plain,
  create_metric: plain,
  expr: plain,
  agg_params: aggregation,
  metadata: nothing,
  non_additive_dimension: nonAdditive,
  agg_time_dimension: plain,
  label: plain,
  config,
});
const semanticModel = shaped({
  name: plain,
  defaults: shaped({ agg_time_dimension: plain }),
  description: plain,
  node_relation: nodeRelation,
  primary_entity: plain,
  entities: each(entity),
  measures: each(measure),
  dimensions: each(dimension),
  label: plain,
  metadata: nothing,
  config,
});

const inputMeasure = shaped({
  name: plain,
  filter: plain,
  alias: plain,
  join_to_timespine: plain,
  fill_nulls_with: plain,
});
const inputMetric = shaped({
  name: plain,
  filter: plain,
  alias: plain,
  offset_window: plain,
  offset_to_grain: plain,
});
const metric = shaped({
  name: plain,
  description: plain,
  type: plain,
  datatype: nothing,
  type_params: shaped({
    measure: inputMeasure,
    numerator: inputMetric,
    denominator: inputMetric,
    expr: plain,
    window: plain,
    grain_to_date: plain,
    metrics: each(inputMetric),
    conversion_type_params: shaped({
      base_measure: inputMeasure,
      base_metric: inputMetric,
      conversion_measure: inputMeasure,
      conversion_metric: inputMetric,
      entity: plain,
      calculation: plain,
      window: plain,
      constant_properties: plain,
    }),
    cumulative_type_params: shaped({
      window: plain,
      grain_to_date: plain,
      period_agg: plain,
      metric: inputMetric,
    }),
    input_measures: each(inputMeasure),
    metric_aggregation_params: shaped({
      semantic_model: plain,
      agg: plain,
      agg_params: aggregation,
      agg_time_dimension: plain,
      non_additive_dimension: nonAdditive,
    }),
    join_to_timespine: plain,
    fill_nulls_with: plain,
    is_private: plain,
  }),
  filter: plain,
  metadata: nothing,
  label: plain,
  config,
  time_granularity: plain,
});
const savedQuery = shaped({
  name: plain,
  query_params: shaped({ metrics: list, group_by: list, order_by: list, limit: plain, where: plain }),
  description: plain,
  metadata: nothing,
  label: plain,
  exports: each(
    shaped({ name: plain, config: shaped({ export_as: plain, schema_name: plain, alias: plain }) }),
  ),
  tags: list,
});

function entriesOf(all: ReadonlyMap<string, DeclaredResource>, field: Field): readonly unknown[] {
  return [...all.values()].map((resource) => field(resource.entry));
}

function timeSpine(node: ModelNode): Entry | null {
  const spine = node.timeSpine;
  if (spine === null) return null;
  const column = spine['standard_granularity_column'];
  return {
    node_relation: {
      alias: node.alias,
      schema_name: node.schema,
      database: node.database,
      relation_name: node.relationName,
    },
    primary_column: { name: column, time_granularity: node.columns[String(column)]?.granularity ?? null },
    custom_granularities: spine['custom_granularities'] ?? [],
  };
}

/** The name by which a model was a time spine before there was YAML for it. */
const LEGACY_SPINE = 'metricflow_time_spine';

function legacySpines(manifest: Manifest): readonly Entry[] {
  if (manifest.semanticModels.size === 0) return [];
  const named = [...manifest.nodes.values()].find(
    (node) => node.resourceType === 'model' && node.name === LEGACY_SPINE,
  );
  if (named?.resourceType !== 'model' || named.timeSpine !== null) return [];
  return [{ location: named.relationName, column_name: 'date_day', grain: 'day' }];
}

/** `semantic_manifest.json`: what MetricFlow reads, in the form and order in which dbt writes it. */
export function semanticManifestText(manifest: Manifest): string {
  const spines = [...manifest.nodes.values()].flatMap((node) => {
    const spine = node.resourceType === 'model' ? timeSpine(node) : null;
    return spine === null ? [] : [spine];
  });
  return pythonJson({
    semantic_models: entriesOf(manifest.semanticModels, semanticModel),
    metrics: entriesOf(manifest.metrics, metric),
    project_configuration: {
      time_spine_table_configurations: legacySpines(manifest),
      metadata: null,
      dsi_package_version: FORMAT,
      time_spines: spines,
    },
    saved_queries: entriesOf(manifest.savedQueries, savedQuery),
  });
}
