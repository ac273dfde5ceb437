import { DiagnosticError } from '../diagnostics/index.ts';
import {
  GETATTR,
  getItem,
  hostFunction,
  iterate,
  strOf,
  TYPE,
  truthOf,
  tuple,
  Undefined,
} from '../jinja/index.ts';
import { ATTEMPT_METHODS } from './adapter-attempt.ts';
import { beginIfNone, type RunAdapterOptions } from './adapter-options.ts';
import { hardDeletesBehavior, INCREMENTAL_STRATEGIES, PURE_METHODS } from './adapter-pure.ts';
import { CACHE_METHODS, columnsInRelation, RELATION_METHODS, relationArgument } from './adapter-relations.ts';
import { columnObject, flattenColumn } from './column-object.ts';
import { failAdapter, failTemplate } from './context-errors.ts';
import { type MethodTable, memberLookup } from './method-table.ts';
import { pythonFunction } from './python-call.ts';
import { bindingsOf, emptyTable, tableOf } from './python-modules.ts';
import { responseObject } from './stored-results.ts';

/** Writes what `print_table` and its like print. */
const printer =
  ({ environment }: RunAdapterOptions) =>
  (message: string): void =>
    environment.events({
      type: 'macroMessage',
      message: message.replace(/\n$/, ''),
      info: true,
      print: true,
      uniqueId: null,
    });

/** `execute`, `add_query`, `commit` and their kin. */
const STATEMENT_METHODS: MethodTable<RunAdapterOptions> = {
  execute: (options) =>
    pythonFunction(
      'BaseAdapter.execute',
      ['sql', ['auto_begin', false], ['fetch', false], ['limit', null]],
      async (sql, autoBegin, fetch, limit) => {
        const { connection } = await options.database.open();
        if (truthOf(autoBegin)) await beginIfNone(options, connection);
        const isFetched = truthOf(fetch);
        const result = await connection.execute(options.comment(strOf(sql)), {
          fetch: isFetched,
          ...(typeof limit === 'number' && limit > 0 ? { limit } : {}),
        });
        return tuple(
          responseObject(result.response),
          isFetched ? tableOf(result, printer(options)) : emptyTable(),
        );
      },
    ),
  add_query: (options) =>
    pythonFunction(
      'SQLAdapter.add_query',
      ['sql', ['auto_begin', true], ['bindings', null], ['abridge_sql_log', false]],
      async (sql, autoBegin, bindings) => {
        const { connection } = await options.database.open();
        if (truthOf(autoBegin)) await beginIfNone(options, connection);
        const parameters = bindingsOf(bindings);
        await connection.execute(strOf(sql), parameters === null ? {} : { parameters });
        return tuple(null, null);
      },
    ),
  commit: (options) =>
    pythonFunction('BaseDatabaseWrapper.commit', [], async () => {
      const { connection } = await options.database.open();
      if (connection.inTransaction) await connection.commit();
      return null;
    }),
  ensure_transaction: (options) =>
    pythonFunction('DuckDBAdapter.ensure_transaction', [], async () => {
      const { connection } = await options.database.open();
      if (!connection.inTransaction) await connection.begin();
      return null;
    }),
  location_exists: (options) =>
    pythonFunction('DuckDBAdapter.location_exists', ['location'], async (location) => {
      const { connection } = await options.database.open();
      const sql = options.comment(`select 1 from '${strOf(location)}' where 1=0`);
      return connection.execute(sql).then(
        () => true,
        (error: unknown) => {
          if (error instanceof DiagnosticError) return false;
          throw error;
        },
      );
    }),
  get_column_schema_from_query: (options) =>
    pythonFunction('DuckDBAdapter.get_column_schema_from_query', ['sql'], async (sql) => {
      const { adapter, connection } = await options.database.open();
      const columns = await adapter.columnsOfQuery(connection, options.comment(strOf(sql)));
      return columns.map(columnObject).flatMap(flattenColumn);
    }),
  get_partitions_metadata: () =>
    hostFunction('get_partitions_metadata', () =>
      failTemplate('J113', 'this engine has no partitions metadata', {
        kind: 'Compilation Error',
        dbtMessage: 'ERROR: `get_partitions_metadata` is not implemented for this adapter!',
      }),
    ),
  store_relation: () =>
    hostFunction('store_relation', () =>
      failTemplate('D006', 'Plugins are Python code and cannot run here', {
        hint: "Leave 'plugin' out of the model's config.",
      }),
    ),
};

