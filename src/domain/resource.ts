/** dbt's resource types, with dbt's spelling. */
export type ResourceType =
  | 'model'
  | 'seed'
  | 'snapshot'
  | 'test'
  | 'analysis'
  | 'operation'
  | 'sql_operation'
  | 'function'
  | 'source'
  | 'exposure'
  | 'metric'
  | 'semantic_model'
  | 'saved_query'
  | 'unit_test'
  | 'macro'
  | 'doc'
  | 'group';

/** `model.shop.orders`, `source.shop.raw.orders`, `test.shop.not_null_orders_id.cf6c17daed`: dbt's global id of a thing. */
export type UniqueId = string;

/** A value as YAML and JSON know it. Integral floats are boxed (`Float` of the base room) so that `1.0` stays `1.0`. */
export type Plain = unknown;
