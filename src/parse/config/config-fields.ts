import {
  anyOf,
  anything,
  flag,
  integer,
  listOf,
  mapping,
  oneOf,
  optional,
  record,
  type Schema,
  text,
} from '../../base/json-schema/index.ts';

/** How the values of one key from several levels become one value. */
export type MergeRule = 'clobber' | 'append' | 'update' | 'grants' | 'object';

export interface ConfigField {
  readonly key: string;
  readonly default: unknown;
  readonly merge: MergeRule;
  /** What the value must look like once all levels are merged; null is allowed where it says so. */
  readonly schema: Schema;
}

/** The resource types that have configs of their own; everything else is configured like a model without its extras. */
export type ConfigKind =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'test'
  | 'node'
  | 'source'
  | 'exposure'
  | 'unitTest'
  | 'function'
  | 'metric'
  | 'semanticModel'
  | 'savedQuery'
  | 'group';

function field(key: string, schema: Schema, fallback: unknown, merge: MergeRule = 'clobber'): ConfigField {
  return { key, schema: fallback === null ? optional(schema) : schema, default: fallback, merge };
}

const textOrTexts = anyOf(text, listOf(text));
const HOOKS = listOf(
  record({ sql: text, transaction: flag, index: optional(integer) }, { required: ['sql'] }),
);
const DOCS = record({ show: flag, node_color: optional(text) });
const CONTRACT = record({ enforced: flag, alias_types: flag });
const POINTER = record({ enabled: optional(flag), alias: optional(text) });

const emptyDict = Object.freeze({});
const emptyList = Object.freeze([]);

const nodeAndTest: readonly ConfigField[] = [
  field('enabled', flag, true),
  field('alias', text, null),
  field('schema', text, null),
  field('database', text, null),
  field('tags', textOrTexts, emptyList, 'append'),
  field('meta', mapping, emptyDict, 'update'),
  field('group', text, null),
  field('static_analysis', text, null),
];

const node: readonly ConfigField[] = [
  ...nodeAndTest,
  field('materialized', text, 'view'),
  field('incremental_strategy', text, null),
  field('batch_size', anything, null),
  field('lookback', anything, 1),
  field('begin', anything, null),
  field('persist_docs', mapping, emptyDict),
  field('post-hook', HOOKS, emptyList, 'append'),
  field('pre-hook', HOOKS, emptyList, 'append'),
  field('quoting', mapping, emptyDict, 'update'),
  field('column_types', mapping, emptyDict, 'update'),
  field('full_refresh', flag, null),
  field('unique_key', textOrTexts, null),
  field('on_schema_change', optional(text), 'ignore'),
  field('on_configuration_change', oneOf('apply', 'continue', 'fail'), 'apply'),
  field('grants', mapping, emptyDict, 'grants'),
  field('packages', listOf(text), emptyList, 'append'),
  field('docs', DOCS, Object.freeze({ show: true, node_color: null }), 'update'),
  field('contract', CONTRACT, Object.freeze({ enforced: false, alias_types: true }), 'update'),
  field('event_time', anything, null),
  field('concurrent_batches', anything, null),
];

/** Fields of another kind with some defaults replaced. */
function withDefaults(
  fields: readonly ConfigField[],
  defaults: Readonly<Record<string, unknown>>,
): readonly ConfigField[] {
  return fields.map((each) => (each.key in defaults ? { ...each, default: defaults[each.key] } : each));
}

const model: readonly ConfigField[] = [
  ...node,
  field('access', oneOf('private', 'protected', 'public'), 'protected'),
  field('freshness', mapping, null),
  field('on_error', oneOf('skip_children', 'continue'), null),
  field('latest_version_pointer', POINTER, Object.freeze({ enabled: null, alias: null }), 'update'),
];

const seed: readonly ConfigField[] = [
  ...withDefaults(node, { materialized: 'seed' }),
  field('delimiter', text, ','),
  field('quote_columns', flag, null),
];

const snapshotColumns = Object.freeze({
  dbt_valid_to: null,
  dbt_valid_from: null,
  dbt_scd_id: null,
  dbt_updated_at: null,
  dbt_is_deleted: null,
});

const COLUMN_NAMES = Object.fromEntries(Object.keys(snapshotColumns).map((key) => [key, optional(text)]));

const snapshot: readonly ConfigField[] = [
  ...withDefaults(node, { materialized: 'snapshot' }),
  field('strategy', text, null),
  field('target_schema', text, null),
  field('target_database', text, null),
  field('updated_at', text, null),
  field('check_cols', textOrTexts, null),
  field('snapshot_meta_column_names', record(COLUMN_NAMES), snapshotColumns),
  field('dbt_valid_to_current', text, null),
];

const test: readonly ConfigField[] = [
  ...withDefaults(nodeAndTest, { schema: 'dbt_test__audit' }).map((each) =>
    each.key === 'schema' ? { ...each, schema: optional(text) } : each,
  ),
  field('materialized', text, 'test'),
  field('severity', text, 'ERROR'),
  field('store_failures', flag, null),
  field('store_failures_as', text, null),
  field('sql_header', anything, null),
  field('where', text, null),
  field('limit', integer, null),
  field('fail_calc', text, 'count(*)'),
  field('warn_if', text, '!= 0'),
  field('error_if', text, '!= 0'),
];

const source: readonly ConfigField[] = [
  field('enabled', flag, true),
  field('event_time', anything, null),
  field(
    'freshness',
    optional(mapping),
    Object.freeze({
      warn_after: Object.freeze({ count: null, period: null }),
      error_after: Object.freeze({ count: null, period: null }),
      filter: null,
    }),
  ),
  field('loaded_at_field', text, null),
  field('loaded_at_query', text, null),
  field('meta', mapping, emptyDict, 'update'),
  field('tags', listOf(text), emptyList),
  field('static_analysis', text, null),
];

const exposure: readonly ConfigField[] = [
  field('enabled', flag, true),
  field('tags', listOf(text), emptyList),
  field('meta', mapping, emptyDict),
];

const unitTest: readonly ConfigField[] = [
  field('tags', textOrTexts, emptyList, 'append'),
  field('meta', mapping, emptyDict, 'update'),
  field('enabled', flag, true),
  field('static_analysis', text, null),
];

const functionFields: readonly ConfigField[] = [
  ...withDefaults(node, { materialized: 'function' }),
  field('type', oneOf('scalar', 'aggregate', 'table'), 'scalar'),
  field('volatility', oneOf('deterministic', 'stable', 'non-deterministic'), null),
  field('runtime_version', text, null),
  field('entry_point', text, null),
  field('snowflake', mapping, Object.freeze({ quote_args: true })),
];

const grouped: readonly ConfigField[] = [
  field('enabled', flag, true),
  field('group', text, null),
  field('meta', mapping, emptyDict, 'update'),
];

const savedQuery: readonly ConfigField[] = [
  ...grouped,
  field('export_as', anything, null),
  field('schema', text, null),
  field('cache', record({ enabled: flag }, { isOpen: true }), Object.freeze({ enabled: false })),
];

/** Keys, defaults and merge rules of every config, in the order in which dbt writes them. */
export const CONFIG_FIELDS: Readonly<Record<ConfigKind, readonly ConfigField[]>> = {
  model,
  seed,
  snapshot,
  test,
  node,
  source,
  exposure,
  unitTest,
  function: functionFields,
  metric: grouped,
  semanticModel: grouped,
  savedQuery,
  group: [field('meta', mapping, emptyDict, 'update')],
};
