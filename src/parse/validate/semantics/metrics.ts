import { pythonRepr, pythonStr } from '../../../base/index.ts';
import type { DeclaredResource, Manifest } from '../../../domain/index.ts';
import { type Dict, isDict } from '../../config/plain.ts';
import { customGrains, dictOf, dicts, GRAINS, type Issue, nameOf, paramsOf, type Rule } from './issue.ts';
import { nameFaults } from './names.ts';

const NO_CUSTOM = 'Custom granularities are not supported for this field yet.';

const typeOf = ({ entry }: DeclaredResource): string => String(entry['type']).toLowerCase();

const windowText = (window: Dict): string => `${pythonStr(window['count'])} ${window['granularity']}`;

/** What is wrong with the granularity of a window. */
export function windowFaults(
  window: unknown,
  custom: readonly string[],
  allowsCustom = false,
): readonly string[] {
  if (!isDict(window)) return [];
  const all = [...custom, ...GRAINS];
  const written = String(window['granularity']);
  const singular = written.replace(/s$/, '');
  const grain = written.endsWith('s') && all.includes(singular) ? singular : written;
  const message = `Invalid time granularity '${grain}' in window: '${windowText(window)}'`;
  if (!all.includes(grain)) return [message];
  return allowsCustom || GRAINS.includes(grain) ? [] : [`${message} ${NO_CUSTOM}`];
}

interface Told {
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
}

/** A rule that looks at one metric at a time. */
function each(rule: (metric: DeclaredResource, manifest: Manifest) => Told): Rule {
  return (manifest) =>
    [...manifest.metrics.values()].flatMap((resource): Issue[] => {
      const { errors = [], warnings = [] } = rule(resource, manifest);
      return [
        ...errors.map((message) => ({ resource, message })),
        ...warnings.map((message) => ({ resource, message, isWarning: true })),
      ];
    });
}

/** A cumulative metric looks back over a window, or to the start of a grain, and reads one thing. */
export const cumulativeMetrics = each((metric, manifest) => {
  if (typeOf(metric) !== 'cumulative') return {};
  const params = paramsOf(metric);
  const own = dictOf(params['cumulative_type_params']);
  const [measure, input] = [params['measure'] ?? null, own['metric'] ?? null];
  const window = own['window'] ?? params['window'] ?? null;
  const grain = own['grain_to_date'] ?? params['grain_to_date'] ?? null;
  const both = isDict(params['window']) && isDict(own['window']) ? [params['window'], own['window']] : [];
  const differs = both.length === 2 && windowText(both[0] as Dict) !== windowText(both[1] as Dict);
  const shown = (value: Dict) => pythonWindow(value);
  return {
    warnings: [
      measure !== null && input !== null
        ? `Cumulative metric '${metric.name}' should not have both a measure and a metric as inputs. The measure will be ignored; please remove it to avoid confusion.`
        : null,
      measure === null && input === null
        ? `Cumulative metric '${metric.name}' must have either a measure or a metric as inputs. Please add one of them.`
        : null,
    ].filter((message) => message !== null),
    errors: [
      differs
        ? `Got differing values for \`window\` on cumulative metric '${metric.name}'. In \`type_params.window\`, got '${shown(both[0] as Dict)}'. In \`type_params.cumulative_type_params.window\`, got '${shown(both[1] as Dict)}'. Please remove the value from \`type_params.window\`.`
        : null,
      grain !== null && !GRAINS.includes(String(grain))
        ? `Invalid time granularity found in \`grain_to_date\`: '${grain}'. ${NO_CUSTOM}`
        : null,
      window !== null && grain !== null
        ? 'Both window and grain_to_date set for cumulative metric. Please set one or the other.'
        : null,
      ...windowFaults(window, customGrains(manifest)),
    ].filter((message) => message !== null),
  };
});