/** The macro behind an incremental strategy. */
function strategyMacro({ environment, context }: RunAdapterOptions, given: unknown): unknown {
  const strategy = given === null || given instanceof Undefined ? 'default' : strOf(given);
  const builtIn = ['append', 'delete+insert', 'merge', 'insert_overwrite'];
  if (builtIn.includes(strategy) && !(INCREMENTAL_STRATEGIES as readonly string[]).includes(strategy)) {
    const dbtMessage = `The incremental strategy '${strategy}' is not valid for this adapter`;
    failTemplate('J113', dbtMessage, {
      dbtMessage,
      hint: `Use one of ${INCREMENTAL_STRATEGIES.map((each) => `'${each}'`).join(', ')}.`,
    });
  }
  const name = `get_incremental_${strategy.replaceAll('+', '_')}_sql`;
  const macro = context.scope.get(name);
  if (macro !== undefined) return macro;
  const dbtMessage = `dbt could not find an incremental strategy macro with the name "${name}" in ${environment.project.name}`;
  return failTemplate('J113', dbtMessage, { dbtMessage });
}

/** What a snapshot's table must have. */
const SNAPSHOT_COLUMNS = ['dbt_scd_id', 'dbt_valid_from', 'dbt_valid_to'] as const;

function missingColumns(columns: unknown, wanted: readonly string[], names: unknown): string[] {
  const present = new Set(
    [...iterate(columns)].map((column) => strOf(getItem(column, 'name')).toLowerCase()),
  );
  const desired = wanted.map((column) => (names === null ? column : strOf(getItem(names, column))));
  return desired.filter((column) => !present.has(column.toLowerCase()));
}

function failOnMissingColumns(missing: readonly string[]): void {
  if (missing.length === 0) return;
  failAdapter(
    `Snapshot target is missing configured columns (missing "${missing.join('", "')}"). See https://docs.getdbt.com/docs/build/snapshots#snapshot-meta-fields for more information.`,
  );
}

/** Checks that a snapshot's table has its columns. */
async function checkSnapshot(
  options: RunAdapterOptions,
  request: { readonly relation: unknown; readonly names: unknown; readonly wanted: readonly string[] },
): Promise<null> {
  const columns = await columnsInRelation(options, request.relation);
  failOnMissingColumns(missingColumns(columns, request.wanted, request.names));
  return null;
}

/** Methods for materializations. */
const STRATEGY_METHODS: MethodTable<RunAdapterOptions> = {
  get_incremental_strategy_macro: (options) =>
    pythonFunction(
      'DuckDBAdapter.get_incremental_strategy_macro',
      ['model_context', 'strategy'],
      (_context, strategy) => strategyMacro(options, strategy),
    ),
  get_hard_deletes_behavior: () =>
    pythonFunction('BaseAdapter.get_hard_deletes_behavior', ['config'], hardDeletesBehavior),
  valid_snapshot_target: (options) =>
    pythonFunction(
      'BaseAdapter.valid_snapshot_target',
      ['relation', ['column_names', null]],
      (relation, names) =>
        checkSnapshot(options, {
          relation: relationArgument(relation, 'valid_snapshot_target', 'relation'),
          names,
          wanted: SNAPSHOT_COLUMNS,
        }),
    ),
  assert_valid_snapshot_target_given_strategy: (options) =>
    pythonFunction(
      'BaseAdapter.assert_valid_snapshot_target_given_strategy',
      ['relation', 'column_names', 'strategy'],
      (relation, names, strategy) => {
        const isNewRecord = getItem(strategy, 'hard_deletes') === 'new_record';
        const wanted = isNewRecord ? [...SNAPSHOT_COLUMNS, 'dbt_is_deleted'] : SNAPSHOT_COLUMNS;
        return checkSnapshot(options, { relation, names, wanted });
      },
    ),
};

/** `adapter` at run time. */
export function runAdapter(options: RunAdapterOptions): unknown {
  return Object.freeze({
    [GETATTR]: memberLookup(options, [
      STATEMENT_METHODS,
      ATTEMPT_METHODS,
      RELATION_METHODS,
      CACHE_METHODS,
      STRATEGY_METHODS,
      PURE_METHODS,
    ]),
    [TYPE]: 'dbt.context.providers.RuntimeDatabaseWrapper',
  });
}
