import {
  callValue,
  classOf,
  GETATTR,
  getAttribute,
  getItem,
  hostFunction,
  iterate,
  PyDict,
  raise,
  strOf,
  TYPE,
  typeNameOf,
} from '../jinja/index.ts';
import { EXTERNAL_METHODS } from './adapter-external.ts';
import { behaviorFlag } from './behavior-flag.ts';
import { columnConstraints, modelConstraints } from './constraints.ts';
import { failAdapter, failTemplate } from './context-errors.ts';
import type { ContextScope } from './context-scope.ts';
import type { ContextEnvironment } from './contract.ts';
import { EXTERNAL_FILE_METHODS } from './external-files.ts';
import type { MethodTable } from './method-table.ts';
import { ownMember } from './own-member.ts';
import { projectConfig } from './project-config-object.ts';
import { bindArguments, pythonFunction } from './python-call.ts';
import { sqlTypeOfColumn } from './python-modules.ts';
import { relationApi } from './relation-api.ts';
import { QUOTE_ALL, quotedAsWritten, type RelationTraits } from './relation-state.ts';

export interface PureAdapterOptions {
  readonly environment: ContextEnvironment;
  readonly context: ContextScope;
  readonly traits: RelationTraits;
}

const DISPATCH = ['macro_name', ['macro_namespace', null], ['packages', null]] as const;

/** `adapter.dispatch(name, namespace)`: the macro to call. */
function dispatchFunction({ environment, context }: PureAdapterOptions): unknown {
  return hostFunction('dispatch', (positional, keywords) => {
    const [name, namespace, packages] = bindArguments(
      'BaseDatabaseWrapper.dispatch',
      DISPATCH,
      positional,
      keywords,
    );
    if (typeof name !== 'string')
      raise('TypeError', `argument of type '${typeNameOf(name)}' is not iterable`);
    const macroName = strOf(name);
    if (packages !== null) {
      failTemplate('J103', 'The "packages" argument of adapter.dispatch() has been deprecated', {
        hint: 'Use the argument "macro_namespace" instead.',
        dbtMessage: `        The "packages" argument of adapter.dispatch() has been deprecated.\n        Use the "macro_namespace" argument instead.\n\n        Raised during dispatch for: ${macroName}\n\n        For more information, see:\n\n        https://docs.getdbt.com/reference/dbt-jinja-functions/dispatch`,
      });
    }
    if (namespace !== null && typeof namespace !== 'string') {
      failTemplate(
        'J103',
        `In adapter.dispatch, got a ${classOf(namespace)} macro_namespace argument ("${strOf(namespace)}"), but macro_namespace should be None or a string.`,
      );
    }
    const macro = environment.library.dispatch({
      macroName,
      macroNamespace: namespace as string | null,
      packageName: context.packageName,
    });
    return context.macros.callable(macro);
  });
}

/** `grantee` and `privilege_type` rows as `{privilege: [grantees]}`. */
function standardizeGrants(table: unknown): PyDict {
  const grants = new PyDict();
  for (const row of iterate(table)) {
    const privilege = getItem(row, 'privilege_type');
    const grantees = (grants.get(privilege) as unknown[] | undefined) ?? [];
    grants.set(privilege, [...grantees, getItem(row, 'grantee')]);
  }
  return grants;
}

/** What becomes of rows that vanish from a snapshot's source. */
export function hardDeletesBehavior(config: unknown): string {
  // The context's `config`, or a plain dictionary: both answer to `get`.
  const read = (name: string): unknown => callValue(getAttribute(config, 'get'), [name]) ?? null;
  const legacy = read('invalidate_hard_deletes');
  const setting = read('hard_deletes');
  if (legacy !== null && setting !== null) {
    failAdapter(
      'You cannot set both the invalidate_hard_deletes and hard_deletes config properties on the same snapshot.',
      'Runtime Error',
    );
  }
  if (legacy === true || setting === 'invalidate') return 'invalidate';
  if (setting === 'new_record') return 'new_record';
  if (setting === null || setting === 'ignore') return 'ignore';
  return failAdapter('Invalid setting for property hard_deletes.', 'Runtime Error');
}

