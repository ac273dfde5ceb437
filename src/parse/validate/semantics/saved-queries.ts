import type { DeclaredResource, Manifest } from '../../../domain/index.ts';
import type { Jinja } from '../../../jinja/index.ts';
import { failedWhile } from './filters.ts';
import { customGrains, dictOf, dicts, type Issue, nameOf, type Rule } from './issue.ts';
import { checkedItems, elementOf, type QueryItem, queryItems, UnreadableItems } from './query-items.ts';

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

interface Reading {
  readonly items: readonly QueryItem[];
  readonly error: UnreadableItems | null;
}

function reading(read: () => readonly QueryItem[]): Reading {
  try {
    return { items: read(), error: null };
  } catch (error) {
    if (!(error instanceof UnreadableItems)) throw error;
    return { items: [], error };
  }
}

/** Everything by which a query may group. */
function elementsIn({ semanticModels, metrics }: Manifest): ReadonlySet<string> {
  const parts = [...semanticModels.values()].flatMap(({ entry }) => [
    ...dicts(entry['dimensions']),
    ...dicts(entry['entities']),
  ]);
  return new Set(['metric_time', ...[...metrics.values()].map((each) => each.name), ...parts.map(nameOf)]);
}

/** Python's name of the exception that dbt has for orders that it cannot read. */
const UNPROCESSED = 'metricflow_semantic_interfaces.parsing.text_input.ti_exceptions.QueryItemJinjaException';

const keyOf = (item: QueryItem): string => JSON.stringify(item);

interface Scene {
  readonly query: DeclaredResource;
  readonly manifest: Manifest;
  readonly jinja: Jinja;
}

function groupFaults({ query, manifest, jinja }: Scene, groups: readonly string[]): readonly string[] {
  const custom = customGrains(manifest);
  const elements = elementsIn(manifest);
  return groups.flatMap((group) => {
    const { items, error } = reading(() => checkedItems({ template: `{{${group}}}`, jinja, custom }));
    if (error !== null)
      return [failedWhile(`trying to parse a group-by in saved query \`${query.name}\``, error.message)];
    const [only] = items;
    if (items.length === 1 && only !== undefined && elements.has(elementOf(only, custom))) return [];
    return [`\`${group}\` is not a valid group-by name.`];
  });
}

function orderFaults(
  { query, jinja }: Scene,
  params: {
    readonly metrics: readonly string[];
    readonly groups: readonly string[];
    readonly orders: readonly string[];
  },
): readonly string[] {
  const doing = `parsing a field in '${query.name}'. Note that metrics need to be specified using the object-builder syntax (\`Metric('metric_name')\`) and if \`.descending(...)\` is specified, it should be at the end.`;
  const one = (text: string, isOrder: boolean) => ({
    text,
    ...reading(() => queryItems(`{{ ${text} }}`, jinja, isOrder)),
  });
  const failed = (text: string) =>
    failedWhile(doing, `Error while processing Jinja template:\n    {{ ${text} }}`, UNPROCESSED);
  const listed = [...params.metrics.map((name) => `Metric('${name}')`), ...params.groups].map((text) =>
    one(text, false),
  );
  const broken = listed.flatMap(({ text, error }) => (error === null ? [] : [failed(text)]));
  if (broken.length > 0) return broken;
  const known = new Set(listed.flatMap(({ items }) => items.map(keyOf)));
  return params.orders.flatMap((order) => {
    const { items, error } = one(order, true);
    if (error !== null) return [failed(order)];
    return items.every((item) => known.has(keyOf(item)))
      ? []
      : [`${order} does not match any of the listed metrics or group-by items. `];
  });
}

function queryFaults(scene: Scene): readonly string[] {
  const params = dictOf(scene.query.entry['query_params']);
  const metrics = textsOf(params['metrics']);
  const groups = textsOf(params['group_by']);
  const orders = textsOf(params['order_by']);
  const { limit } = params;
  const known = new Set([...scene.manifest.metrics.values()].map((each) => each.name));
  return [
    ...metrics.filter((name) => !known.has(name)).map((name) => `\`${name}\` is not a valid metric name.`),
    ...groupFaults(scene, groups),
    ...(orders.length === 0 ? [] : orderFaults(scene, { metrics, groups, orders })),
    ...(typeof limit === 'number' && limit < 0 ? [`Invalid limit value: ${limit} (should be >= 0)`] : []),
  ];
}

/** A saved query reads metrics that there are, by elements that there are, in an order of what it reads. */
export function savedQueries(jinja: Jinja): Rule {
  return (manifest) =>
    [...manifest.savedQueries.values()].flatMap((query) =>
      queryFaults({ query, manifest, jinja }).map((message): Issue => ({ resource: query, message })),
    );
}
