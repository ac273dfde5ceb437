/** How the values of one key from several levels become one value. */
export type MergeRule = 'clobber' | 'append' | 'update' | 'grants' | 'object';

/** What a value must look like; `null` is allowed where the default is null. */
export type ValueShape =
  | 'any'
  | 'boolean'
  | 'string'
  | 'integer'
  | 'stringOrList'
  | 'stringList'
  | 'dict'
  | 'hooks'
  | { readonly oneOf: readonly string[] };

export interface ConfigField {
  readonly key: string;
  readonly default: unknown;
  readonly merge: MergeRule;
  readonly shape: ValueShape;
  readonly nullable: boolean;
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

interface FieldOptions {
  readonly merge?: MergeRule;
  readonly nullable?: boolean;
}

function field(key: string, shape: ValueShape, fallback: unknown, options: FieldOptions = {}): ConfigField {
  return {
    key,
    shape,
    default: fallback,
    merge: options.merge ?? 'clobber',
    nullable: options.nullable ?? fallback === null,
  };
}

const emptyDict = Object.freeze({});
const emptyList = Object.freeze([]);

const nodeAndTest: readonly ConfigField[] = [
  field('enabled', 'boolean', true),
  field('alias', 'string', null),
  field('schema', 'string', null),
  field('database', 'string', null),
  field('tags', 'stringOrList', emptyList, { merge: 'append' }),
  field('meta', 'dict', emptyDict, { merge: 'update' }),
  field('group', 'string', null),
  field('static_analysis', 'any', null),
];

const node: readonly ConfigField[] = [
  ...nodeAndTest,
  field('materialized', 'string', 'view'),
  field('incremental_strategy', 'string', null),
  field('batch_size', 'any', null),
  field('lookback', 'any', 1),
  field('begin', 'any', null),
  field('persist_docs', 'dict', emptyDict),
  field('post-hook', 'hooks', emptyList, { merge: 'append' }),
  field('pre-hook', 'hooks', emptyList, { merge: 'append' }),
  field('quoting', 'dict', emptyDict, { merge: 'update' }),
  field('column_types', 'dict', emptyDict, { merge: 'update' }),
  field('full_refresh', 'boolean', null),
  field('unique_key', 'stringOrList', null),
  field('on_schema_change', 'string', 'ignore', { nullable: true }),
  field('on_configuration_change', { oneOf: ['apply', 'continue', 'fail'] }, 'apply'),
  field('grants', 'dict', emptyDict, { merge: 'grants' }),
  field('packages', 'stringList', emptyList, { merge: 'append' }),
  field('docs', 'dict', Object.freeze({ show: true, node_color: null }), { merge: 'update' }),
  field('contract', 'dict', Object.freeze({ enforced: false, alias_types: true }), { merge: 'update' }),
  field('event_time', 'any', null),
  field('concurrent_batches', 'any', null),
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
  field('access', { oneOf: ['private', 'protected', 'public'] }, 'protected'),
  field('freshness', 'dict', null),
  field('on_error', { oneOf: ['skip_children', 'continue'] }, null),
  field('latest_version_pointer', 'dict', Object.freeze({ enabled: null, alias: null }), { merge: 'update' }),
];

const seed: readonly ConfigField[] = [
  ...withDefaults(node, { materialized: 'seed' }),
  field('delimiter', 'string', ','),
  field('quote_columns', 'boolean', null),
];

const snapshotColumns = Object.freeze({
  dbt_valid_to: null,
  dbt_valid_from: null,
  dbt_scd_id: null,
  dbt_updated_at: null,
  dbt_is_deleted: null,
});

const snapshot: readonly ConfigField[] = [
  ...withDefaults(node, { materialized: 'snapshot' }),
  field('strategy', 'string', null),
  field('target_schema', 'string', null),
  field('target_database', 'string', null),
  field('updated_at', 'string', null),
  field('check_cols', 'stringOrList', null),
  field('snapshot_meta_column_names', 'dict', snapshotColumns),
  field('dbt_valid_to_current', 'string', null),
];

const test: readonly ConfigField[] = [
  ...withDefaults(nodeAndTest, { schema: 'dbt_test__audit' }).map((each) =>
    each.key === 'schema' ? { ...each, nullable: true } : each,
  ),
  field('materialized', 'string', 'test'),
  field('severity', 'string', 'ERROR'),
  field('store_failures', 'boolean', null),
  field('store_failures_as', 'string', null),
  field('sql_header', 'any', null),
  field('where', 'string', null),
  field('limit', 'integer', null),
  field('fail_calc', 'string', 'count(*)'),
  field('warn_if', 'string', '!= 0'),
  field('error_if', 'string', '!= 0'),
];

const source: readonly ConfigField[] = [
  field('enabled', 'boolean', true),
  field('event_time', 'any', null),
  field(
    'freshness',
    'dict',
    Object.freeze({
      warn_after: Object.freeze({ count: null, period: null }),
      error_after: Object.freeze({ count: null, period: null }),
      filter: null,
    }),
    { nullable: true },
  ),
  field('loaded_at_field', 'string', null),
  field('loaded_at_query', 'string', null),
  field('meta', 'dict', emptyDict, { merge: 'update' }),
  field('tags', 'stringList', emptyList),
  field('static_analysis', 'any', null),
];

const exposure: readonly ConfigField[] = [
  field('enabled', 'boolean', true),
  field('tags', 'stringList', emptyList),
  field('meta', 'dict', emptyDict),
];

const unitTest: readonly ConfigField[] = [
  field('tags', 'stringOrList', emptyList, { merge: 'append' }),
  field('meta', 'dict', emptyDict, { merge: 'update' }),
  field('enabled', 'boolean', true),
  field('static_analysis', 'any', null),
];

const functionFields: readonly ConfigField[] = [
  ...withDefaults(node, { materialized: 'function' }),
  field('type', { oneOf: ['scalar', 'aggregate', 'table'] }, 'scalar'),
  field('volatility', { oneOf: ['deterministic', 'stable', 'non-deterministic'] }, null),
  field('runtime_version', 'string', null),
  field('entry_point', 'string', null),
  field('snowflake', 'dict', Object.freeze({ quote_args: true })),
];

const grouped: readonly ConfigField[] = [
  field('enabled', 'boolean', true),
  field('group', 'string', null),
  field('meta', 'dict', emptyDict, { merge: 'update' }),
];

const savedQuery: readonly ConfigField[] = [
  ...grouped,
  field('export_as', 'any', null),
  field('schema', 'string', null),
  field('cache', 'dict', Object.freeze({ enabled: false })),
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
  group: [field('meta', 'dict', emptyDict, { merge: 'update' })],
};
