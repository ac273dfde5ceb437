import { isMapping } from '../../base/index.ts';
import type { Entry } from './entry.ts';
import { sameConfig, sameFqn } from './same-node.ts';
import { sameRecord, sameValue } from './same-value.ts';

/** What decides whether a resource that is no node has changed. */
export type Sameness = (now: Entry, before: Entry) => boolean;

const fieldsOf = (value: unknown): Entry => (isMapping(value) ? (value as Entry) : {});

/** Compares fields by value; a field that is missing counts as null. */
const same =
  (...names: readonly string[]): Sameness =>
  (now, before) =>
    names.every((name) => sameRecord(now[name], before[name]));

/** Whether a source names the same relation: as written, or as rendered where the project asks for the older way. */
export function sameSourcePlace(now: Entry, before: Entry, comparesRendered: boolean): boolean {
  const place = comparesRendered ? ['database', 'schema'] : ['unrendered_database', 'unrendered_schema'];
  return same(...place, 'identifier')(now, before);
}

const FRESHNESS_PARTS = ['warn_after', 'error_after', 'filter'];

/** Limits of freshness: of one that sets no limit dbt keeps an empty form, as does an older manifest. */
function sameFreshness(now: Entry, before: Entry): boolean {
  if (!sameRecord(now['loaded_at_field'], before['loaded_at_field'])) return false;
  const [limits, earlier] = [now['freshness'] ?? null, before['freshness'] ?? null];
  if (limits === null || earlier === null) return limits === earlier;
  const [left, right] = [fieldsOf(limits), fieldsOf(earlier)];
  return FRESHNESS_PARTS.every((part) =>
    part === 'filter' ? sameRecord(left[part], right[part]) : sameRecord(left[part] ?? {}, right[part] ?? {}),
  );
}

/** Everything that counts of a source; descriptions, tags and columns do not. */
export function sameSource(now: Entry, before: Entry, comparesRendered: boolean): boolean {
  return (
    sameSourcePlace(now, before, comparesRendered) &&
    sameFqn(now, before) &&
    sameConfig(now, before) &&
    sameRecord(now['quoting'] ?? {}, before['quoting'] ?? {}) &&
    sameFreshness(now, before) &&
    sameRecord(now['external'], before['external'])
  );
}

function dependsOn(entry: Entry): readonly string[] {
  const { nodes } = fieldsOf(entry['depends_on']);
  return Array.isArray(nodes) ? [...new Set(nodes.map(String))].sort() : [];
}

const exposureFields = same('type', 'owner', 'maturity', 'url', 'label');

const sameText =
  (...names: readonly string[]): Sameness =>
  (now, before) =>
    names.every((name) => (now[name] ?? '') === (before[name] ?? ''));

export const sameExposure: Sameness = (now, before) =>
  sameFqn(now, before) &&
  exposureFields(now, before) &&
  sameText('description')(now, before) &&
  sameValue(dependsOn(now), dependsOn(before)) &&
  sameConfig(now, before);

/** dbt looks at the kind and the words of a metric, not at what it measures. */
export const sameMetric: Sameness = (now, before) =>
  same('type', 'description', 'label')(now, before) && sameConfig(now, before);

const semanticFields = same(
  'model',
  'description',
  'defaults',
  'entities',
  'dimensions',
  'measures',
  'primary_entity',
  'group',
);

export const sameSemanticModel: Sameness = (now, before) =>
  semanticFields(now, before) && sameConfig(now, before);

const EXPORT_KEYS = ['export_as', 'schema', 'alias'];

function sameExports(now: Entry, before: Entry): boolean {
  const listOf = (value: unknown) => (Array.isArray(value) ? value.map(fieldsOf) : []);
  const [exports, earlier] = [listOf(now['exports']), listOf(before['exports'])];
  return (
    exports.length === earlier.length &&
    exports.every((each, at) => {
      const other = earlier[at] as Entry;
      const [written, old] = [fieldsOf(each['unrendered_config']), fieldsOf(other['unrendered_config'])];
      return (
        each['name'] === other['name'] &&
        EXPORT_KEYS.every((key) => sameValue(written[key] ?? null, old[key] ?? null))
      );
    })
  );
}

export const sameSavedQuery: Sameness = (now, before) =>
  same('metrics', 'group_by', 'where')(fieldsOf(now['query_params']), fieldsOf(before['query_params'])) &&
  same('description', 'label', 'group', 'tags')(now, before) &&
  sameConfig(now, before) &&
  sameExports(now, before);

export const sameUnitTest: Sameness = same('checksum');

/** A function is its signature and its text; what it is said to be for does not count. */
export const sameSignature: Sameness = (now, before) => {
  const overloads = (entry: Entry) =>
    (Array.isArray(entry['overloads']) ? entry['overloads'] : []).map(fieldsOf).map((each) => ({
      defined_in: each['defined_in'],
      arguments: each['arguments'] ?? [],
      returns: each['returns'] ?? null,
      raw_body: each['raw_body'] ?? null,
    }));
  return (
    sameRecord(now['arguments'] ?? [], before['arguments'] ?? []) &&
    sameRecord(now['returns'], before['returns']) &&
    sameRecord(overloads(now), overloads(before))
  );
};
