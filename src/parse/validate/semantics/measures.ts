import { Float, pythonRepr, pythonStr } from '../../../base/index.ts';
import type { DeclaredResource } from '../../../domain/index.ts';
import { type Dict, isDict } from '../../config/plain.ts';
import { dictOf, dicts, GRAINS, type Issue, nameOf, type Rule } from './issue.ts';

type MeasureRule = (measure: Dict, model: DeclaredResource) => readonly string[];

/** A rule that looks at one measure at a time. */
function each(rule: MeasureRule): Rule {
  return ({ semanticModels }) =>
    [...semanticModels.values()].flatMap((resource) =>
      dicts(resource.entry['measures']).flatMap((measure) =>
        rule(measure, resource).map((message): Issue => ({ resource, message })),
      ),
    );
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : pythonStr(value);

/** A count says what it counts, and is not made distinct by its expression. */
export const countExpressions = each((measure) => {
  if (measure['agg'] !== 'count') return [];
  const name = nameOf(measure);
  const expr = textOf(measure['expr']);
  if (expr === null || expr === '') {
    return [
      `Measure '${name}' uses a COUNT aggregation, which requires an expr to be provided. Provide 'expr: 1' if a count of all rows is desired.`,
    ];
  }
  if (!expr.toLowerCase().startsWith('distinct ')) return [];
  return [
    `Measure '${name}' uses a 'count' aggregation with a DISTINCT expr: '${expr}'. This is not supported as it effectively converts an additive measure into a non-additive one, and this could cause certain queries to return incorrect results. Please use the count_distinct aggregation type.`,
  ];
});

function numberOf(value: unknown): number | null {
  if (value instanceof Float) return value.value;
  return typeof value === 'number' ? value : null;
}

function percentileFaults(name: string, params: Dict): readonly string[] {
  const percentile = numberOf(params['percentile']);
  if (percentile === null)
    return [
      `Measure '${name}' uses a PERCENTILE aggregation, which requires agg_params.percentile to be provided.`,
    ];
  if (percentile > 0 && percentile < 1) return [];
  return [
    `Percentile aggregation parameter for measure '${name}' is '${pythonRepr(new Float(percentile))}', but must be between 0 and 1 (non-inclusive). For example, to indicate the 65th percentile value, set 'percentile: 0.65'. For percentile values of 0, please use MIN, for percentile values of 1, please use MAX.`,
  ];
}

function medianFaults(name: string, params: Dict): readonly string[] {
  const percentile = numberOf(params['percentile']);
  return [
    percentile !== null && percentile !== 0 && percentile !== 0.5
      ? `Measure '${name}' uses a MEDIAN aggregation, while percentile is set to '${percentile}', a conflicting value. Please remove the parameter or set to '0.5'.`
      : null,
    params['use_discrete_percentile'] === true
      ? `Measure '${name}' uses a MEDIAN aggregation, while use_discrete_percentile is set to true. Please remove the parameter or set to False.`
      : null,
  ].filter((message) => message !== null);
}

/** Parameters of percentiles stand with percentiles, and are in range. */
export const percentiles = each((measure) => {
  const name = nameOf(measure);
  const params = dictOf(measure['agg_params']);
  if (measure['agg'] === 'percentile') return percentileFaults(name, params);
  if (measure['agg'] === 'median') return medianFaults(name, params);
  const odd = ['percentile', 'use_discrete_percentile', 'use_approximate_percentile'].filter((key) =>
    Boolean(key === 'percentile' ? numberOf(params[key]) : params[key]),
  );
  if (odd.length === 0) return [];
  return [
    `Measure '${name}' with aggregation '${measure['agg']}' uses agg_params (${odd.join(', ')}) only relevant to Percentile measures.`,
  ];
});

/** A measure is in one semantic model. */
export const measureNames: Rule = ({ semanticModels }) => {
  const owners = new Map<string, string[]>();
  return [...semanticModels.values()].flatMap((resource) =>
    dicts(resource.entry['measures']).flatMap((measure): Issue[] => {
      const name = nameOf(measure);
      const before = owners.get(name) ?? [];
      owners.set(name, [...before, resource.name]);
      if (before.length === 0) return [];
      const message = `Found measure with name ${name} in multiple semantic models with names (${pythonRepr(before)})`;
      return [{ resource, message }];
    }),
  );
};

function timeOf(measure: Dict, { entry }: DeclaredResource): unknown {
  return measure['agg_time_dimension'] ?? dictOf(entry['defaults'])['agg_time_dimension'] ?? null;
}

/** A measure is aggregated over a time dimension of its semantic model. */
export const aggregationTimes = each((measure, model) => {
  const wanted = timeOf(measure, model);
  const times = dicts(model.entry['dimensions']).filter((dimension) => dimension['type'] === 'time');
  if (wanted === null || times.some((dimension) => dimension['name'] === wanted)) return [];
  return [
    `In semantic model '${model.name}', measure '${nameOf(measure)}' has the aggregation time dimension set to '${wanted}', which is not a valid time dimension in the semantic model`,
  ];
});

const grainOf = (dimension: Dict): string =>
  String(dictOf(dimension['type_params'])['time_granularity'] ?? '');

function dimensionFaults(measure: Dict, model: DeclaredResource, fixed: Dict): readonly string[] {
  const owner = `Measure '${nameOf(measure)}' has a non_additive_dimension with name`;
  const dimensions = dicts(model.entry['dimensions']);
  const target = dimensions.find((dimension) => dimension['name'] === fixed['name']);
  if (target === undefined)
    return [
      `${owner} '${fixed['name']}' that is not defined as a dimension in semantic model '${model.name}'.`,
    ];
  const faults: string[] = [];
  if (target['type'] !== 'time')
    faults.push(
      `${owner}'${fixed['name']}' that is defined as a categorical dimension which is not supported.`,
    );
  const time = dimensions.find((dimension) => dimension['name'] === timeOf(measure, model));
  const [own, wanted] = [grainOf(target), time === undefined ? '' : grainOf(time)];
  if (time !== undefined && GRAINS.includes(own) && GRAINS.includes(wanted) && own !== wanted)
    faults.push(
      `${owner} '${fixed['name']}' that has a base time granularity (${own.toUpperCase()}) that is not equal to the measure's agg_time_dimension ${nameOf(time)} with a base granularity of (${wanted.toUpperCase()}).`,
    );
  return faults;
}

/** A dimension that must not be added over is a time dimension as fine as the time of the measure. */
export const fixedDimensions = each((measure, model) => {
  const fixed = measure['non_additive_dimension'];
  if (!isDict(fixed)) return [];
  const owner = `Measure '${nameOf(measure)}'`;
  const dimensions = dicts(model.entry['dimensions']);
  const time = timeOf(measure, model);
  if (!dimensions.some((dimension) => dimension['name'] === time)) {
    return [
      `${owner} has a agg_time_dimension of ${time} that is not defined as a dimension in semantic model '${model.name}'.`,
    ];
  }
  const choice = String(fixed['window_choice']).toLowerCase();
  const entities = dicts(model.entry['entities']).map(nameOf);
  const groups = (Array.isArray(fixed['window_groupings']) ? fixed['window_groupings'] : []).map(String);
  const unknown = [...new Set(groups)].filter((group) => !entities.includes(group));
  return [
    ...dimensionFaults(measure, model, fixed),
    ...(choice === 'min' || choice === 'max'
      ? []
      : [
          `${owner} has a non_additive_dimension with an invalid 'window_choice' of '${choice}'. Only choices supported are 'min' or 'max'.`,
        ]),
    ...(unknown.length === 0
      ? []
      : [
          `${owner} has a non_additive_dimension with an invalid 'window_groupings'. These entities {${unknown.map((group) => pythonRepr(group)).join(', ')}} do not exist in the semantic model.`,
        ]),
  ];
});
