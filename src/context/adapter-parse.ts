import { GETATTR, hostFunction, TYPE, tuple } from '../jinja/index.ts';
import { PURE_METHODS, type PureAdapterOptions } from './adapter-pure.ts';
import { memberLookup } from './method-table.ts';
import { ownMember } from './own-member.ts';
import { emptyTable } from './python-modules.ts';

const none = (): unknown => null;
const list = (): unknown => [];
const no = (): unknown => false;
const emptyAnswer = (): unknown => tuple('', emptyTable());

/** What dbt answers while parsing in place of methods that need a connection. */
const REPLACEMENTS: Readonly<Record<string, () => unknown>> = {
  execute: emptyAnswer,
  get_partitions_metadata: emptyAnswer,
  add_query: () => tuple(null, null),
  get_column_schema_from_query: list,
  get_columns_in_relation: list,
  get_missing_columns: list,
  get_columns_in_table: list,
  check_schema_exists: no,
  already_exists: no,
  location_exists: no,
  catalog_supports_foreign_keys: no,
  existing_key_constraint_types: list,
  get_relation: none,
  create_schema: none,
  drop_schema: none,
  drop_relation: none,
  truncate_relation: none,
  rename_relation: none,
  expand_target_column_types: none,
  valid_snapshot_target: none,
  assert_valid_snapshot_target_given_strategy: none,
  get_incremental_strategy_macro: none,
  get_hard_deletes_behavior: none,
  ensure_transaction: none,
  store_relation: none,
  run_sql_for_tests: none,
  commit: none,
  cache_added: () => '',
  cache_dropped: () => '',
  cache_renamed: () => '',
};

/** `adapter` while parsing: nothing reaches the engine. */
export function parseAdapter(options: PureAdapterOptions): unknown {
  const pure = memberLookup(options, [PURE_METHODS]);
  const attribute = (name: string): unknown => {
    const replacement = ownMember(REPLACEMENTS, name);
    return replacement === undefined ? pure(name) : hostFunction(name, replacement);
  };
  return Object.freeze({
    [GETATTR]: attribute,
    [TYPE]: 'dbt.context.providers.ParseDatabaseWrapper',
  });
}
