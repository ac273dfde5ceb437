import { pythonRepr } from '../../../base/index.ts';
import type { DeclaredResource, Manifest } from '../../../domain/index.ts';
import type { Dict } from '../../config/plain.ts';
import { dictOf, dicts, enumText, type Issue, nameOf, type Rule } from './issue.ts';

type ModelRule = (model: DeclaredResource) => readonly string[];

/** A rule that looks at one semantic model at a time. */
function each(rule: ModelRule): Rule {
  return ({ semanticModels }) =>
    [...semanticModels.values()].flatMap((resource) =>
      rule(resource).map((message): Issue => ({ resource, message })),
    );
}

const named = (parts: readonly Dict[]): string => pythonRepr(parts.map(nameOf));
/** Python shows a set in no order of its own; the order of the file is one of them. */
const asSet = (names: readonly string[]): string => `{${names.map((name) => pythonRepr(name)).join(', ')}}`;

const entitiesOf = ({ entry }: DeclaredResource, ...types: readonly string[]): readonly Dict[] =>
  dicts(entry['entities']).filter((entity) => types.includes(String(entity['type'])));

const validityOf = (dimension: Dict): Dict | null => {
  const params = dictOf(dimension['type_params'])['validity_params'];
  return params === null || params === undefined ? null : dictOf(params);
};

const WINDOW =
  'Semantic models using dimension validity params to define a validity window must have exactly two time dimensions with validity params specified - one marked `is_start` and the other marked `is_end`.';

function windowShape(name: string, windows: readonly Dict[]): string | null {
  const marked = (key: string) => windows.filter((dimension) => validityOf(dimension)?.[key] === true);
  const [starts, ends] = [marked('is_start'), marked('is_end')];
  if (windows.length === 1 && starts.length === 1 && ends.length === 1) {
    return `Semantic model ${name} has a single validity param dimension that defines its window: \`${nameOf(windows[0] as Dict)}\`. This is not a currently supported configuration! ${WINDOW} If you have one column defining a window, as in a daily snapshot table, you can define a separate dimension and increment the time value in the \`expr\` field as a work-around.`;
  }
  if (windows.length !== 2) {
    return `Semantic model ${name} has ${windows.length} dimensions defined with validity params. They are: ${named(windows)}. There must be either zero or two! If you wish to define a validity window for this semantic model, please follow these requirements: ${WINDOW}`;
  }
  if (starts.length === 1 && ends.length === 1) return null;
  // dbt empties the list of starts before it shows it.
  return `Semantic model ${name} has two validity param dimensions defined, but does not have exactly one each marked with is_start and is_end! Dimensions: ${named(windows)}. is_start dimensions: []. is_end dimensions: ${named(ends)}. ${WINDOW}`;
}

/** A validity window has a start and an end, a natural entity, and neither other keys nor measures beside it. */
export const validityWindows = each((model) => {
  const { entry, name } = model;
  const windows = dicts(entry['dimensions']).filter((dimension) => validityOf(dimension) !== null);
  if (windows.length === 0) return [];
  const keys = entitiesOf(model, 'primary', 'unique');
  const measures = dicts(entry['measures']);
  return [
    windowShape(name, windows),
    entitiesOf(model, 'natural').length === 0
      ? `Semantic model ${name} has validity param dimensions defined, but does not have an entity with type \`natural\` set. The natural key for this semantic model is what we use to process a validity window join. Primary or unique entities, if any, might be suitable for use as natural keys: (${named(keys)}).`
      : null,
    keys.length > 0
      ? `Semantic model ${name} has validity param dimensions defined and also has one or more entities designated as \`primary\` or \`unique\`. This is not yet supported, as we do not currently process joins against these key types for semantic models with validity windows specified.`
      : null,
    measures.length > 0
      ? `Semantic model ${name} has both measures and validity param dimensions defined. This is not currently supported! Please remove either the measures or the validity params. Measure names: ${named(measures)}. Validity param dimension names: ${named(windows)}.`
      : null,
  ].filter((message) => message !== null);
});

/** One natural entity at most, and only where there is a validity window. */
export const naturalEntities = each((model) => {
  const natural = [...new Set(entitiesOf(model, 'natural').map(nameOf))];
  const hasWindow = dicts(model.entry['dimensions']).some((dimension) => validityOf(dimension) !== null);
  return [
    natural.length > 1
      ? `Semantic models can have at most one natural entity, but semantic model \`${model.name}\` has ${natural.length} distinct natural entities set! ${asSet(natural)}.`
      : null,
    natural.length > 0 && !hasWindow
      ? `The use of \`natural\` entities is currently supported only in conjunction with a validity window defined in the set of time dimensions associated with the semantic model. Semantic model \`${model.name}\` uses a natural entity (${asSet(natural)}) but does not define a validity window!`
      : null,
  ].filter((message) => message !== null);
});

/** A dimension is of one type, and a partition or none, wherever it stands. */
export const dimensionTypes: Rule = ({ semanticModels }) => {
  const first = new Map<string, { readonly type: string; readonly isPartition: boolean }>();
  return [...semanticModels.values()].flatMap((resource) =>
    dicts(resource.entry['dimensions']).flatMap((dimension): Issue[] => {
      const name = nameOf(dimension);
      const own = { type: String(dimension['type']), isPartition: dimension['is_partition'] === true };
      const before = first.get(name);
      if (before === undefined) {
        first.set(name, own);
        return [];
      }
      const type = (value: string) => enumText('DimensionType', value);
      const shown = (value: boolean) => pythonRepr(value);
      return [
        before.type !== own.type
          ? `In semantic model \`${resource.name}\`, type conflict for dimension \`${name}\` - already in model as type \`${type(before.type)}\` but got \`${type(own.type)}\``
          : null,
        before.isPartition !== own.isPartition
          ? `In semantic model \`${resource.name}, conflicting is_partition attribute for dimension \`DimensionReference(element_name=${pythonRepr(name)})\` - already in model with is_partition as \`${shown(before.isPartition)}\` but got \`${shown(own.isPartition)}\`\``
          : null,
      ]
        .filter((message) => message !== null)
        .map((message) => ({ resource, message }));
    }),
  );
};

