import { pythonRepr } from '../../base/index.ts';
import type { YamlPath } from '../../base/yaml/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import { isDateText } from './date-text.ts';
import type { Section } from './properties-file.ts';

/** A value that has the right type, and yet none that dbt can use. dbt has no kind for these errors. */
export interface ValueFault {
  readonly path: YamlPath;
  readonly sentence: string;
}

/** The closed lists of the semantic layer, by dbt's names for them. */
const ENUMERATIONS = {
  TimeGranularity: 'nanosecond microsecond millisecond second minute hour day week month quarter year'.split(
    ' ',
  ),
  AggregationType: 'sum min max count_distinct sum_boolean average percentile median count'.split(' '),
  DimensionType: ['categorical', 'time'],
  EntityType: ['foreign', 'natural', 'primary', 'unique'],
  MetricType: ['simple', 'ratio', 'cumulative', 'derived', 'conversion'],
  PeriodAggregation: ['first', 'last', 'average'],
  ConversionCalculationType: ['conversions', 'conversion_rate'],
} as const;

type Enumeration = keyof typeof ENUMERATIONS;

/** Where a section has values of closed lists; `*` stands for each element. In dbt's order. */
const CLOSED: Readonly<Partial<Record<Section, readonly (readonly [path: string, list: Enumeration])[]>>> = {
  models: [
    ['columns.*.granularity', 'TimeGranularity'],
    ['columns.*.dimension', 'DimensionType'],
    ['columns.*.dimension.type', 'DimensionType'],
    ['columns.*.entity', 'EntityType'],
    ['columns.*.entity.type', 'EntityType'],
    ['derived_semantics.dimensions.*.granularity', 'TimeGranularity'],
    ['derived_semantics.dimensions.*.type', 'DimensionType'],
    ['derived_semantics.entities.*.type', 'EntityType'],
    ['metrics.*.type', 'MetricType'],
    ['metrics.*.agg', 'AggregationType'],
    ['metrics.*.non_additive_dimension.window_agg', 'AggregationType'],
    ['metrics.*.period_agg', 'PeriodAggregation'],
    ['metrics.*.calculation', 'ConversionCalculationType'],
  ],
  semantic_models: [
    ['measures.*.agg', 'AggregationType'],
    ['measures.*.non_additive_dimension.window_choice', 'AggregationType'],
    ['entities.*.type', 'EntityType'],
    ['dimensions.*.type_params.time_granularity', 'TimeGranularity'],
    ['dimensions.*.type', 'DimensionType'],
  ],
  metrics: [
    ['type', 'MetricType'],
    ['agg', 'AggregationType'],
    ['non_additive_dimension.window_agg', 'AggregationType'],
    ['type_params.grain_to_date', 'TimeGranularity'],
    ['type_params.conversion_type_params.calculation', 'ConversionCalculationType'],
    ['type_params.cumulative_type_params.period_agg', 'PeriodAggregation'],
    ['period_agg', 'PeriodAggregation'],
    ['calculation', 'ConversionCalculationType'],
  ],
};

function valuesAt(value: unknown, keys: readonly string[], path: YamlPath): readonly [unknown, YamlPath][] {
  const [key, ...rest] = keys;
  if (key === undefined) return [[value, path]];
  if (key === '*')
    return Array.isArray(value) ? value.flatMap((each, at) => valuesAt(each, rest, [...path, at])) : [];
  return isDict(value) && key in value ? valuesAt(value[key], rest, [...path, key]) : [];
}

/** Whether a model declares a semantic model: without one nothing reads its metrics. */
function isSemantic(written: unknown): boolean {
  return isDict(written) ? written['enabled'] !== false : written === true;
}

