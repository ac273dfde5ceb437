import type { DeclaredResource } from '../../../domain/index.ts';
import { dicts, type Issue, nameOf, type Rule } from './issue.ts';

/** Labels of metrics, and of semantic models, are told apart by their text alone. */
function labelsOf(all: ReadonlyMap<string, DeclaredResource>, kind: string): readonly Issue[] {
  const first = new Map<unknown, string>();
  return [...all.values()].flatMap((resource) => {
    const label = resource.entry['label'] ?? null;
    if (label === null) return [];
    const before = first.get(label);
    if (before === undefined) {
      first.set(label, resource.name);
      return [];
    }
    const message = `Can't use label \`${label}\` for  ${kind} \`${resource.name}\` as it's already used for ${kind} \`${before}\``;
    return [{ resource, message }];
  });
}

const PARTS = [
  ['dimensions', 'Dimension', 'dimensions'],
  ['entities', 'Entity', 'entities'],
  ['measures', 'Measure', 'measures'],
] as const;

/** No two metrics have the same label. */
export const metricLabels: Rule = ({ metrics }) => labelsOf(metrics, 'metric');

/** Semantic models, and the parts within one, have labels of their own. */
export const modelLabels: Rule = ({ semanticModels }) => [
  ...labelsOf(semanticModels, 'semantic model'),
  ...[...semanticModels.values()].flatMap((resource) =>
    PARTS.flatMap(([key, title, plural]) => {
      const counts = new Map<unknown, number>();
      for (const { label } of dicts(resource.entry[key]))
        if (label !== null && label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
      return [...counts]
        .filter(([, count]) => count > 1)
        .map(([label, count]) => ({
          resource,
          message: `${title} labels must be unique within a semantic model. The label \`${label}\` was used for ${count} ${plural} on semantic model \`${resource.name}`,
        }));
    }),
  ),
];

/** An entity has the same label in every semantic model. */
export const entityLabels: Rule = ({ semanticModels }) => {
  const first = new Map<string, { readonly model: string; readonly label: unknown }>();
  return [...semanticModels.values()].flatMap((resource) =>
    dicts(resource.entry['entities']).flatMap((entity): readonly Issue[] => {
      const label = entity['label'] ?? null;
      const name = nameOf(entity);
      const before = first.get(name);
      if (label === null || before?.label === label) return [];
      if (before === undefined) {
        first.set(name, { model: resource.name, label });
        return [];
      }
      const message = `Entities with the same name must have the same label or the label must be \`None\`. Entity \`${name}\` on semantic model \`${resource.name}\` has label \`${label}\` but the same entity on semantic model \`${before.model}\``;
      return [{ resource, message }];
    }),
  );
};
