import { jsonText } from '../../base/index.ts';
import type { DeclaredResource, Manifest } from '../../domain/index.ts';

type Dict = Readonly<Record<string, unknown>>;

const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const dicts = (value: unknown): readonly Dict[] => (Array.isArray(value) ? value.filter(isDict) : []);
const dict = (value: unknown): Dict => (isDict(value) ? value : {});
const textOrNull = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

/** A metric that another one reads, with the templates of its filters. */
export interface MetricInput {
  readonly name: string;
  readonly alias: string | null;
  readonly filters: readonly string[];
}

/** How a simple metric is computed. */
export interface Aggregation {
  readonly semanticModel: string;
  readonly agg: string;
  readonly percentile: number | null;
  readonly isDiscrete: boolean;
  /** All of it as written, by which two metrics are told apart. */
  readonly identity: string;
}

/** A metric that reads columns and other metrics, and no measure. */
export interface DirectMetric {
  readonly name: string;
  readonly type: string;
  readonly description: string | null;
  readonly datatype: string | null;
  readonly isPrivate: boolean;
  readonly expr: string | null;
  readonly filters: readonly string[];
  readonly aggregation: Aggregation | null;
  readonly numerator: MetricInput | null;
  readonly denominator: MetricInput | null;
  readonly inputs: readonly MetricInput[];
  readonly cumulative: MetricInput | null;
}

/** A measure as metrics see it, with its expression in the form that can be summed. */
export interface DirectMeasure {
  readonly semanticModel: string;
  readonly name: string;
  readonly expr: string | null;
  readonly description: string | null;
  readonly label: string | null;
  readonly aggregation: Aggregation;
}

/** What cannot be brought into this form, in dbt's words. */
export class UnfitMetric extends Error {
  readonly uniqueId: string;

  constructor(uniqueId: string, message: string) {
    super(message);
    this.uniqueId = uniqueId;
  }
}

function filtersOf(written: unknown): readonly string[] {
  return dicts(dict(written)['where_filters']).map((each) => String(each['where_sql_template']));
}

function metricInput(written: unknown): MetricInput | null {
  if (!isDict(written)) return null;
  return {
    name: String(written['name']),
    alias: textOrNull(written['alias']) || null,
    filters: filtersOf(written['filter']),
  };
}

interface Computed {
  readonly expr: string | null;
  readonly aggregation: Aggregation;
}

interface Computation {
  readonly of: 'Metric' | 'Measure';
  readonly uniqueId: string;
  readonly name: string;
  readonly expr: string | null;
  readonly aggregation: Aggregation;
}

function median({ of, uniqueId, name, aggregation }: Computation): Aggregation {
  const { percentile, isDiscrete } = aggregation;
  const subject = `${of} '${name}' uses a MEDIAN aggregation, while`;
  if (percentile !== null && percentile !== 0.5) {
    const shown = Number.isInteger(percentile) ? `${percentile}.0` : String(percentile);
    throw new UnfitMetric(
      uniqueId,
      `${subject} percentile is set to '${shown}', a conflicting value. Please remove the parameter or set to '0.5'.`,
    );
  }
  if (isDiscrete)
    throw new UnfitMetric(
      uniqueId,
      `${subject} use_discrete_percentile is set to true. Please remove the parameter or set to False.`,
    );
  return { ...aggregation, agg: 'percentile', percentile: 0.5, identity: `${aggregation.identity} median` };
}

/** Counts and conditions as sums, medians as percentiles. */
function settle(computation: Computation): Computed {
  const { uniqueId, name, expr, aggregation } = computation;
  const summed = (text: string): Computed => ({ expr: text, aggregation: { ...aggregation, agg: 'sum' } });
  if (aggregation.agg === 'sum_boolean') return summed(`CASE WHEN ${expr || name} THEN 1 ELSE 0 END`);
  if (aggregation.agg === 'median') return { expr, aggregation: median(computation) };
  if (aggregation.agg !== 'count') return { expr, aggregation };
  if (expr === null)
    throw new UnfitMetric(
      uniqueId,
      `Metric '${name}' uses a COUNT aggregation, which requires an expr to be provided. Provide 'expr: 1' if a count of all rows is desired.`,
    );
  return summed(expr === '1' ? expr : `CASE WHEN ${expr} IS NOT NULL THEN 1 ELSE 0 END`);
}

