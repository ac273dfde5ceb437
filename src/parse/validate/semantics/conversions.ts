import { pythonStr } from '../../../base/index.ts';
import type { DeclaredResource, Manifest } from '../../../domain/index.ts';
import { type Dict, isDict } from '../../config/plain.ts';
import { customGrains, dictOf, dicts, enumText, type Issue, nameOf, paramsOf, type Rule } from './issue.ts';
import { windowFaults } from './metrics.ts';

type Side = 'base' | 'conversion';

interface Input {
  readonly model: DeclaredResource | null;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

function modelWith(measure: string, { semanticModels }: Manifest): DeclaredResource | null {
  const found = [...semanticModels.values()].find(({ entry }) =>
    dicts(entry['measures']).some((each) => nameOf(each) === measure),
  );
  return found ?? null;
}

const metricNamed = (name: string, { metrics }: Manifest): DeclaredResource | undefined =>
  [...metrics.values()].find((each) => each.name === name);

function modelOfMetric(name: string, manifest: Manifest): DeclaredResource | null {
  const metric = metricNamed(name, manifest);
  const owner =
    metric === undefined ? null : dictOf(paramsOf(metric)['metric_aggregation_params'])['semantic_model'];
  return [...manifest.semanticModels.values()].find((each) => each.name === owner) ?? null;
}

/** The semantic model that one side of a conversion reads. */
function inputOf(metric: DeclaredResource, side: Side, manifest: Manifest): Input {
  const params = dictOf(paramsOf(metric)['conversion_type_params']);
  const [measure, input] = [params[`${side}_measure`] ?? null, params[`${side}_metric`] ?? null];
  const name = `Conversion metric '${metric.name}'`;
  if (isDict(measure) && isDict(input)) {
    const ignored = `${name} should not have both a ${side} measure and a ${side} metric as inputs. The ${side} measure will be ignored; please remove it to avoid confusion.`;
    return { model: null, errors: [], warnings: [ignored] };
  }
  if (isDict(measure)) {
    const model = modelWith(nameOf(measure), manifest);
    const missing = `Input measure '${nameOf(measure)}' for conversion metric '${metric.name}' does not exist in your manifest.`;
    return { model, errors: model === null ? [missing] : [], warnings: [] };
  }
  if (!isDict(input)) {
    const none = `${name} must have either a ${side} measure or a ${side} metric as inputs. Please add one of them.`;
    return { model: null, errors: [none], warnings: [] };
  }
  const target = metricNamed(nameOf(input), manifest);
  const isSimple = target === undefined || target.entry['type'] === 'simple';
  const model = modelOfMetric(nameOf(input), manifest);
  return {
    model,
    errors: [
      ...(isSimple
        ? []
        : [
            `Metric '${nameOf(input)}' is not a Simple metric, so it cannot be used as an input for Conversion metric '${metric.name}'.`,
          ]),
      ...(model === null
        ? [
            `Input metric '${nameOf(input)}' for conversion metric '${metric.name}' is linked to a semantic model that does not exist in your manifest.`,
          ]
        : []),
    ],
    warnings: [],
  };
}

/** What a conversion may count: rows, ones, or distinct values. */
function countFaults(options: {
  readonly agg: unknown;
  readonly expr: unknown;
  readonly name: string;
  readonly type: 'Measure' | 'Metric';
}): readonly string[] {
  const { agg, expr, name, type } = options;
  const isOne = expr !== null && expr !== undefined && pythonStr(expr) === '1';
  if (agg === 'count' || agg === 'count_distinct' || (agg === 'sum' && isOne)) return [];
  return [
    `For conversion metrics, the input ${type.toLowerCase()} must be COUNT/SUM(1)/COUNT_DISTINCT. ${type} '${name}' is agg type: ${enumText('AggregationType', agg)}`,
  ];
}

function countedBy(params: Dict, side: Side, model: DeclaredResource, manifest: Manifest) {
  const [measure, input] = [params[`${side}_measure`], params[`${side}_metric`]];
  const errors: string[] = [];
  const filtered: string[] = [];
  const filter = (type: string, name: string) =>
    `${type} input '${name}' has a filter. For conversion metrics, filtering on the conversion input is not fully supported yet. `;
  if (isDict(measure)) {
    const name = nameOf(measure);
    const target = dicts(model.entry['measures']).find((each) => nameOf(each) === name);
    errors.push(...countFaults({ agg: target?.['agg'], expr: target?.['expr'], name, type: 'Measure' }));
    if (side === 'conversion' && isDict(measure['filter'])) filtered.push(filter('Measure', name));
  }
  if (isDict(input)) {
    const name = nameOf(input);
    const target = metricNamed(name, manifest);
    const own = target === undefined ? {} : paramsOf(target);
    const agg = dictOf(own['metric_aggregation_params'])['agg'];
    errors.push(...countFaults({ agg, expr: own['expr'], name, type: 'Metric' }));
    if (side === 'conversion' && isDict(input['filter'])) filtered.push(filter('Metric', name));
  }
  return { errors, warnings: filtered };
}

function elementFaults(params: Dict, side: Side, { entry, name }: DeclaredResource): readonly string[] {
  const known = [...dicts(entry['entities']), ...dicts(entry['dimensions'])].map(nameOf);
  return dicts(params['constant_properties'])
    .map((each) => String(each[`${side}_property`]))
    .filter((each) => !known.includes(each))
    .map((each) => `The provided constant property: ${each}, cannot be found in semantic model ${name}`);
}

function entityFaults(params: Dict, { entry, name }: DeclaredResource, where: string): readonly string[] {
  const entity = String(params['entity']);
  if (dicts(entry['entities']).some((each) => nameOf(each) === entity)) return [];
  return [`Entity: ${entity} not found in ${where} semantic model: ${name}.`];
}

/** A conversion metric joins two things that can be counted by an entity that both have. */
export const conversionMetrics: Rule = (manifest) =>
  [...manifest.metrics.values()].flatMap((resource): Issue[] => {
    if (String(resource.entry['type']).toLowerCase() !== 'conversion') return [];
    if (!isDict(paramsOf(resource)['conversion_type_params'])) return [];
    const params = dictOf(paramsOf(resource)['conversion_type_params']);
    const base = inputOf(resource, 'base', manifest);
    const conversion = inputOf(resource, 'conversion', manifest);
    const errors = [...base.errors, ...conversion.errors];
    const warnings = [...base.warnings, ...conversion.warnings];
    if (base.model !== null && conversion.model !== null) {
      const sides = [
        countedBy(params, 'base', base.model, manifest),
        countedBy(params, 'conversion', conversion.model, manifest),
      ];
      errors.push(
        ...entityFaults(params, base.model, 'base'),
        ...entityFaults(params, conversion.model, 'conversion'),
        ...sides.flatMap((side) => side.errors),
        ...windowFaults(params['window'], customGrains(manifest)),
        ...elementFaults(params, 'base', base.model),
        ...elementFaults(params, 'conversion', conversion.model),
      );
      warnings.push(...sides.flatMap((side) => side.warnings));
    }
    return [
      ...errors.map((message) => ({ resource, message })),
      ...warnings.map((message) => ({ resource, message, isWarning: true })),
    ];
  });
