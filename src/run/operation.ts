import type { Adapter } from '../adapter/contract.ts';
import { nearest } from '../base/index.ts';
import { compileNode } from '../compile/index.ts';
import { createMacroScope, queryCommenter, type RunEnvironment } from '../context/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type {
  Macro,
  NodeResult,
  OperationNode,
  RunResult,
  SqlOperationNode,
  Timing,
} from '../domain/index.ts';
import { fromPlain } from '../jinja/index.ts';
import { createConnectionPool } from './connection-pool.ts';
import { diagnosticsOf, failureOf, operationErrorText } from './failure.ts';
import { interruptWith } from './interruption.ts';
import { operationNode } from './operation-node.ts';
import { recordRun } from './record-run.ts';
import { createSession, type Session } from './session.ts';

interface OperationOptions {
  readonly environment: RunEnvironment;
  readonly openAdapter: () => Promise<Adapter>;
  readonly signal?: AbortSignal | undefined;
}

export interface MacroOperationOptions extends OperationOptions {
  /** `my_macro` or `package.my_macro`. */
  readonly name: string;
  /** `--args`, as YAML reads them. */
  readonly args: Readonly<Record<string, unknown>>;
}

export interface SqlOperationOptions extends OperationOptions {
  /** The statement, as a node when it holds Jinja. */
  readonly sql: string | SqlOperationNode;
}

interface Work {
  readonly node: OperationNode;
  /** Resolves to the engine's answer. */
  readonly execute: (session: Session) => Promise<Readonly<Record<string, unknown>>>;
}

/** Runs one piece of work on a connection of its own, and records it as a run of one node. */
async function runOperation(options: OperationOptions, work: Work): Promise<RunResult> {
  const { environment, openAdapter, signal } = options;
  const { clock } = environment.host;
  const startedAt = clock.now();
  const started = clock.monotonic();
  const pool = createConnectionPool(openAdapter);
  const session = createSession({
    environment,
    pool,
    name: work.node.name,
    isHalted: () => signal?.aborted === true,
  });
  const stopListening = interruptWith(signal, () => pool.interruptAll());
  const timing: Timing[] = [{ name: 'compile', startedAt, completedAt: clock.now() }];
  const executeStart = clock.now();
  const finish = (fields: Partial<NodeResult>): NodeResult => ({
    node: work.node,
    status: 'success',
    compiled: null,
    timing: [...timing, { name: 'execute', startedAt: executeStart, completedAt: clock.now() }],
    threadId: 'MainThread',
    executionTime: (clock.monotonic() - started) / 1000,
    message: null,
    failures: 0,
    adapterResponse: {},
    buildPath: null,
    rows: null,
    diagnostics: [],
    ...fields,
  });
  let result: NodeResult;
  try {
    result = finish({ adapterResponse: await work.execute(session) });
  } catch (error) {
    const message = diagnosticsOf(error)
      .map((each) => operationErrorText(each, environment.project))
      .join('\n');
    const { diagnostics } = failureOf(error, { node: work.node, compiled: null, environment });
    result = finish({ status: 'error', failures: 1, message, diagnostics });
  } finally {
    await session.settle();
    await stopListening();
    await session.close();
    await pool.close();
  }
  const run: RunResult = Object.freeze({
    command: 'run-operation',
    results: [result],
    startedAt,
    elapsed: (clock.monotonic() - started) / 1000,
    success: result.status === 'success',
    interrupted: signal?.aborted === true,
  });
  recordRun(environment, run);
  return run;
}

function findOperation(
  environment: RunEnvironment,
  qualified: string,
): { macro: Macro; packageName?: string } {
  const dot = qualified.indexOf('.');
  const packageName = dot === -1 ? undefined : qualified.slice(0, dot);
  const name = qualified.slice(dot + 1);
  const { library } = environment;
  const macro = packageName === undefined ? library.findAnywhere(name) : library.findIn(packageName, name);
  if (macro !== undefined) return packageName === undefined ? { macro } : { macro, packageName };
  const where = packageName === undefined ? 'any package' : `the "${packageName}" package`;
  const sentence = `dbt could not find a macro with the name "${name}" in ${where}`;
  environment.events({
    type: 'message',
    level: 'error',
    name: 'RunningOperationCaughtError',
    text: `Encountered an error while running operation: Runtime Error\n  ${sentence}`,
    data: { exc: `Runtime Error\n  ${sentence}` },
  });
  const guess = nearest(name, library.namesIn(packageName ?? environment.project.name));
  throw new DiagnosticError(
    diagnostic('D108', `There is no macro '${qualified}'`, {
      kind: 'Compilation Error',
      dbtMessage: `dbt could not find a macro with the name '${name}' in any package. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with "dbt deps".`,
      hint: guess === undefined ? undefined : `Did you mean '${guess}'?`,
    }),
  );
}

/**
 * Calls a macro as `run-operation` does: on a connection of its own, outside any node. What the macro begins and does not
 * commit is rolled back. Throws a `DiagnosticError` when there is no such macro; what goes wrong inside is a result.
 */
export async function runMacroOperation(options: MacroOperationOptions): Promise<RunResult> {
  const { environment } = options;
  const { macro, packageName } = findOperation(environment, options.name);
  const keywords = Object.fromEntries(
    Object.entries(options.args).map(([name, value]) => [name, fromPlain(value)]),
  );
  return runOperation(options, {
    node: operationNode({ uniqueId: macro.uniqueId, name: macro.name, environment }),
    async execute(session) {
      const scope = createMacroScope({
        environment,
        database: session,
        threadId: 'MainThread',
        ...(packageName === undefined ? {} : { packageName }),
      });
      await scope.call(macro, [], keywords);
      return {};
    },
  });
}

/**
 * Runs a statement as `run-operation --sql` does, in a transaction that is committed when it went well. (dbt leaves the
 * transaction open and loses the work.)
 */
export async function runSqlOperation(options: SqlOperationOptions): Promise<RunResult> {
  const { environment, sql } = options;
  const uniqueId = `sql_operation.${environment.project.name}.inline_query`;
  const told = { type: 'operationRun', name: 'inline_query' } as const;
  environment.events({ ...told, outcome: null, message: null, seconds: null });
  return runOperation(options, {
    node: operationNode({ uniqueId, name: 'inline_query', environment }),
    async execute(session) {
      const text =
        typeof sql === 'string'
          ? sql
          : (await compileNode({ node: sql, environment, database: session })).compiledCode;
      const { connection } = await session.open();
      await connection.begin();
      const comment = queryCommenter({ environment, connectionName: connection.name, node: null });
      const { response } = await connection.execute(comment(text));
      if (connection.inTransaction) await connection.commit();
      return response;
    },
  });
}