function aggregationOf(written: Dict, semanticModel: string): Aggregation {
  const params = isDict(written['agg_params']) ? written['agg_params'] : null;
  const percentile = params?.['percentile'];
  const { agg_time_dimension: time = null, non_additive_dimension: fixed = null } = written;
  return {
    semanticModel,
    agg: String(written['agg']),
    percentile: percentile === undefined || percentile === null ? null : Number(percentile),
    isDiscrete: params?.['use_discrete_percentile'] === true,
    identity: jsonText([params, time, fixed]),
  };
}

/** The measures of a semantic model, whose names are in lower case. */
export function directMeasures({ name, uniqueId, entry }: DeclaredResource): readonly DirectMeasure[] {
  const semanticModel = name.toLowerCase();
  return dicts(entry['measures']).map((written) => {
    const measure = String(written['name']).toLowerCase();
    const settled = settle({
      of: 'Measure',
      uniqueId,
      name: measure,
      expr: textOrNull(written['expr']),
      aggregation: aggregationOf(written, semanticModel),
    });
    return {
      semanticModel,
      name: measure,
      description: textOrNull(written['description']),
      label: textOrNull(written['label']),
      ...settled,
    };
  });
}

/** A metric that is being brought into its new form. */
interface Draft extends Omit<DirectMetric, 'expr' | 'filters' | 'aggregation' | 'cumulative'> {
  readonly uniqueId: string;
  readonly params: Dict;
  readonly hasFilter: boolean;
  readonly expr: string | null;
  readonly filters: readonly string[];
  readonly aggregation: Aggregation | null;
  readonly measure: DirectMeasure | null;
  /** By these, and the name of the measure, a metric is found again instead of made. */
  readonly fillNullsWith: number | null;
  readonly joinsToTimespine: boolean;
}

function draftOf({ entry, name, uniqueId }: DeclaredResource): Draft {
  const params = dict(entry['type_params']);
  const written = isDict(params['metric_aggregation_params']) ? params['metric_aggregation_params'] : null;
  return {
    uniqueId,
    params,
    name,
    type: String(entry['type']),
    description: textOrNull(entry['description']),
    datatype: textOrNull(entry['datatype']),
    isPrivate: params['is_private'] === true,
    expr: textOrNull(params['expr']),
    filters: filtersOf(entry['filter']),
    hasFilter: isDict(entry['filter']),
    aggregation: written === null ? null : aggregationOf(written, String(written['semantic_model'])),
    measure: null,
    numerator: metricInput(params['numerator']),
    denominator: metricInput(params['denominator']),
    inputs: dicts(params['metrics']).flatMap((each) => metricInput(each) ?? []),
    fillNullsWith: (params['fill_nulls_with'] as number | null | undefined) ?? null,
    joinsToTimespine: params['join_to_timespine'] === true,
  };
}

type Measures = ReadonlyMap<string, DirectMeasure>;

/** A simple metric with what its measure says taken over. */
function withMeasure(draft: Draft, measures: Measures): Draft {
  const input = draft.params['measure'];
  const measure = draft.type === 'simple' && isDict(input) ? measures.get(String(input['name'])) : undefined;
  if (measure === undefined || !isDict(input) || draft.aggregation !== null) return draft;
  return {
    ...draft,
    measure,
    aggregation: measure.aggregation,
    expr: draft.expr ?? (measure.expr || measure.name),
    filters: [...filtersOf(input['filter']), ...draft.filters],
    hasFilter: draft.hasFilter || isDict(input['filter']),
    fillNullsWith: (input['fill_nulls_with'] as number | null | undefined) ?? draft.fillNullsWith,
    joinsToTimespine: input['join_to_timespine'] === true || draft.joinsToTimespine,
  };
}

/** Simple metrics for measures that cumulative and conversion metrics read: found, or made and private. */
class MetricsOfMeasures {
  readonly #drafts: Draft[];
  readonly #names: Set<string>;
  readonly #known = new Map<string, string>();

  constructor(drafts: readonly Draft[]) {
    this.#drafts = [...drafts];
    this.#names = new Set(drafts.map((each) => each.name));
  }

  get all(): readonly Draft[] {
    return this.#drafts;
  }