const ELEMENTS = [
  ['measures', 'measure'],
  ['dimensions', 'dimension'],
  ['entities', 'entity'],
] as const;

function usesByName({ semanticModels }: Manifest) {
  const uses = new Map<string, Map<string, DeclaredResource[]>>();
  for (const resource of semanticModels.values()) {
    for (const [key, type] of ELEMENTS) {
      for (const part of dicts(resource.entry[key])) {
        const types = uses.get(nameOf(part)) ?? new Map<string, DeclaredResource[]>();
        types.set(type, [...(types.get(type) ?? []), resource]);
        uses.set(nameOf(part), types);
      }
    }
  }
  return uses;
}

/** A name stands for a measure, a dimension or an entity in all semantic models alike. */
export const elementTypes: Rule = (manifest) =>
  [...usesByName(manifest)].flatMap(([name, types]) => {
    if (types.size < 2) return [];
    const sorted = [...types].sort(([left], [right]) => (left < right ? -1 : 1));
    const shown = sorted.map(
      ([type]) => `<${enumText('SemanticModelElementType', type)}: ${pythonRepr(type)}>`,
    );
    return sorted.map(([type, resources]): Issue => {
      const models = asSet([...new Set(resources.map((resource) => resource.name))]);
      const message = `In semantic models ${models}, element \`${name}\` is of type ${enumText('SemanticModelElementType', type)}, but it is used as types [${shown.join(', ')}] across the model.`;
      return { resource: resources[0] as DeclaredResource, message };
    });
  });

const timesOf = ({ entry }: DeclaredResource): readonly Dict[] =>
  dicts(entry['dimensions']).filter((dimension) => dimension['type'] === 'time');

/** The default time of aggregation is a time dimension. */
export const defaultTimes = each((model) => {
  const wanted = dictOf(model.entry['defaults'])['agg_time_dimension'] ?? null;
  if (wanted === null || timesOf(model).some((dimension) => dimension['name'] === wanted)) return [];
  return [
    `Default aggregation time dimension was specified as '${wanted}' which doesn't exist as a time dimension in semantic model named '${model.name}'.`,
  ];
});

const KEYWORDS: ReadonlySet<string> = new Set(
  'AND AS CREATE DISTINCT FOR FROM FULL HAVING IN INNER INTO IS JOIN LEFT LIKE NATURAL NOT NULL ON OR RIGHT SELECT UNION USING WHERE WITH'.split(
    ' ',
  ),
);

/** What is selected by its name has no keyword for a name. */
export const reservedKeywords = each(({ entry }) => {
  const odd = (key: string) =>
    dicts(entry[key])
      .map(nameOf)
      .filter((name) => KEYWORDS.has(name.toUpperCase()));
  return [
    ...odd('dimensions').map(
      (name) => `'${name}' is an SQL reserved keyword, and thus cannot be used as a dimension 'name'.`,
    ),
    ...odd('entities').map(
      (name) => `'${name}' is an SQL reserved keyword, and thus cannot be used as an entity 'name'`,
    ),
    ...odd('measures').map(
      (name) => `'${name}' is an SQL reserved keyword, and thus cannot be used as a measure 'name'.`,
    ),
  ];
});

/** Dimensions are told apart by their name and the primary entity of their semantic model. */
export const dimensionPairs: Rule = ({ semanticModels }) => {
  const known = new Map<string, string>();
  return [...semanticModels.values()].flatMap((resource) => {
    const own = entitiesOf(resource, 'primary')[0];
    const primary = resource.entry['primary_entity'] ?? (own === undefined ? null : nameOf(own));
    if (primary === null) return [];
    return dicts(resource.entry['dimensions']).flatMap((dimension): Issue[] => {
      const pair = `${primary} ${nameOf(dimension)}`;
      const before = known.get(pair);
      if (before === undefined) {
        known.set(pair, resource.name);
        return [];
      }
      const message = `Duplicate dimension + primary entity pairing detected, dimension + primary entity pairings must be unique. Semantic model \`${resource.name}\` has a primary entity of \`${primary}\` and dimension \`${nameOf(dimension)}\`, but this pairing is already in use on semantic model \`${before}\`.`;
      return [{ resource, message }];
    });
  });
};

/** One primary entity at most; one at least where there are dimensions. */
export const primaryEntities: Rule = ({ semanticModels }) =>
  [...semanticModels.values()].flatMap((resource) => {
    const { entry, name } = resource;
    const primary = dicts(entry['entities']).filter((each) => each['type'] === 'primary');
    const field = entry['primary_entity'] ?? null;
    if (primary.length > 1) {
      const message = `Semantic models can have only one primary entity. The semantic model \`${name}\` has ${primary.length}: ${primary.map(nameOf).join(', ')}`;
      return [{ resource, message }];
    }
    const [only] = primary;
    if (only === undefined && field === null && dicts(entry['dimensions']).length > 0) {
      const message = `The semantic model ${name} contains dimensions, but it does not define a primary entity. Either add an entity with type PRIMARY or set a value for the primary_entity key.`;
      return [{ resource, message }];
    }
    if (only === undefined || field === null) return [];
    const message = `The semantic model \`${name}\` has an entity named \`${nameOf(only)}\` with type primary but it also has the \`primary_entity\` field set to \`${field}\`. Both should not be present in the model.`;
    return [{ resource, message }];
  });
