import {
  callValue,
  GETATTR,
  getAttribute,
  getItem,
  hostFunction,
  iterate,
  PyDict,
  strOf,
  TYPE,
  typeNameOf,
} from '../jinja/index.ts';
import { EXTERNAL_METHODS } from './adapter-external.ts';
import { behaviorFlag } from './behavior-flag.ts';
import { columnApi } from './column-object.ts';
import { columnConstraints, modelConstraints } from './constraints.ts';
import { failAdapter, failTemplate } from './context-errors.ts';
import type { ContextScope } from './context-scope.ts';
import type { ContextEnvironment } from './contract.ts';
import type { MethodTable } from './method-table.ts';
import { ownMember } from './own-member.ts';
import { bindArguments, pythonFunction } from './python-call.ts';
import { sqlTypeOfColumn } from './python-modules.ts';
import { relationApi } from './relation-api.ts';
import { QUOTE_ALL, type RelationTraits } from './relation-state.ts';

export interface PureAdapterOptions {
  readonly environment: ContextEnvironment;
  readonly context: ContextScope;
  readonly traits: RelationTraits;
}

const DISPATCH = ['macro_name', ['macro_namespace', null], ['packages', null]] as const;

/** `adapter.dispatch(name, namespace)`: the macro to call. */
function dispatchFunction({ environment, context }: PureAdapterOptions): unknown {
  return hostFunction('dispatch', (positional, keywords) => {
    const [name, namespace, packages] = bindArguments('dispatch', DISPATCH, positional, keywords);
    const macroName = strOf(name);
    if (packages !== null) {
      failTemplate('J103', 'The "packages" argument of adapter.dispatch() has been deprecated', {
        hint: 'Use the argument "macro_namespace" instead.',
        dbtMessage: `The "packages" argument of adapter.dispatch() has been deprecated.\nUse the "macro_namespace" argument instead.\n\nRaised during dispatch for: ${macroName}\n\nFor more information, see:\n\nhttps://docs.getdbt.com/reference/dbt-jinja-functions/dispatch`,
      });
    }
    if (namespace !== null && typeof namespace !== 'string') {
      failTemplate(
        'J103',
        `In adapter.dispatch, got a <class '${typeNameOf(namespace)}'> macro_namespace argument ("${strOf(namespace)}"), but macro_namespace should be None or a string.`,
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
      'Validation Error',
    );
  }
  if (legacy === true || setting === 'invalidate') return 'invalidate';
  if (setting === 'new_record') return 'new_record';
  if (setting === null || setting === 'ignore') return 'ignore';
  return failAdapter('Invalid setting for property hard_deletes.', 'Validation Error');
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
      return unset === undefined ? undefined : behaviorFlag((flags[name] ?? unset) === true);
    },
    [TYPE]: 'Behavior',
  });
}

const quoter =
  ({ environment }: PureAdapterOptions) =>
  (identifier: unknown): string =>
    environment.plugin.dialect.quote(strOf(identifier));

/** Incremental strategies that the built-in macros implement. */
export const INCREMENTAL_STRATEGIES = ['append', 'delete+insert', 'merge', 'microbatch'] as const;

/** Methods of `adapter` that answer the same while parsing and at run time: they need no connection. */
export const PURE_METHODS: MethodTable<PureAdapterOptions> = {
  ...EXTERNAL_METHODS,
  dispatch: dispatchFunction,
  type: (options) => pythonFunction('type', [], () => options.environment.plugin.name),
  Relation: ({ traits }) => relationApi(traits),
  Column: () => columnApi,
  behavior,
  quote: (options) => pythonFunction('quote', ['identifier'], quoter(options)),
  quote_as_configured: (options) =>
    pythonFunction('quote_as_configured', ['identifier', 'quote_key'], (identifier, key) => {
      const isPart = typeof key === 'string' && Object.hasOwn(QUOTE_ALL, key);
      return isPart && options.traits.quoting[key as keyof typeof QUOTE_ALL]
        ? quoter(options)(identifier)
        : identifier;
    }),
  quote_seed_column: (options) =>
    pythonFunction('quote_seed_column', ['column', 'quote_config'], (column, config) => {
      if (config !== null && typeof config !== 'boolean') {
        failAdapter(
          `The seed configuration value of "quote_columns" has an invalid type <class '${typeNameOf(config)}'>`,
        );
      }
      return config === false ? column : quoter(options)(column);
    }),
  convert_type: (_options) =>
    pythonFunction('convert_type', ['agate_table', 'col_idx'], (table, index) =>
      sqlTypeOfColumn(table, Number(index)),
    ),
  standardize_grants_dict: (_options) =>
    pythonFunction('standardize_grants_dict', ['grants_table'], standardizeGrants),
  render_raw_columns_constraints: (options) =>
    pythonFunction('render_raw_columns_constraints', ['raw_columns'], (columns) =>
      columnConstraints(columns, quoter(options)),
    ),
  render_raw_model_constraints: (_options) =>
    pythonFunction('render_raw_model_constraints', ['raw_constraints'], modelConstraints),
  build_catalog_relation: (_options) => pythonFunction('build_catalog_relation', ['config'], () => null),
  valid_incremental_strategies: (_options) =>
    pythonFunction('valid_incremental_strategies', [], () => [...INCREMENTAL_STRATEGIES]),
};
