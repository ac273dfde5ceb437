import type { Node } from '../../domain/index.ts';
import type { Executed, Executor } from './executor.ts';
import { executeFunction } from './function.ts';
import { executeModel } from './model.ts';
import { executeSeed } from './seed.ts';
import { executeTest } from './test.ts';
import { executeUnitTest } from './unit-test.ts';

export type { Executed, Execution, Executor } from './executor.ts';

/** How a kind of node is run. */
export interface NodeKind {
  /** Whether its text is a template that becomes SQL. Seeds are data. */
  readonly isCompiled: boolean;
  readonly execute: Executor;
}

/** What is only compiled: analyses, and whatever the command does not execute. */
export const NOTHING_EXECUTED: Executed = Object.freeze({
  status: 'success',
  message: null,
  failures: null,
  adapterResponse: {},
  rows: null,
  diagnostics: [],
});

const compileOnly: Executor = async () => NOTHING_EXECUTED;

/** One entry for every kind of node: a new kind does not compile until it is here. */
export const NODE_KINDS: Readonly<Record<Node['resourceType'], NodeKind>> = {
  model: { isCompiled: true, execute: executeModel },
  seed: { isCompiled: false, execute: executeSeed },
  snapshot: { isCompiled: true, execute: executeModel },
  test: { isCompiled: true, execute: executeTest },
  unit_test: { isCompiled: true, execute: executeUnitTest },
  function: { isCompiled: true, execute: executeFunction },
  analysis: { isCompiled: true, execute: compileOnly },
  operation: { isCompiled: true, execute: compileOnly },
  sql_operation: { isCompiled: true, execute: compileOnly },
};
