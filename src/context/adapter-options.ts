import type { Connection } from '../adapter/contract.ts';
import type { Macro } from '../domain/index.ts';
import type { PureAdapterOptions } from './adapter-pure.ts';
import type { Database } from './contract.ts';

/** What `adapter` works with at run time. */
export interface RunAdapterOptions extends PureAdapterOptions {
  readonly database: Database;
  /** Puts the project's query comment to a statement. */
  readonly comment: (sql: string) => string;
  /** Calls a macro in a context of its own, as dbt's adapter calls macros. */
  readonly callMacro: (macro: Macro, keywords: Readonly<Record<string, unknown>>) => Promise<unknown>;
}

/** Begins a transaction unless one is open or the profile switched them off. */
export async function beginIfNone(options: RunAdapterOptions, connection: Connection): Promise<void> {
  const isOff = options.environment.project.target.credentials['disable_transactions'] === true;
  if (!connection.inTransaction && !isOff) await connection.begin();
}
