import { pythonStr } from '../../base/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import { timeWindow, whereFilter } from './declare-entry.ts';

/** A measure that a metric reads, in long form. */
export function inputMeasure(written: unknown): Dict | null {
  if (written === undefined || written === null) return null;
  const dict = isDict(written) ? written : { name: String(written) };
  return {
    name: dict['name'],
    filter: whereFilter(dict['filter']),
    alias: dict['alias'] ?? null,
    join_to_timespine: dict['join_to_timespine'] ?? false,
    fill_nulls_with: dict['fill_nulls_with'] ?? null,
  };
}

/** A metric that a metric reads, in long form. */
export function inputMetric(written: unknown): Dict | null {
  if (written === undefined || written === null) return null;
  const dict = isDict(written) ? written : { name: String(written) };
  return {
    name: dict['name'],
    filter: whereFilter(dict['filter']),
    alias: dict['alias'] ?? null,
    offset_window: timeWindow(dict['offset_window']),
    offset_to_grain: dict['offset_to_grain'] ?? null,
  };
}

function inputMetrics(written: unknown): readonly (Dict | null)[] {
  return Array.isArray(written) ? written.map(inputMetric) : [];
}

function conversionParams(written: unknown): Dict | null {
  if (!isDict(written)) return null;
  return {
    entity: written['entity'],
    base_measure: inputMeasure(written['base_measure']),
    conversion_measure: inputMeasure(written['conversion_measure']),
    base_metric: inputMetric(written['base_metric']),
    conversion_metric: inputMetric(written['conversion_metric']),
    calculation: written['calculation'] ?? 'conversion_rate',
    window: timeWindow(written['window']),
    constant_properties: written['constant_properties'] ?? null,
  };
}

function cumulativeParams(params: Dict): Dict {
  const own = isDict(params['cumulative_type_params']) ? params['cumulative_type_params'] : {};
  return {
    window: timeWindow(own['window'] || params['window']),
    grain_to_date: own['grain_to_date'] || params['grain_to_date'] || null,
    period_agg: own['period_agg'] ?? 'first',
    metric: null,
  };
}

function expression(written: unknown): string | null {
  return written === undefined || written === null ? null : pythonStr(written);
}

const NOTHING = {
  measure: null,
  input_measures: [],
  numerator: null,
  denominator: null,
  expr: null,
  window: null,
  grain_to_date: null,
  metrics: [],
  conversion_type_params: null,
  cumulative_type_params: null,
  metric_aggregation_params: null,
  fill_nulls_with: null,
  join_to_timespine: false,
  is_private: null,
};

/** `type_params` of a metric in the form with measures. */
function measuredParams(type: string, params: Dict): Dict {
  return {
    ...NOTHING,
    measure: inputMeasure(params['measure']),
    numerator: inputMetric(params['numerator']),
    denominator: inputMetric(params['denominator']),
    expr: expression(params['expr']),
    window: timeWindow(params['window']),
    grain_to_date: params['grain_to_date'] ?? null,
    metrics: inputMetrics(params['metrics']),
    conversion_type_params: conversionParams(params['conversion_type_params']),
    cumulative_type_params: type === 'cumulative' ? cumulativeParams(params) : null,
  };
}

/** How a simple metric without a measure is computed. */
function aggregationParams(value: Dict): Dict | null {
  if (value['agg'] === undefined || value['agg'] === null) return null;
  const percentileType = String(value['percentile_type'] ?? '').toLowerCase();
  const fixed = value['non_additive_dimension'];
  return {
    semantic_model: value['semantic_model'],
    agg: value['agg'],
    agg_params: {
      percentile: value['percentile'] ?? null,
      use_discrete_percentile: percentileType === 'discrete',
      use_approximate_percentile: percentileType === 'continuous',
    },
    agg_time_dimension: value['agg_time_dimension'] ?? null,
    non_additive_dimension: isDict(fixed)
      ? { name: fixed['name'], window_choice: fixed['window_agg'], window_groupings: fixed['group_by'] ?? [] }
      : null,
  };
}

/** The same for the form without measures, in which everything stands beside the metric's name. */
function plainParams(type: string, value: Dict): Dict {
  return {
    ...NOTHING,
    numerator: inputMetric(value['numerator']),
    denominator: inputMetric(value['denominator']),
    expr: expression(value['expr']),
    metrics: inputMetrics(value['input_metrics']),
    conversion_type_params: type === 'conversion' ? conversionParams(value) : null,
    cumulative_type_params:
      type === 'cumulative'
        ? {
            ...cumulativeParams({ cumulative_type_params: value }),
            metric: inputMetric(value['input_metric']),
          }
        : null,
    metric_aggregation_params: aggregationParams(value),
    join_to_timespine: value['join_to_timespine'] ?? false,
    is_private: value['hidden'] ?? false,
  };
}

/** The parameters of a metric as dbt keeps them, without the measures it reads in the end. */
export function metricParams(value: Dict): Dict {
  const type = String(value['type'] ?? 'simple').toLowerCase();
  const params = value['type_params'];
  return isDict(params) ? measuredParams(type, params) : plainParams(type, value);
}