/** Pydantic's text of a window. */
function pythonWindow(window: Dict): string {
  return `count=${pythonStr(window['count'])} granularity=${pythonRepr(window['granularity'])}`;
}

/** A derived metric reads metrics that there are. */
export const derivedInputs = each((metric, { metrics }) => {
  if (typeOf(metric) !== 'derived') return {};
  const inputs = dicts(paramsOf(metric)['metrics']);
  const known = new Set([...metrics.values()].map((other) => other.name));
  const none = `No input metrics found for derived metric '${metric.name}'. Please add metrics to type_params.metrics.`;
  return {
    errors: [
      ...(inputs.length === 0 ? [none] : []),
      ...inputs
        .filter((input) => !known.has(nameOf(input)))
        .map(
          (input) =>
            `For metric: ${metric.name}, input metric: '${nameOf(input)}' does not exist as a configured metric in the model.`,
        ),
    ],
  };
});

function aliasFaults(inputs: readonly Dict[]): readonly string[] {
  const used = new Set(inputs.map(nameOf));
  return inputs.flatMap((input) => {
    const alias = input['alias'];
    if (typeof alias !== 'string' || alias === '') return [];
    const taken = `Alias '${alias}' for input metric: '${nameOf(input)}' is already being used. Please choose another alias.`;
    return [...nameFaults(alias), ...(used.has(alias) ? [taken] : [])];
  });
}

function offsetFaults(metric: DeclaredResource, input: Dict, custom: readonly string[]): readonly string[] {
  const { offset_window: window, offset_to_grain: grain } = input;
  const hasGrain = grain !== null && grain !== undefined;
  return [
    ...windowFaults(window, custom, true),
    ...(hasGrain && !GRAINS.includes(String(grain))
      ? [`Invalid time granularity found in \`offset_to_grain\`: '${grain}'. ${NO_CUSTOM}`]
      : []),
    ...(isDict(window) && hasGrain
      ? [
          `Both offset_window and offset_to_grain set for derived metric '${metric.name}' on input metric '${nameOf(input)}'. Please set one or the other.`,
        ]
      : []),
  ];
}

/** The expression of a derived metric uses its inputs, under names of their own. */
export const derivedMetrics = each((metric, manifest) => {
  const { expr, metrics } = paramsOf(metric);
  const inputs = dicts(metrics);
  const isDerived = typeOf(metric) === 'derived';
  const custom = customGrains(manifest);
  const text = expr === null || expr === undefined ? '' : pythonStr(expr);
  const unused = inputs
    .map((input) => String(input['alias'] ?? nameOf(input)))
    .filter((name) => !text.includes(name));
  const warnings =
    text === ''
      ? [
          `No \`expr\` set for derived metric ${metric.name}. Please add an \`expr\` that references all input metrics.`,
        ]
      : unused.map(
          (name) =>
            `Input metric '${name}' is not used in \`expr\`: '${text}' for derived metric '${metric.name}'. Please update the \`expr\` or remove the input metric.`,
        );
  return {
    errors: [
      ...(isDerived ? aliasFaults(inputs) : []),
      ...inputs.flatMap((input) => offsetFaults(metric, input, custom)),
    ],
    warnings: isDerived ? warnings : [],
  };
});

const measuresIn = ({ semanticModels }: Manifest) =>
  new Map(
    [...semanticModels.values()]
      .flatMap(({ entry }) => dicts(entry['measures']))
      .map((measure) => [nameOf(measure), measure] as const),
  );

/** A simple metric over a measure leaves the expression to the measure. */
export const simpleExpressions = each((metric, manifest) => {
  const { expr, measure } = paramsOf(metric);
  if (typeOf(metric) !== 'simple' || !isDict(measure) || expr === null || expr === undefined) return {};
  const target = measuresIn(manifest).get(nameOf(measure));
  if (target === undefined || [target['expr'], target['name']].includes(expr)) return {};
  return { warnings: [`Metric '${metric.name}' should not have an expr set if it's proxy from measures`] };
});

