import { jsonText, nearest } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { DeclaredResource, UniqueId } from '../../domain/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { declareSemantic, type SemanticDraft, whereFilter } from './declare-entry.ts';
import { metricParams } from './metric-params.ts';

/** A metric with its parameters, before it is known what it reads. */
export interface MetricDraft extends SemanticDraft {
  readonly params: Dict;
}

export interface MetricOptions {
  readonly environment: ParseEnvironment;
  readonly describe: (draft: SemanticDraft, text: string) => string;
  /** Ids of semantic models by the measures they have. */
  readonly measures: ReadonlyMap<string, UniqueId>;
  /** Ids of all semantic models. */
  readonly models: ReadonlySet<UniqueId>;
}

interface Inputs {
  readonly measures: readonly Dict[];
  readonly nodes: readonly UniqueId[];
}

const NO_INPUTS: Inputs = { measures: [], nodes: [] };

function measuresOf({ params }: MetricDraft): readonly Dict[] {
  const conversion = params['conversion_type_params'];
  const named = isDict(conversion)
    ? [conversion['base_measure'], conversion['conversion_measure']]
    : [params['measure']];
  return named.filter(isDict);
}

function metricsOf({ params }: MetricDraft): readonly Dict[] {
  const conversion = params['conversion_type_params'];
  const cumulative = params['cumulative_type_params'];
  const all = [
    params['numerator'],
    params['denominator'],
    ...(params['metrics'] as readonly unknown[]),
    ...(isDict(conversion) ? [conversion['base_metric'], conversion['conversion_metric']] : []),
    ...(isDict(cumulative) ? [cumulative['metric']] : []),
  ];
  return all.filter(isDict);
}

function sameMeasure(a: Dict, b: Dict): boolean {
  return jsonText(a) === jsonText(b);
}

/** Follows metrics to the measures and semantic models they read in the end. */
class InputFinder {
  readonly #known = new Map<string, Inputs>();
  readonly #metrics: ReadonlyMap<string, MetricDraft>;
  readonly #options: MetricOptions;

  constructor(metrics: ReadonlyMap<string, MetricDraft>, options: MetricOptions) {
    this.#metrics = metrics;
    this.#options = options;
  }

  of(metric: MetricDraft): Inputs {
    const known = this.#known.get(metric.name);
    if (known !== undefined) return known;
    // A metric that reads itself finds nothing further down.
    this.#known.set(metric.name, NO_INPUTS);
    const inputs = this.#find(metric);
    this.#known.set(metric.name, inputs);
    return inputs;
  }

  #find(metric: MetricDraft): Inputs {
    const measures: Dict[] = [];
    const nodes = new Set<UniqueId>();
    const add = (measure: Dict) => {
      if (!measures.some((each) => sameMeasure(each, measure))) measures.push(measure);
    };
    for (const measure of measuresOf(metric)) {
      add(measure);
      const model = this.#options.measures.get(String(measure['name']));
      if (model === undefined) this.#missing(metric, String(measure['name']), 'measure');
      else nodes.add(model);
    }
    const owner = metric.entry.value['semantic_model'];
    if (metric.params['metric_aggregation_params'] !== null) {
      nodes.add(`semantic_model.${metric.entry.file.packageName}.${owner}`);
    }
    for (const input of metricsOf(metric)) {
      const target = this.#metrics.get(String(input['name']));
      if (target === undefined) {
        this.#missing(metric, String(input['name']), 'metric');
        continue;
      }
      if (metric.params['measure'] === null) for (const each of this.of(target).measures) add(each);
      nodes.add(target.uniqueId);
    }
    return { measures, nodes: [...nodes] };
  }

  #missing(metric: MetricDraft, name: string, kind: 'measure' | 'metric'): void {
    const candidates = kind === 'measure' ? this.#options.measures.keys() : this.#metrics.keys();
    const close = nearest(name, candidates);
    this.#options.environment.report(
      diagnostic('N042', `metric '${metric.name}' reads ${kind} '${name}', which does not exist`, {
        span: metric.entry.span(['name']),
        kind: `Parsing Error in metric ${metric.name} (${metric.entry.file.originalFilePath})`,
        ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
        dbtMessage:
          kind === 'measure'
            ? `A semantic model having a measure \`${name}\` does not exist but was referenced.`
            : `The metric \`${name}\` does not exist but was referenced.`,
        uniqueId: metric.uniqueId,
      }),
    );
  }
}

/** The metric of an entry, with its parameters read. */
export function metricDraft(draft: SemanticDraft): MetricDraft {
  return { ...draft, params: metricParams(draft.entry.value) };
}

/** Reports a metric that says neither how it is computed nor from what. */
function checkInput(draft: MetricDraft, environment: ParseEnvironment): void {
  const { params } = draft;
  const type = String(draft.entry.value['type'] ?? 'simple').toLowerCase();
  if (type === 'conversion' && params['conversion_type_params'] === null) {
    const dbtMessage = `${draft.name} is a conversion metric and must have conversion_type_params defined.`;
    const message = `conversion metric '${draft.name}' does not say what is converted`;
    const span = draft.entry.span(['name']);
    environment.report(diagnostic('N042', message, { span, kind: '', dbtMessage, uniqueId: draft.uniqueId }));
  }
  if (params['measure'] !== null || params['metric_aggregation_params'] !== null) return;
  const cumulative = params['cumulative_type_params'];
  const isWhole = type === 'cumulative' && isDict(cumulative) && cumulative['metric'] !== null;
  if (isWhole || (type !== 'simple' && type !== 'cumulative')) return;
  const wanted = type === 'simple' ? 'a measure or agg type' : 'a measure or input_metric';
  const title = type === 'simple' ? 'Simple' : 'Cumulative';
  environment.report(
    diagnostic(
      'N042',
      `${type} metric '${draft.name}' has neither ${wanted.replace('a ', '').replace(' or ', ' nor ')}`,
      {
        span: draft.entry.span(['name']),
        dbtMessage: `${title} metric ${draft.name} should have ${wanted} defined, but it does not.`,
        uniqueId: draft.uniqueId,
      },
    ),
  );
}

/** Makes the metrics of a project. */
export function buildMetrics(
  drafts: readonly MetricDraft[],
  options: MetricOptions,
): readonly DeclaredResource[] {
  const finder = new InputFinder(new Map(drafts.map((each) => [each.name, each])), options);
  return drafts.map((draft) => {
    const { value } = draft.entry;
    checkInput(draft, options.environment);
    const inputs = finder.of(draft);
    const configMeta = isDict(draft.config['meta']) ? draft.config['meta'] : {};
    const isMeasured = 'type_params' in value;
    const ownMeta = isMeasured && isDict(value['meta']) ? value['meta'] : {};
    const description = value['description'];
    const tags = isMeasured && Array.isArray(value['tags']) ? (value['tags'] as readonly string[]) : [];
    return declareSemantic({
      draft,
      createdAt: options.environment.createdAt,
      dependsOn: inputs.nodes,
      tags,
      fields: {
        description: typeof description === 'string' ? options.describe(draft, description) : '',
        label: value['label'] ?? draft.name,
        type: value['type'] ?? 'simple',
        type_params: { ...draft.params, input_measures: inputs.measures },
        filter: whereFilter(value['filter']),
        time_granularity: value['time_granularity'] ?? null,
        sources: [],
        refs: [],
        metrics: [],
        meta: isMeasured && Object.keys(configMeta).length > 0 ? configMeta : ownMeta,
        tags,
      },
    });
  });
}