const BEHAVIOR_FLAGS: Readonly<Record<string, boolean>> = {
  require_batched_execution_for_custom_microbatch_strategy: false,
  enable_truthy_nulls_equals_macro: false,
};

/** `adapter.behavior.<flag>`: true or false, and `.no_warn` for the same. */
function behavior({ environment }: PureAdapterOptions): unknown {
  const { flags } = environment.project;
  return Object.freeze({
    [GETATTR]: (name: string) => {
      const unset = ownMember(BEHAVIOR_FLAGS, name);
      if (unset === undefined) return failAdapter(`The flag ${name} has not been registered.`);
      return behaviorFlag((flags[name] ?? unset) === true);
    },
    [TYPE]: 'dbt_common.behavior_flags.Behavior',
  });
}

const quoter =
  ({ environment }: PureAdapterOptions) =>
  (identifier: unknown): string =>
    quotedAsWritten(environment.plugin.dialect, strOf(identifier));

/** Incremental strategies that the built-in macros implement. */
export const INCREMENTAL_STRATEGIES = ['append', 'delete+insert', 'merge', 'microbatch'] as const;

/** Methods of `adapter` that answer the same while parsing and at run time: they need no connection. */
export const PURE_METHODS: MethodTable<PureAdapterOptions> = {
  ...EXTERNAL_METHODS,
  ...EXTERNAL_FILE_METHODS,
  dispatch: dispatchFunction,
  type: (options) => pythonFunction('BaseAdapter.type', [], () => options.environment.plugin.name),
  Relation: ({ traits }) => relationApi(traits),
  behavior,
  quote: (options) => pythonFunction('SQLAdapter.quote', ['identifier'], quoter(options)),
  quote_as_configured: (options) =>
    pythonFunction('BaseAdapter.quote_as_configured', ['identifier', 'quote_key'], (identifier, key) => {
      const isPart = typeof key === 'string' && Object.hasOwn(QUOTE_ALL, key);
      return isPart && options.traits.quoting[key as keyof typeof QUOTE_ALL]
        ? quoter(options)(identifier)
        : identifier;
    }),
  quote_seed_column: (options) =>
    pythonFunction('BaseAdapter.quote_seed_column', ['column', 'quote_config'], (column, config) => {
      if (config !== null && typeof config !== 'boolean') {
        failAdapter(`The seed configuration value of "quote_columns" has an invalid type ${classOf(config)}`);
      }
      return config === false ? column : quoter(options)(column);
    }),
  convert_type: (_options) =>
    pythonFunction('BaseAdapter.convert_type', ['agate_table', 'col_idx'], (table, index) =>
      sqlTypeOfColumn(table, Number(index)),
    ),
  standardize_grants_dict: (_options) =>
    pythonFunction('BaseAdapter.standardize_grants_dict', ['grants_table'], standardizeGrants),
  render_raw_columns_constraints: (options) =>
    pythonFunction('BaseAdapter.render_raw_columns_constraints', ['raw_columns'], (columns) =>
      columnConstraints(columns, quoter(options)),
    ),
  render_raw_model_constraints: (_options) =>
    pythonFunction('BaseAdapter.render_raw_model_constraints', ['raw_constraints'], modelConstraints),
  config: ({ environment }) => projectConfig(environment.project),
  get_catalog_integration: () =>
    pythonFunction('BaseAdapter.get_catalog_integration', ['name'], (name) =>
      failAdapter(`Catalog not found.Received: ${strOf(name)}Expected one of: ?`, 'Runtime Error'),
    ),
  run_sql_for_tests: () =>
    pythonFunction('DuckDBAdapter.run_sql_for_tests', ['sql', 'fetch', 'conn'], (_sql, _fetch, connection) =>
      raise('AttributeError', `'${typeNameOf(connection)}' object has no attribute 'handle'`),
    ),
  build_catalog_relation: (_options) =>
    pythonFunction('BaseAdapter.build_catalog_relation', ['config'], () => null),
  valid_incremental_strategies: (_options) =>
    pythonFunction('DuckDBAdapter.valid_incremental_strategies', [], () => [...INCREMENTAL_STRATEGIES]),
};
