import { GETATTR, hostFunction, strOf, TYPE, tuple, Undefined } from '../jinja/index.ts';
import { PURE_METHODS, type PureAdapterOptions } from './adapter-pure.ts';
import { failAdapter } from './context-errors.ts';
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
  commit: none,
};

const isNone = (value: unknown): boolean =>
  value === null || value === undefined || value instanceof Undefined;
const forNobody = (verb: string) =>
  hostFunction(`cache_${verb}`, ([relation]) =>
    isNone(relation)
      ? failAdapter(`Attempted to ${verb === 'added' ? 'cache' : 'drop'} a null relation for <None>`)
      : '',
  );
const shown = (value: unknown): string => (isNone(value) ? 'null relation' : strOf(value));

/** The catalog has nothing to keep yet; null relations are refused all the same. */
const CACHE: Readonly<Record<string, unknown>> = {
  cache_added: forNobody('added'),
  cache_dropped: forNobody('dropped'),
  cache_renamed: hostFunction('cache_renamed', ([from, to]) =>
    isNone(from) || isNone(to)
      ? failAdapter(`Attempted to rename ${shown(from)} to ${shown(to)} for <None>`)
      : '',
  ),
};

/** `adapter` while parsing: nothing reaches the engine. */
export function parseAdapter(
  options: PureAdapterOptions & { readonly onAttribute?: (name: string) => void },
): unknown {
  const pure = memberLookup(options, [PURE_METHODS]);
  const attribute = (name: string): unknown => {
    options.onAttribute?.(name);
    const replacement = ownMember(REPLACEMENTS, name);
    return replacement === undefined
      ? (ownMember(CACHE, name) ?? pure(name))
      : hostFunction(name, replacement);
  };
  return Object.freeze({
    [GETATTR]: attribute,
    [TYPE]: 'dbt.context.providers.ParseDatabaseWrapper',
  });
}