  nameFor(measure: DirectMeasure, input: Dict): string {
    const fill = (input['fill_nulls_with'] as number | null | undefined) ?? null;
    const joins = input['join_to_timespine'] === true;
    const key = jsonText([measure.name, fill, joins]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const same = this.#drafts.find((each) => this.#isFor(each, measure, { fill, joins }));
    const name = same?.name ?? this.#make(measure, { fill, joins });
    this.#known.set(key, name);
    return name;
  }

  #isFor(draft: Draft, measure: DirectMeasure, wanted: { fill: number | null; joins: boolean }): boolean {
    const { aggregation, params } = draft;
    return (
      draft.type === 'simple' &&
      !params['window'] &&
      !params['grain_to_date'] &&
      aggregation !== null &&
      aggregation.semanticModel === measure.semanticModel &&
      aggregation.agg === measure.aggregation.agg &&
      aggregation.identity === measure.aggregation.identity &&
      draft.joinsToTimespine === wanted.joins &&
      draft.fillNullsWith === wanted.fill &&
      draft.expr === (measure.expr || measure.name) &&
      !draft.hasFilter &&
      (params['time_granularity'] ?? null) === null &&
      (draft.measure === null || draft.measure.name === measure.name)
    );
  }

  #make(measure: DirectMeasure, { fill, joins }: { fill: number | null; joins: boolean }): string {
    const filled = fill === null ? [] : [`fill_nulls_with_${fill >= 0 ? fill : `neg_${-fill}`}`];
    const base = [measure.name, ...filled, ...(joins ? ['join_to_timespine'] : [])].join('_');
    let name = base;
    for (let count = 1; this.#names.has(name); count++) name = `${base}_${count}`;
    this.#names.add(name);
    this.#drafts.push({
      ...{ uniqueId: '', name, type: 'simple', params: {}, datatype: null, isPrivate: true },
      description: measure.description,
      ...{ expr: measure.expr || measure.name, filters: [], hasFilter: false },
      aggregation: measure.aggregation,
      measure,
      ...{ numerator: null, denominator: null, inputs: [], fillNullsWith: fill, joinsToTimespine: joins },
    });
    return name;
  }
}

/** The metric that a cumulative one adds up; metrics for the measures of cumulative and conversion metrics are made. */
function replaceMeasures(draft: Draft, made: MetricsOfMeasures, measures: Measures): MetricInput | null {
  const replace = (input: unknown, metric: unknown): MetricInput | null => {
    const measure = isDict(input) ? measures.get(String(input['name'])) : undefined;
    if (measure === undefined || !isDict(input) || isDict(metric)) return metricInput(metric);
    const alias = textOrNull(input['alias']);
    return { name: made.nameFor(measure, input), alias, filters: filtersOf(input['filter']) };
  };
  if (draft.type === 'cumulative')
    return replace(draft.params['measure'], dict(draft.params['cumulative_type_params'])['metric']);
  if (draft.type === 'conversion') {
    const params = dict(draft.params['conversion_type_params']);
    replace(params['base_measure'], params['base_metric']);
    replace(params['conversion_measure'], params['conversion_metric']);
  }
  return null;
}

function finished(draft: Draft, cumulative: MetricInput | null): DirectMetric {
  const { aggregation, measure, uniqueId, name } = draft;
  // A measure's expression wins over that of a simple metric which reads it.
  const expr = measure === null ? draft.expr : measure.expr || measure.name;
  if (draft.type !== 'simple' || aggregation === null) return { ...draft, expr, cumulative };
  return { ...draft, ...settle({ of: 'Metric', uniqueId, name, expr, aggregation }), cumulative };
}

/**
 * The metrics of a project in the form in which none reads a measure: simple metrics say themselves how they are computed, and
 * others read metrics. The rules and their order are those by which MetricFlow prepares what dbt hands to it. Throws
 * `UnfitMetric`.
 */
export function directMetrics(
  { metrics }: Pick<Manifest, 'metrics'>,
  measures: readonly DirectMeasure[],
): readonly DirectMetric[] {
  const byName: Measures = new Map(measures.map((each) => [each.name, each]));
  const made = new MetricsOfMeasures([...metrics.values()].map((each) => withMeasure(draftOf(each), byName)));
  const cumulative = made.all.map((draft) => replaceMeasures(draft, made, byName));
  return made.all.map((draft, at) => finished(draft, cumulative[at] ?? null));
}
