import type { DeclaredResource, Manifest } from '../../domain/index.ts';
import { type DirectMeasure, type DirectMetric, directMeasures, directMetrics } from './direct-metrics.ts';
import { MetricExpressions, NoExpression, type RenderFilter } from './metric-expression.ts';
import { type EntityPlace, relationships } from './relationships.ts';

type Dict = Readonly<Record<string, unknown>>;

/** What the format has no place for. */
export interface OsiLoss {
  readonly kind:
    | 'CONVERSION_METRIC_DROPPED'
    | 'PRIVATE_METRIC_DROPPED'
    | 'NATURAL_ENTITY_DROPPED'
    | 'CUMULATIVE_SEMANTICS_LOSS'
    /** Another metric is computed from this one, which has no expression: there is no document at all. */
    | 'NO_DOCUMENT';
  /** The metric or entity. */
  readonly name: string;
}

/** A project's semantic layer as a document in the format of Open Semantic Interchange; null where it cannot be one. */
export interface OsiConversion {
  readonly document: Dict | null;
  readonly losses: readonly OsiLoss[];
}

const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const dicts = (value: unknown): readonly Dict[] => (Array.isArray(value) ? value.filter(isDict) : []);
const known = <T>(value: T | null | undefined): T | undefined => value ?? undefined;
const expression = (text: string) => ({ dialects: [{ dialect: 'ANSI_SQL', expression: text }] });
const listed = <T>(all: readonly T[]): readonly T[] | undefined => (all.length === 0 ? undefined : all);

/** dbt's names of types, beside those of the format. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'String',
  integer: 'Integer',
  decimal: 'Decimal',
  float: 'Float',
  boolean: 'Boolean',
  date: 'Date',
  time: 'Time',
  datetime: 'DateTime',
  datetime_tz: 'DateTimeTz',
  opaque: 'Opaque',
};

const typeOf = (written: unknown) => TYPES[String(written)];
const nameOf = (part: Dict) => String(part['name']).toLowerCase();
const columnOf = (part: Dict) => String(part['expr'] ?? nameOf(part));

function field(part: Dict): Dict {
  return {
    name: nameOf(part),
    expression: expression(columnOf(part)),
    label: known(part['label']),
    description: known(part['description']),
  };
}

function dimension(part: Dict): Dict {
  const { name, expression: computed, label, description } = field(part);
  return {
    name,
    expression: computed,
    dimension: { is_time: part['type'] === 'time' },
    datatype: typeOf(part['datatype']),
    label,
    description,
  };
}

function measureField({ name, expr, label, description }: DirectMeasure): Dict {
  return {
    name,
    expression: expression(expr ?? name),
    label: known(label),
    description: known(description),
  };
}

function sourceOf({ entry }: DeclaredResource): string {
  const relation = isDict(entry['node_relation']) ? entry['node_relation'] : {};
  if (relation['relation_name']) return String(relation['relation_name']);
  const parts = [relation['database'], relation['schema_name'], relation['alias']];
  return parts.filter((each) => each !== null).join('.');
}

function dataset(resource: DeclaredResource, measures: readonly DirectMeasure[]): Dict {
  const { entry, name } = resource;
  const entities = dicts(entry['entities']);
  const keys = (type: string) =>
    entities.filter((each) => each['type'] === type).map((each) => [columnOf(each)]);
  return {
    name: name.toLowerCase(),
    source: sourceOf(resource),
    primary_key: keys('primary').at(-1),
    unique_keys: listed(keys('unique')),
    description: known(entry['description']),
    fields: listed([
      ...entities.map(field),
      ...dicts(entry['dimensions']).map(dimension),
      ...measures.map(measureField),
    ]),
  };
}

function entityPlaces(resource: DeclaredResource): readonly EntityPlace[] {
  const dataset = resource.name.toLowerCase();
  return dicts(resource.entry['entities']).map((each) => ({
    entity: nameOf(each),
    dataset,
    column: columnOf(each),
    type: String(each['type']),
  }));
}

function lossOf({ name, type, isPrivate }: DirectMetric): OsiLoss | null {
  if (type === 'conversion') return { kind: 'CONVERSION_METRIC_DROPPED', name };
  if (isPrivate) return { kind: 'PRIVATE_METRIC_DROPPED', name };
  return type === 'cumulative' ? { kind: 'CUMULATIVE_SEMANTICS_LOSS', name } : null;
}

function metricsOf(metrics: readonly DirectMetric[], render: RenderFilter): readonly Dict[] {
  const expressions = new MetricExpressions(metrics, render);
  return metrics
    .filter((each) => !each.isPrivate && each.type !== 'conversion')
    .map((each) => ({
      name: each.name,
      expression: expression(expressions.of(each)),
      datatype: typeOf(each.datatype),
      description: known(each.description),
    }));
}

/** `osi_document.json`, and what it leaves out. Throws `UnfitMetric`, and whatever rendering a filter throws. */
export function osiDocument(
  manifest: Pick<Manifest, 'semanticModels' | 'metrics'>,
  render: RenderFilter,
): OsiConversion {
  const models = [...manifest.semanticModels.values()];
  const measures = models.map(directMeasures);
  const metrics = directMetrics(manifest, measures.flat());
  const places = models.flatMap(entityPlaces);
  const losses: readonly OsiLoss[] = [
    ...places
      .filter((each) => each.type === 'natural')
      .map(({ entity }) => ({ kind: 'NATURAL_ENTITY_DROPPED', name: entity }) as const),
    ...metrics.flatMap((each) => lossOf(each) ?? []),
  ];
  try {
    const semanticModel = {
      name: 'semantic_model',
      datasets: models.map((each, at) => dataset(each, measures[at] ?? [])),
      relationships: listed(relationships(places.filter((each) => each.type !== 'natural'))),
      metrics: listed(metricsOf(metrics, render)),
    };
    return {
      document: { version: '0.1.1', dialects: ['ANSI_SQL'], semantic_model: [semanticModel] },
      losses,
    };
  } catch (error) {
    if (!(error instanceof NoExpression)) throw error;
    return { document: null, losses: [{ kind: 'NO_DOCUMENT', name: error.metric }] };
  }
}
