import { pythonRepr } from '../../../base/index.ts';
import type { DeclaredResource, Manifest } from '../../../domain/index.ts';
import type { Jinja } from '../../../jinja/index.ts';
import { isDict } from '../../config/plain.ts';
import { customGrains, dictOf, dicts, GRAINS, type Issue, nameOf, paramsOf, type Rule } from './issue.ts';
import { checkedItems, grainOf, UNREADABLE, UnreadableItems } from './query-items.ts';

interface Filter {
  readonly resource: DeclaredResource;
  /** What dbt was doing when it read the filter. */
  readonly doing: string;
  readonly object: 'METRIC' | 'SAVED_QUERY';
  readonly templates: readonly string[];
}

const templatesIn = (filter: unknown): readonly string[] =>
  dicts(dictOf(filter)['where_filters']).map((each) => String(each['where_sql_template']));

function filtersOfMetric(resource: DeclaredResource): readonly Filter[] {
  const { name, entry } = resource;
  const params = paramsOf(resource);
  const { measure, numerator, denominator } = params;
  const of = (holder: unknown, doing: string): Filter => ({
    resource,
    doing,
    object: 'METRIC',
    templates: templatesIn(isDict(holder) ? holder['filter'] : null),
  });
  return [
    of(entry, `trying to parse filter of metric \`${name}\``),
    of(
      measure,
      `trying to parse filter of measure input \`${isDict(measure) ? nameOf(measure) : ''}\` on metric \`${name}\``,
    ),
    of(numerator, `trying to parse the numerator filter on metric \`${name}\``),
    of(denominator, `trying to parse the denominator filter on metric \`${name}\``),
    ...dicts(params['metrics']).map((input) =>
      of(input, `trying to parse filter for input metric \`${nameOf(input)}\` on metric \`${name}\``),
    ),
  ];
}

function filterOfQuery(resource: DeclaredResource): Filter {
  const where = dictOf(resource.entry['query_params'])['where'];
  const doing = `trying to parse a filter in saved query \`${resource.name}\``;
  return { resource, doing, object: 'SAVED_QUERY', templates: templatesIn(where) };
}

/** The sentence for something that Python failed at. */
export function failedWhile(doing: string, message: string, exception = UNREADABLE): string {
  return `An error occurred while ${doing} - ${exception}: ${message}\n`;
}

/** Of the filters of a metric dbt also tells the text, and where Python was. */
function failedFilter({ object, doing }: Filter, template: string, message: string): string {
  if (object === 'SAVED_QUERY') return failedWhile(doing, message);
  const indented = (text: string) => text.replaceAll('\n', '\n    ');
  return failedWhile(
    doing,
    `Encountered error(s) while parsing:\n\nFilter:\n    ${indented(template)}\nError Message:\n    ${indented(message)}`,
  );
}

function issuesOf(filter: Filter, custom: readonly string[], jinja: Jinja): readonly Issue[] {
  const { resource, object, templates } = filter;
  const grains = [...GRAINS, ...custom];
  return templatesIssues(
    templates,
    (template) =>
      checkedItems({ template, jinja, custom: grains }).flatMap((item) => {
        const grain = grainOf(item, grains);
        if (grain === null || grains.includes(grain.toLowerCase())) return [];
        const message = `Filter for SemanticManifestNodeType.${object} \`${resource.name}\` is not valid. \`${grain.toLowerCase()}\` is not a valid granularity name. Valid granularity options: ${pythonRepr(grains)}`;
        return [{ resource, message, isWarning: true }];
      }),
    (error, template) => [{ resource, message: failedFilter(filter, template, error.message) }],
  );
}

function templatesIssues(
  templates: readonly string[],
  read: (template: string) => readonly Issue[],
  failed: (error: UnreadableItems, template: string) => readonly Issue[],
): readonly Issue[] {
  return templates.flatMap((template) => {
    try {
      return read(template);
    } catch (error) {
      if (!(error instanceof UnreadableItems)) throw error;
      return failed(error, template);
    }
  });
}

/** Filters can be read, and name granularities that there are. */
export function whereFilters(jinja: Jinja): Rule {
  return (manifest: Manifest) => {
    const custom = customGrains(manifest);
    const all = [
      ...[...manifest.metrics.values()].flatMap(filtersOfMetric),
      ...[...manifest.savedQueries.values()].map(filterOfQuery),
    ];
    return all.flatMap((filter) => issuesOf(filter, custom, jinja));
  };
}
