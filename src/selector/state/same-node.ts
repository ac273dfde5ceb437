import { isMapping, mappingGet } from '../../base/index.ts';
import type { Entry } from './entry.ts';
import { sameRecord, sameValue } from './same-value.ts';

const fieldsOf = (value: unknown): Entry => (isMapping(value) ? (value as Entry) : {});

/** Keys that say where a relation lies, and labels: they are compared elsewhere, or not at all. */
const PLACE_AND_LABELS: ReadonlySet<string> = new Set(['alias', 'schema', 'database', 'tags', 'group']);
const NOTHING: ReadonlySet<string> = new Set();
const GROUP: ReadonlySet<string> = new Set(['group']);

/** What of a test's config decides how its result is judged. */
const TEST_KEYS: readonly string[] = [
  'severity',
  'where',
  'limit',
  'fail_calc',
  'warn_if',
  'error_if',
  'store_failures',
  'store_failures_as',
  'sql_header',
];

function sameKey(now: Entry, before: Entry, key: string): boolean {
  const [isNow, wasBefore] = [Object.hasOwn(now, key), Object.hasOwn(before, key)];
  if (!isNow || !wasBefore) return isNow === wasBefore;
  return sameValue(now[key], before[key]);
}

function leftOut(resourceType: unknown): ReadonlySet<string> {
  if (resourceType === 'metric') return GROUP;
  return resourceType === 'source' || resourceType === 'exposure' ? NOTHING : PLACE_AND_LABELS;
}

/** Whether the config is written the same; what it comes to does not count, so that another target is no change. */
export function sameConfig(now: Entry, before: Entry): boolean {
  const type = now['resource_type'];
  // What dbt keeps rendered it also compares so.
  if (type === 'semantic_model' || type === 'saved_query') return sameRecord(now['config'], before['config']);
  const [written, earlier] = [fieldsOf(now['unrendered_config']), fieldsOf(before['unrendered_config'])];
  if (type === 'test') return TEST_KEYS.every((key) => sameKey(written, earlier, key));
  const unseen = leftOut(type);
  return [...new Set([...Object.keys(written), ...Object.keys(earlier)])].every(
    (key) => unseen.has(key) || sameKey(written, earlier, key),
  );
}

/** Whether the configured place is the same: what stands in the config, not what the target makes of it. */
export function samePlace(now: Entry, before: Entry): boolean {
  const [written, earlier] = [fieldsOf(now['unrendered_config']), fieldsOf(before['unrendered_config'])];
  return ['database', 'schema', 'alias'].every((key) =>
    sameValue(written[key] ?? null, earlier[key] ?? null),
  );
}

function columnDescriptions(entry: Entry): Entry {
  const columns = Object.entries(fieldsOf(entry['columns']));
  return Object.fromEntries(columns.map(([name, each]) => [name, fieldsOf(each)['description'] ?? '']));
}

/** Whether the descriptions are the same that the node writes into the database. */
export function samePersistedDescription(now: Entry, before: Entry): boolean {
  if (now['resource_type'] === 'test') return true;
  const persisted = fieldsOf(fieldsOf(now['config'])['persist_docs']);
  const wants = (what: string): boolean => Boolean(mappingGet(persisted, what));
  if (wants('relation') && (now['description'] ?? '') !== (before['description'] ?? '')) return false;
  return !wants('columns') || sameValue(columnDescriptions(now), columnDescriptions(before));
}

export function sameFqn(now: Entry, before: Entry): boolean {
  return sameValue(now['fqn'], before['fqn']);
}

export function sameText(now: Entry, before: Entry): boolean {
  return (now['raw_code'] ?? '') === (before['raw_code'] ?? '');
}

function momentOf(value: unknown): unknown {
  const moment = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(moment) ? (value ?? null) : moment;
}

/** Whether whoever refers to the model gets the same: its latest version, who may refer to it, and until when. */
export function sameReferences(now: Entry, before: Entry): boolean {
  return (
    sameValue(now['latest_version'] ?? null, before['latest_version'] ?? null) &&
    (now['access'] ?? 'protected') === (before['access'] ?? 'protected') &&
    momentOf(now['deprecation_date']) === momentOf(before['deprecation_date'])
  );
}
