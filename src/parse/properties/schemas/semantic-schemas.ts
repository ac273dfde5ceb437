/** What dbt 1.12 lets metrics, semantic models and saved queries hold, key by key in the order in which dbt checks them. */
import {
  anyOf,
  flag,
  integer,
  listOf,
  mapping,
  number,
  optional,
  record,
  text,
} from '../../../base/json-schema/index.ts';
import { type Fields, OPTIONAL_TEXT, TEXTS } from './shared-shapes.ts';

const FILTER = optional(anyOf(text, TEXTS));

const INPUT_MEASURE = record(
  {
    name: text,
    filter: FILTER,
    alias: OPTIONAL_TEXT,
    join_to_timespine: flag,
    fill_nulls_with: optional(integer),
  },
  { required: ['name'] },
);
const INPUT_METRIC = record(
  {
    name: text,
    filter: FILTER,
    alias: OPTIONAL_TEXT,
    offset_window: OPTIONAL_TEXT,
    offset_to_grain: OPTIONAL_TEXT,
  },
  { required: ['name'] },
);
const MEASURE_OR_NAME = anyOf(INPUT_MEASURE, text);
const METRIC_OR_NAME = anyOf(INPUT_METRIC, text);
const CONSTANT_PROPERTIES = optional(
  listOf(
    record(
      { base_property: text, conversion_property: text },
      { required: ['base_property', 'conversion_property'] },
    ),
  ),
);

const METRIC: Fields = {
  name: text,
  type: text,
  label: OPTIONAL_TEXT,
  description: text,
  filter: FILTER,
  time_granularity: OPTIONAL_TEXT,
  config: mapping,
};

const TYPE_PARAMS = record({
  measure: optional(MEASURE_OR_NAME),
  numerator: optional(METRIC_OR_NAME),
  denominator: optional(METRIC_OR_NAME),
  expr: optional(anyOf(text, flag)),
  window: OPTIONAL_TEXT,
  grain_to_date: OPTIONAL_TEXT,
  metrics: optional(listOf(METRIC_OR_NAME)),
  conversion_type_params: optional(
    record(
      {
        base_measure: MEASURE_OR_NAME,
        conversion_measure: MEASURE_OR_NAME,
        entity: text,
        calculation: text,
        window: OPTIONAL_TEXT,
        constant_properties: CONSTANT_PROPERTIES,
      },
      { required: ['base_measure', 'conversion_measure', 'entity'] },
    ),
  ),
  cumulative_type_params: optional(
    record({ window: OPTIONAL_TEXT, grain_to_date: OPTIONAL_TEXT, period_agg: text }),
  ),
});

/** A metric in the form with measures, told by its `type_params`. */
export const METRIC_WITH_MEASURES = record(
  { ...METRIC, label: text, type_params: TYPE_PARAMS, meta: mapping, tags: TEXTS },
  { required: ['name', 'type_params'] },
);

/** A metric in the form without measures. */
export const METRIC_WITHOUT_MEASURES = record(
  {
    ...METRIC,
    hidden: flag,
    agg: OPTIONAL_TEXT,
    percentile: optional(number),
    percentile_type: OPTIONAL_TEXT,
    join_to_timespine: optional(flag),
    fill_nulls_with: optional(integer),
    expr: optional(anyOf(text, integer)),
    non_additive_dimension: optional(
      record({ name: text, window_agg: text, group_by: TEXTS }, { required: ['name', 'window_agg'] }),
    ),
    agg_time_dimension: OPTIONAL_TEXT,
    window: OPTIONAL_TEXT,
    grain_to_date: OPTIONAL_TEXT,
    period_agg: text,
    input_metric: optional(METRIC_OR_NAME),
    numerator: optional(METRIC_OR_NAME),
    denominator: optional(METRIC_OR_NAME),
    input_metrics: optional(listOf(METRIC_OR_NAME)),
    entity: OPTIONAL_TEXT,
    calculation: OPTIONAL_TEXT,
    base_metric: optional(METRIC_OR_NAME),
    conversion_metric: optional(METRIC_OR_NAME),
    constant_properties: CONSTANT_PROPERTIES,
  },
  { required: ['name'] },
);

const ELEMENT: Fields = {
  type: text,
  name: text,
  description: OPTIONAL_TEXT,
  label: OPTIONAL_TEXT,
};

const MEASURE = record(
  {
    name: text,
    agg: text,
    description: OPTIONAL_TEXT,
    label: OPTIONAL_TEXT,
    expr: optional(anyOf(text, flag, integer)),
    agg_params: optional(
      record({
        percentile: optional(number),
        use_discrete_percentile: flag,
        use_approximate_percentile: flag,
      }),
    ),
    non_additive_dimension: optional(
      record(
        { name: text, window_choice: text, window_groupings: TEXTS },
        { required: ['name', 'window_choice'] },
      ),
    ),
    agg_time_dimension: OPTIONAL_TEXT,
    create_metric: flag,
    config: mapping,
  },
  { required: ['name', 'agg'] },
);

const DIMENSION = record(
  {
    ...ELEMENT,
    is_partition: flag,
    config: mapping,
    type_params: optional(
      record(
        { time_granularity: text, validity_params: optional(record({ is_start: flag, is_end: flag })) },
        { required: ['time_granularity'] },
      ),
    ),
    expr: OPTIONAL_TEXT,
  },
  { required: ['type'] },
);

export const SEMANTIC_MODEL_ENTRY = record(
  {
    name: text,
    model: text,
    config: mapping,
    description: OPTIONAL_TEXT,
    label: OPTIONAL_TEXT,
    defaults: optional(record({ agg_time_dimension: OPTIONAL_TEXT })),
    entities: listOf(
      record(
        { ...ELEMENT, config: mapping, role: OPTIONAL_TEXT, expr: OPTIONAL_TEXT },
        { required: ['type'] },
      ),
    ),
    measures: listOf(MEASURE),
    dimensions: listOf(DIMENSION),
    primary_entity: OPTIONAL_TEXT,
  },
  { required: ['name', 'model'] },
);

export const SAVED_QUERY_ENTRY = record(
  {
    name: text,
    query_params: record({
      metrics: TEXTS,
      group_by: TEXTS,
      where: FILTER,
      order_by: TEXTS,
      limit: optional(integer),
    }),
    description: OPTIONAL_TEXT,
    label: OPTIONAL_TEXT,
    exports: listOf(record({ name: text, config: mapping }, { required: ['name'] })),
    config: mapping,
    tags: anyOf(text, TEXTS),
  },
  { required: ['name', 'query_params'] },
);
