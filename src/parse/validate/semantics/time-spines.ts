import { pythonRepr } from '../../../base/index.ts';
import type { ModelNode } from '../../../domain/index.ts';
import { dictOf, dicts, enumText, GRAINS, type Issue, nameOf, type Rule } from './issue.ts';

const grainOf = (model: ModelNode): string =>
  model.columns[String(model.timeSpine?.['standard_granularity_column'])]?.granularity ?? '';

const rank = (grain: string): number => GRAINS.indexOf(grain);

/** One time spine for a granularity, and one as fine as the finest time dimension. */
export const timeSpines: Rule = ({ nodes, semanticModels }) => {
  const [resource] = semanticModels.values();
  const spines = [...nodes.values()].filter(
    (node): node is ModelNode => node.resourceType === 'model' && node.timeSpine !== null,
  );
  if (resource === undefined || spines.length === 0) return [];
  const byGrain = new Map<string, ModelNode[]>();
  for (const spine of spines) byGrain.set(grainOf(spine), [...(byGrain.get(grainOf(spine)) ?? []), spine]);
  const twice = [...byGrain].filter(([, models]) => models.length > 1);
  const shown = twice.map(
    ([grain, models]) =>
      `${pythonRepr(grain.toUpperCase())}: ${pythonRepr(models.map((each) => each.relationName))}`,
  );
  const issues: Issue[] = [];
  const warn = (message: string) => issues.push({ resource, message, isWarning: true });
  if (twice.length > 0)
    warn(`Only one time spine is supported per granularity. Got duplicates: {${shown.join(', ')}}`);
  const finest = (grains: readonly string[]) => grains.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const used = [...semanticModels.values()]
    .flatMap(({ entry }) => dicts(entry['dimensions']))
    .map((dimension) => String(dictOf(dimension['type_params'])['time_granularity'] ?? ''))
    .filter((grain) => GRAINS.includes(grain));
  if (used.length === 0) {
    warn(
      'No time dimensions configured. To avoid unexpected query errors, configuring a time spine at or below the smallest time dimension granularity is recommended.',
    );
    return issues;
  }
  const [dimension, spine] = [finest(used), finest([...byGrain.keys()])];
  if (rank(dimension) < rank(spine))
    warn(
      `To avoid unexpected query errors, configuring a time spine at or below the smallest time dimension granularity is recommended. Smallest time dimension granularity: ${dimension.toUpperCase()}; Smallest time spine granularity: ${enumText('TimeGranularity', spine)}`,
    );
  return issues;
};

/** Time dimensions say how fine they are; dbt will insist on it from 2027 on. */
export const timeGranularities: Rule = ({ semanticModels }) =>
  [...semanticModels.values()].flatMap((resource) =>
    dicts(resource.entry['dimensions'])
      .filter((each) => each['type'] === 'time')
      .filter((each) => (dictOf(each['type_params'])['time_granularity'] ?? null) === null)
      .map(
        (each): Issue => ({
          resource,
          message: `In semantic model \`${resource.name}\`, time dimension \`${nameOf(each)}\` must have a time granularity set.`,
          isWarning: true,
          deprecation: 'TimeDimensionsRequireGranularityDeprecation',
        }),
      ),
  );
