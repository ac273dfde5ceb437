import { DiagnosticError } from '../diagnostics/index.ts';
import { getItem, iterate, strOf, tuple } from '../jinja/index.ts';
import type { RunAdapterOptions } from './adapter-options.ts';
import type { MethodTable } from './method-table.ts';
import { pythonFunction } from './python-call.ts';
import { emptyTable } from './python-modules.ts';
import { responseObject } from './stored-results.ts';

/** What the engine says no to is an answer here: null. Another way stands behind it. */
async function orNull<Result>(work: Promise<Result>): Promise<Result | null> {
  return work.catch((error: unknown) => {
    if (error instanceof DiagnosticError) return null;
    throw error;
  });
}

/** A connection with nothing open: a statement that fails would take it with it. */
async function standingAlone({ database }: RunAdapterOptions) {
  const opened = await database.open();
  if (opened.connection.inTransaction) await opened.connection.commit();
  return opened;
}

/** Methods of our own, for a cheaper way that is only taken where it does the same as dbt's: see decision 0042. */
export const ATTEMPT_METHODS: MethodTable<RunAdapterOptions> = {
  // What `execute` answers, or null when the statement failed.
  attempt: (options) =>
    pythonFunction('DuckDBAdapter.attempt', ['sql'], async (sql) => {
      const { connection } = await standingAlone(options);
      const result = await orNull(connection.execute(options.comment(strOf(sql))));
      return result === null ? null : tuple(responseObject(result.response), emptyTable());
    }),
  // Whether a query gives these columns and no others, in whatever order.
  gives_columns: (options) =>
    pythonFunction('DuckDBAdapter.gives_columns', ['sql', 'columns'], async (sql, columns) => {
      const { adapter, connection } = await standingAlone(options);
      const found = await orNull(adapter.columnsOfQuery(connection, options.comment(strOf(sql))));
      if (found === null) return false;
      const wanted = new Set([...iterate(columns)].map((each) => strOf(getItem(each, 'name')).toLowerCase()));
      const given = new Set(found.map(({ name }) => name.toLowerCase()));
      return (
        given.size === found.length &&
        given.size === wanted.size &&
        [...given].every((name) => wanted.has(name))
      );
    }),
  // Whether a project or a package has macros of these names, or implements them for an adapter.
  overrides: ({ environment }) =>
    pythonFunction('DuckDBAdapter.overrides', ['names'], (names) => {
      const wanted = new Set([...iterate(names)].map(strOf));
      const { macros, internalPackages } = environment.library;
      return [...macros.values()].some(
        ({ name, packageName }) =>
          !internalPackages.includes(packageName) && wanted.has(name.replace(/^.*__/, '')),
      );
    }),
};
