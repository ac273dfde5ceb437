import type { Adapter, Connection } from '../adapter/contract.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { Macro } from '../domain/index.ts';
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
import {
  hardDeletesBehavior,
  INCREMENTAL_STRATEGIES,
  type PureAdapterOptions,
  pureAdapterMembers,
} from './adapter-pure.ts';
import { relationMembers } from './adapter-relations.ts';
import { columnObject, flattenColumn } from './column-object.ts';
import { failAdapter, failTemplate } from './context-errors.ts';
import type { Database } from './contract.ts';
import { ownMember } from './own-member.ts';
import { pythonFunction } from './python-call.ts';
import { bindingsOf, emptyTable, tableOf } from './python-modules.ts';
import { responseObject } from './stored-results.ts';

export interface RunAdapterOptions extends PureAdapterOptions {
  readonly database: Database;
  /** Puts the project's query comment to a statement. */
  readonly comment: (sql: string) => string;
  /** Calls a macro in a context of its own, as dbt's adapter calls macros. */
  readonly callMacro: (macro: Macro, keywords: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** What all methods work on. */
export interface Engine {
  readonly adapter: Adapter;
  readonly connection: Connection;
}

/** Begins a transaction unless one is open or the profile switched them off. */
async function beginIfNone(options: RunAdapterOptions, connection: Connection): Promise<void> {
  const isOff = options.environment.project.target.credentials['disable_transactions'] === true;
  if (!connection.inTransaction && !isOff) await connection.begin();
}

/** `execute`, `add_query`, `commit` and their kin. */
function statementMembers(options: RunAdapterOptions): Readonly<Record<string, unknown>> {
  const { database, comment } = options;
  const print = (message: string): void =>
    options.environment.events({
      type: 'macroMessage',
      message: message.replace(/\n$/, ''),
      info: true,
      print: true,
      uniqueId: null,
    });
  return {
    execute: pythonFunction(
      'execute',
      ['sql', ['auto_begin', false], ['fetch', false], ['limit', null]],
      async (sql, autoBegin, fetch, limit) => {
        const { connection } = await database.open();
        if (truthOf(autoBegin)) await beginIfNone(options, connection);
        const isFetched = truthOf(fetch);
        const result = await connection.execute(comment(strOf(sql)), {
          fetch: isFetched,
          ...(typeof limit === 'number' && limit > 0 ? { limit } : {}),
        });
        return tuple(responseObject(result.response), isFetched ? tableOf(result, print) : emptyTable());
      },
    ),
    add_query: pythonFunction(
      'add_query',
      ['sql', ['auto_begin', true], ['bindings', null], ['abridge_sql_log', false]],
      async (sql, autoBegin, bindings) => {
        const { connection } = await database.open();
        if (truthOf(autoBegin)) await beginIfNone(options, connection);
        const parameters = bindingsOf(bindings);
        await connection.execute(strOf(sql), parameters === null ? {} : { parameters });
        return tuple(null, null);
      },
    ),
    commit: pythonFunction('commit', [], async () => {
      const { connection } = await database.open();
      if (connection.inTransaction) await connection.commit();
      return null;
    }),
    ensure_transaction: pythonFunction('ensure_transaction', [], async () => {
      const { connection } = await database.open();
      if (!connection.inTransaction) await connection.begin();
      return null;
    }),
    location_exists: pythonFunction('location_exists', ['location'], async (location) => {
      const { connection } = await database.open();
      const sql = comment(`select 1 from '${strOf(location)}' where 1=0`);
      return connection.execute(sql).then(
        () => true,
        (error: unknown) => {
          if (error instanceof DiagnosticError) return false;
          throw error;
        },
      );
    }),
    get_column_schema_from_query: pythonFunction('get_column_schema_from_query', ['sql'], async (sql) => {
      const { adapter, connection } = await database.open();
      const columns = await adapter.columnsOfQuery(connection, strOf(sql));
      return columns.map(columnObject).flatMap(flattenColumn);
    }),
    get_partitions_metadata: hostFunction('get_partitions_metadata', () =>
      failTemplate('J113', 'This engine has no partitions metadata'),
    ),
    store_relation: hostFunction('store_relation', () =>
      failTemplate('J113', 'Plugins are Python code and cannot run here', {
        hint: "Leave 'plugin' out of the model's config.",
      }),
    ),
  };
}

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

/** Makes a group of members when a name in it is first looked for: most nodes only ever call `adapter.execute`. */
function once<Group>(make: () => Group): () => Group {
  let made: Group | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** `adapter` at run time. */
export function runAdapter(options: RunAdapterOptions): unknown {
  const relations = once(() => relationMembers(options));
  const checkSnapshot = async (
    relation: unknown,
    names: unknown,
    wanted: readonly string[],
  ): Promise<null> => {
    const columns = await relations().columnsOf(relation);
    failOnMissingColumns(missingColumns(columns, wanted, names));
    return null;
  };
  const strategyMembers = (): Readonly<Record<string, unknown>> => ({
    get_incremental_strategy_macro: pythonFunction(
      'get_incremental_strategy_macro',
      ['model_context', 'strategy'],
      (_context, strategy) => strategyMacro(options, strategy),
    ),
    get_hard_deletes_behavior: pythonFunction('get_hard_deletes_behavior', ['config'], hardDeletesBehavior),
    valid_snapshot_target: pythonFunction(
      'valid_snapshot_target',
      ['relation', ['column_names', null]],
      (relation, names) => checkSnapshot(relation, names, SNAPSHOT_COLUMNS),
    ),
    assert_valid_snapshot_target_given_strategy: pythonFunction(
      'assert_valid_snapshot_target_given_strategy',
      ['relation', 'column_names', 'strategy'],
      (relation, names, strategy) => {
        const isNewRecord = getItem(strategy, 'hard_deletes') === 'new_record';
        return checkSnapshot(
          relation,
          names,
          isNewRecord ? [...SNAPSHOT_COLUMNS, 'dbt_is_deleted'] : SNAPSHOT_COLUMNS,
        );
      },
    ),
  });
  const groups = [
    once(() => statementMembers(options)),
    () => relations().members,
    once(strategyMembers),
    once(() => pureAdapterMembers(options)),
  ];
  const member = (name: string): unknown => {
    for (const group of groups) {
      const found = ownMember(group(), name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return Object.freeze({
    [GETATTR]: member,
    [TYPE]: 'dbt.context.providers.RuntimeDatabaseWrapper',
  });
}
