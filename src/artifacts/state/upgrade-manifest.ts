import { type Json, jsonRecord } from './earlier-file.ts';

/** Finds the `config()` arguments of a node's text, unrendered; null when it calls `config` with none. */
export type WrittenConfig = (rawCode: string) => Readonly<Record<string, string>> | null;

const valuesOf = (section: unknown): readonly Json[] => Object.values(jsonRecord(section)).map(jsonRecord);

function renameKey(entry: Json, from: string, to: string): void {
  if (!(from in entry)) return;
  entry[to] = entry[from];
  delete entry[from];
}

/** Before v9 a reference was a list of one or two names. */
function upgradeRefs(entry: Json): void {
  if (!Array.isArray(entry['refs'])) return;
  entry['refs'] = entry['refs'].map((each: unknown) => {
    if (!Array.isArray(each)) return each;
    const [owner, name] = each.length === 1 ? [null, each[0]] : each;
    return { package: owner, name, version: null };
  });
}

/** Before v7 the text of a node was called `raw_sql`. */
function upgradeNode(entry: Json): void {
  renameKey(entry, 'raw_sql', 'raw_code');
  renameKey(entry, 'compiled_sql', 'compiled_code');
  upgradeRefs(entry);
}

/** Before v11 a filter of a metric was one template instead of a list of them. */
function upgradeFilter(value: unknown): void {
  const entry = jsonRecord(value);
  if (entry['filter'] == null) return;
  entry['filter'] = { where_filters: [entry['filter']] };
}

function upgradeMetric(metric: Json): void {
  upgradeFilter(metric);
  const params = jsonRecord(metric['type_params']);
  for (const name of ['measure', 'numerator', 'denominator']) upgradeFilter(params[name]);
  for (const name of ['input_measures', 'metrics'])
    for (const each of Array.isArray(params[name]) ? params[name] : []) upgradeFilter(each);
}

/** Brings the fields of an older manifest into the form of the newest; what is missing is filled in by whoever reads it. */
export function upgradeManifest(manifest: Json, version: number): void {
  if (version <= 9) manifest['metrics'] = {};
  if (version === 10) for (const metric of valuesOf(manifest['metrics'])) upgradeMetric(metric);
  for (const node of valuesOf(manifest['nodes'])) upgradeNode(node);
  for (const section of ['metrics', 'exposures'])
    for (const each of valuesOf(manifest[section])) upgradeRefs(each);
}

const SIMPLE_TESTS = ['macro.dbt.test_not_null', 'macro.dbt.test_unique'];

/** Built-in tests have no text of their own in which a config could stand. */
function isSimpleTest(node: Json): boolean {
  const macros = jsonRecord(node['depends_on'])['macros'];
  return (
    node['resource_type'] === 'test' &&
    Array.isArray(macros) &&
    macros.length === 1 &&
    SIMPLE_TESTS.includes(String(macros[0]))
  );
}

/**
 * Other versions of dbt spell what stands in `config()` differently: it is read again from the text of the node, so that
 * a spelling is never mistaken for a change.
 */
export function respellConfigs(manifest: Json, writtenConfig: WrittenConfig): void {
  for (const node of valuesOf(manifest['nodes'])) {
    const { raw_code: text, unrendered_config: config } = node;
    if (typeof text !== 'string' || !text.includes('config(') || isSimpleTest(node)) continue;
    if (Object.keys(jsonRecord(config)).length === 0) continue;
    node['unrendered_config'] = { ...jsonRecord(config), ...writtenConfig(text) };
  }
}
