import { pythonFloat } from '../../base/index.ts';
import type { Aggregation, DirectMetric, MetricInput } from './direct-metrics.ts';

/** The template of a filter as SQL: dimensions and entities by their qualified names. */
export type RenderFilter = (template: string) => string;

/** A metric that is computed from one that has no expression: from a conversion. */
export class NoExpression extends Error {
  readonly metric: string;

  constructor(metric: string) {
    super(metric);
    this.metric = metric;
  }
}

/** Conditions that all hold; null when there is none. */
function every(parts: readonly (string | null)[]): string | null {
  const active = parts.filter((each): each is string => each !== null && each !== '');
  if (active.length < 2) return active[0] ?? null;
  return active.map((each) => `(${each})`).join(' AND ');
}

const COLUMN = /^[A-Za-z_][A-Za-z0-9_]*\n?$/;
const COUNTED = /^CASE WHEN ([A-Za-z_][A-Za-z0-9_]*) IS NOT NULL THEN 1 ELSE 0 END\n?$/;

/** A column with its semantic model before it; any other expression as it is. */
function qualified(expr: string, semanticModel: string): string {
  if (COLUMN.test(expr)) return `${semanticModel}.${expr}`;
  const counted = COUNTED.exec(expr);
  return counted === null ? expr : `CASE WHEN ${semanticModel}.${counted[1]} IS NOT NULL THEN 1 ELSE 0 END`;
}

const FUNCTIONS: Readonly<Record<string, (value: string) => string>> = {
  sum: (value) => `SUM(${value})`,
  min: (value) => `MIN(${value})`,
  max: (value) => `MAX(${value})`,
  count: (value) => `COUNT(${value})`,
  count_distinct: (value) => `COUNT(DISTINCT ${value})`,
  average: (value) => `AVG(${value})`,
};

function aggregated({ agg, percentile, isDiscrete }: Aggregation, column: string, filter: string | null) {
  const value = filter === null ? column : `CASE WHEN ${filter} THEN ${column} END`;
  const simple = FUNCTIONS[agg];
  if (simple !== undefined) return simple(value);
  const name = isDiscrete ? 'PERCENTILE_DISC' : 'PERCENTILE_CONT';
  return `${name}(${pythonFloat(percentile ?? 0.5)}) WITHIN GROUP (ORDER BY ${value})`;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Writes metrics as single SQL expressions, into which the metrics that they read are put. */
export class MetricExpressions {
  readonly #metrics: ReadonlyMap<string, DirectMetric>;
  readonly #render: RenderFilter;
  readonly #known = new Map<string, string>();

  constructor(metrics: readonly DirectMetric[], render: RenderFilter) {
    this.#metrics = new Map(metrics.map((each) => [each.name, each]));
    this.#render = render;
  }

  /** The expression of a metric under a filter. Throws `NoExpression`. */
  of(metric: DirectMetric, filter: string | null = null): string {
    const all = every([filter, this.#filter(metric.filters)]);
    const key = JSON.stringify([metric.name, all]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const expression = this.#compute(metric, all);
    this.#known.set(key, expression);
    return expression;
  }

  #filter(templates: readonly string[]): string | null {
    return every(templates.map((each) => this.#render(each).trim()));
  }

  #input(input: MetricInput | null, filter: string | null): string {
    const metric = this.#metrics.get(input?.name ?? '');
    if (input === null || metric === undefined) throw new NoExpression(input?.name ?? '');
    return this.of(metric, every([filter, this.#filter(input.filters)]));
  }

  #compute(metric: DirectMetric, filter: string | null): string {
    const { aggregation, type } = metric;
    if (type === 'cumulative') return this.#input(metric.cumulative, filter);
    if (type === 'ratio')
      return `(${this.#input(metric.numerator, filter)}) / (${this.#input(metric.denominator, filter)})`;
    if (type === 'derived') return this.#derived(metric, filter);
    if (aggregation === null) throw new NoExpression(metric.name);
    return aggregated(aggregation, qualified(metric.expr ?? metric.name, aggregation.semanticModel), filter);
  }

  #derived(metric: DirectMetric, filter: string | null): string {
    let expression = metric.expr ?? '';
    for (const input of metric.inputs) {
      const own = this.#input(input, filter);
      const type = this.#metrics.get(input.name)?.type;
      const wrapped = type === 'derived' || type === 'ratio' ? `(${own})` : own;
      expression = expression.replaceAll(
        new RegExp(`\\b${escaped(input.alias ?? input.name)}\\b`, 'g'),
        () => wrapped,
      );
    }
    return expression;
  }
}