function closedFault(section: Section, value: Dict): ValueFault | null {
  const isPlain = section === 'models' && !isSemantic(value['semantic_model']);
  for (const [path, list] of CLOSED[section] ?? []) {
    if (isPlain && !path.startsWith('columns.')) continue;
    const allowed: readonly string[] = ENUMERATIONS[list];
    const odd = valuesAt(value, path.split('.'), []).find(
      ([each]) => typeof each === 'string' && each !== '' && !allowed.includes(each.toLowerCase()),
    );
    if (odd === undefined) continue;
    return { path: odd[1], sentence: `Invalid enum value: \`${odd[0]}\` in enum ${list}` };
  }
  return null;
}

function fieldFault(field: string, type: string, value: Dict): ValueFault {
  const shown = pythonRepr(value[field]);
  return {
    path: [field],
    sentence: `Field "${field}" of type ${type} in UnparsedModelUpdate has invalid value ${shown}`,
  };
}

function isAll(include: unknown): boolean {
  return include === 'all' || include === '*';
}

/** Whether `include` and `exclude` go together: one such element, and exceptions from everything only. */
function hasOddChoice(version: unknown): boolean {
  const columns = isDict(version) && Array.isArray(version['columns']) ? version['columns'] : [];
  const rules = columns.filter((each): each is Dict => isDict(each) && 'include' in each);
  const isOdd = ({ include, exclude }: Dict) =>
    !isAll(include) && (typeof include === 'string' || (Array.isArray(exclude) && exclude.length > 0));
  return rules.length > 1 || rules.some(isOdd);
}

function hasOddDate(holder: unknown): boolean {
  return isDict(holder) && typeof holder['deprecation_date'] === 'string'
    ? !isDateText(holder['deprecation_date'])
    : false;
}

function modelFault(value: Dict): ValueFault | null {
  const versions = Array.isArray(value['versions']) ? value['versions'] : [];
  if (versions.some((each) => hasOddChoice(each) || hasOddDate(each)))
    return fieldFault('versions', 'Sequence[UnparsedVersion]', value);
  return hasOddDate(value) ? fieldFault('deprecation_date', 'Optional[datetime]', value) : null;
}

function exportFault(value: Dict): ValueFault | null {
  const [odd] = ['config.export_as', 'exports.*.config.export_as']
    .flatMap((path) => valuesAt(value, path.split('.'), []))
    .filter(([each]) => each !== null && !/^(table|view)$/i.test(String(each)));
  if (odd === undefined) return null;
  const sentence = `Field "export_as" of type ExportDestinationType in ExportConfig has invalid value ${pythonRepr(odd[0])}`;
  return { path: odd[1], sentence };
}

/** A window of a metric, anywhere below it, that is no count and granularity. */
export interface WindowFault {
  readonly path: YamlPath;
  readonly text: string;
  readonly reason: string;
}

function oddWindow(text: string): string | null {
  const parts = text.toLowerCase().split(' ');
  if (parts.length !== 2)
    return `Invalid window (${text}) in cumulative/conversion metric. Should be of the form \`<count> <granularity>\`, e.g., \`28 days\``;
  return /^\d+$/.test(parts[0] ?? '')
    ? null
    : `Invalid count (${parts[0]}) in cumulative/conversion metric window string: (${text})`;
}

/** The first window in a metric that dbt cannot read; null when there is none. */
export function windowFault(value: unknown, path: YamlPath = []): WindowFault | null {
  if (!isDict(value) && !Array.isArray(value)) return null;
  for (const [key, each] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    const reason =
      (key === 'window' || key === 'offset_window') && typeof each === 'string' ? oddWindow(each) : null;
    if (reason !== null) return { path: at, text: String(each), reason };
    const below = windowFault(each, at);
    if (below !== null) return below;
  }
  return null;
}

const OWN: Readonly<Partial<Record<Section, (value: Dict) => ValueFault | null>>> = {
  models: modelFault,
  saved_queries: exportFault,
};

/** The first value of an entry that dbt cannot make anything of; null when there is none. */
export function valueFault(section: Section, value: Dict): ValueFault | null {
  return OWN[section]?.(value) ?? closedFault(section, value);
}