/** Pydantic's text of a measure that a metric reads. */
function inputText(measure: Dict): string {
  const filter = isDict(measure['filter'])
    ? `PydanticWhereFilterIntersection(where_filters=[${dicts(measure['filter']['where_filters'])
        .map((each) => `PydanticWhereFilter(where_sql_template=${pythonRepr(each['where_sql_template'])})`)
        .join(', ')}])`
    : 'None';
  return `name=${pythonRepr(measure['name'])} filter=${filter} alias=${pythonRepr(measure['alias'])} join_to_timespine=${pythonRepr(measure['join_to_timespine'])} fill_nulls_with=${pythonRepr(measure['fill_nulls_with'])}`;
}

/** A measure that a metric reads twice, filtered in different ways, has other names there. */
function constrainedFaults(metric: string, inputs: readonly Dict[]): readonly string[] {
  return [...new Set(inputs.map(nameOf))].flatMap((name) => {
    const own = inputs.filter((input) => nameOf(input) === name);
    const nameless = own.filter((input) => isDict(input['filter']) && (input['alias'] ?? null) === null);
    if (own.length < 2 || nameless.length === 0) return [];
    const shown = nameless.map(
      (input) =>
        `PydanticMetricInputMeasure(${inputText(input).replaceAll(/ (?=(?:filter|alias|join_to_timespine|fill_nulls_with)=)/g, ', ')})`,
    );
    return [
      `PydanticMetric ${metric} depends on multiple different constrained versions of measure ${name}. In such cases, aliases must be provided, but the following input measures have constraints specified without an alias: [${shown.join(', ')}].`,
    ];
  });
}

/** Other names of measures are names that nothing else has. */
export const measureAliases: Rule = (manifest) => {
  const measures = measuresIn(manifest);
  const takenBy = new Map<string, string[]>();
  return [...manifest.metrics.values()].flatMap((resource) => {
    const inputs = dicts(paramsOf(resource)['input_measures']);
    const aliased = inputs.flatMap((measure) => {
      const { alias } = measure;
      if (typeof alias !== 'string') return [];
      const before = takenBy.get(alias) ?? [];
      takenBy.set(alias, [...before, resource.name]);
      return [
        ...nameFaults(alias),
        measures.has(alias)
          ? `Alias \`${alias}\` for measure \`${nameOf(measure)}\` conflicts with measure names defined elsewhere in the model! This can cause ambiguity for certain types of query. Please choose another alias.`
          : null,
        before.length > 0
          ? `Measure alias ${alias} conflicts with a measure alias used elsewhere in the model! This can cause ambiguity for certain types of query. Please choose another alias, or, if the measures are constrained in the same way, consider centralizing that definition in a new semantic model. Measure specification: ${inputText(measure)}. Existing metrics with that measure alias used: ${pythonRepr(before)}`
          : null,
      ].filter((message) => message !== null);
    });
    return [...constrainedFaults(resource.name, inputs), ...aliased].map(
      (message): Issue => ({ resource, message }),
    );
  });
};

/** Parameters of cumulative metrics stand in a part of their own since dbt 1.9. */
export const nestedParams: Rule = ({ metrics }) => {
  const old = [...metrics.values()].filter(({ entry }) => {
    const params = dictOf(entry['type_params']);
    return Boolean(params['window']) || Boolean(params['grain_to_date']);
  });
  const [resource] = old;
  if (resource === undefined) return [];
  const message = `Cumulative fields \`type_params.window\` and \`type_params.grain_to_date\` should be nested under \`type_params.cumulative_type_params.window\` and \`type_params.cumulative_type_params.grain_to_date\`. Invalid metrics: ${old.map((each) => each.name).join(', ')}. See documentation on behavior changes: https://docs.getdbt.com/reference/global-configs/behavior-changes.`;
  return [{ resource, message }];
};
