import { compileNode, type EphemeralCache, observeNode } from '../compile/index.ts';
import { type NodeObserver, queryCommenter, type RunEnvironment } from '../context/index.ts';
import { DiagnosticError } from '../diagnostics/index.ts';
import type { CompiledNode, NodeResult, OperationNode, Timing } from '../domain/index.ts';
import { writeCompiledFile } from './compiled-files.ts';
import { failureOf, nodeLabel } from './failure.ts';
import type { Session } from './session.ts';
import { skippedResult } from './skipped.ts';

export type HookMoment = 'on-run-start' | 'on-run-end';

export interface OnRunHookOptions {
  readonly environment: RunEnvironment;
  readonly moment: HookMoment;
  readonly session: Session;
  readonly ephemerals: EphemeralCache;
  /** `results`, `schemas` and `database_schemas`, for on-run-end. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** dbt's name of the thread in the results of hooks. */
const MAIN = 'main';
/** What `thread_id` says inside them: hooks run before and after the workers. */
const MAIN_THREAD = 'MainThread';

/** Hooks of this moment: packages by name, the root project last, then in their order within a package. */
export function onRunHooks(environment: RunEnvironment, moment: HookMoment): readonly OperationNode[] {
  const root = environment.project.name;
  const rank = (hook: OperationNode) => (hook.packageName === root ? 1 : 0);
  const byPackage = (left: OperationNode, right: OperationNode) =>
    left.packageName < right.packageName ? -1 : left.packageName > right.packageName ? 1 : 0;
  return [...environment.manifest.nodes.values()]
    .filter((node): node is OperationNode => node.resourceType === 'operation' && node.tags.includes(moment))
    .sort(
      (left, right) =>
        rank(left) - rank(right) || byPackage(left, right) || (left.index ?? 0) - (right.index ?? 0),
    );
}

/** A hook may render to JSON with the statement under `sql`, as `before_begin` and its kin do. */
function hookSql(text: string): string {
  if (!text.trimStart().startsWith('{')) return text;
  try {
    const parsed: unknown = JSON.parse(text);
    const sql = (parsed as { readonly sql?: unknown } | null)?.sql;
    return typeof sql === 'string' ? sql : text;
  } catch {
    return text;
  }
}

interface HookStep {
  readonly options: OnRunHookOptions;
  readonly hook: OperationNode;
  /** dbt's name for messages: `shop.on-run-start.0`. */
  readonly name: string;
  /** Tells that it starts. */
  readonly started: () => void;
}

async function compileHook({ options, hook }: HookStep, observer: NodeObserver): Promise<CompiledNode> {
  const { environment, session, ephemerals, extra } = options;
  const compiled = await compileNode({
    node: hook,
    environment,
    database: session,
    ephemerals,
    extra,
    threadId: MAIN_THREAD,
    observer,
  });
  const { host, project } = environment;
  writeCompiledFile({ files: host.files, targetPath: project.targetPath, compiled });
  environment.events({ type: 'nodeCompiled', node: hook });
  return compiled;
}

/** Hooks run outside any transaction, statement by statement. */
async function executeHook(
  { session, environment }: OnRunHookOptions,
  compiled: CompiledNode,
): Promise<void> {
  const sql = hookSql(compiled.compiledCode);
  if (sql.trim() === '') return;
  const { connection } = await session.open();
  const comment = queryCommenter({ environment, connectionName: connection.name, node: null });
  await connection.execute(comment(sql));
}

function failedHook(step: HookStep, error: unknown, compiled: CompiledNode | null) {
  const failure = failureOf(error, { node: step.hook, compiled, environment: step.options.environment });
  const sentence = failure.diagnostics.map((each) => each.dbtMessage).join('\n');
  return { message: `${step.name} failed, error:\n ${sentence}`, diagnostics: failure.diagnostics };
}

/** A hook that cannot be compiled ends the command, as in dbt; one whose statement fails is a failed node. */
function uncompiled({ hook, options }: HookStep, error: unknown): unknown {
  if (!(error instanceof DiagnosticError)) return error;
  const { diagnostics } = failureOf(error, { node: hook, compiled: null, environment: options.environment });
  return new DiagnosticError(
    diagnostics.map((each) =>
      each.kind === 'Compilation Error' ? { ...each, kind: `${each.kind} in ${nodeLabel(hook)}` } : each,
    ),
  );
}

async function runHook(step: HookStep): Promise<NodeResult> {
  const { options, hook, name } = step;
  const { clock } = options.environment.host;
  const timing: Timing[] = [];
  const started = clock.monotonic();
  const seen = observeNode();
  let compiled: CompiledNode | null = null;
  let mark = clock.now();
  const stamp = (stage: Timing['name']) => {
    timing.push({ name: stage, startedAt: mark, completedAt: clock.now() });
    mark = clock.now();
  };
  const result = (
    fields: Pick<NodeResult, 'status' | 'message' | 'failures' | 'diagnostics'>,
  ): NodeResult => ({
    ...skippedResult({ node: hook, threadId: MAIN }),
    node: seen.complete(compiled?.node ?? hook),
    compiled,
    timing,
    executionTime: (clock.monotonic() - started) / 1000,
    buildPath: seen.buildPath(),
    ...fields,
  });
  try {
    compiled = await compileHook(step, seen.observer);
    stamp('compile');
    step.started();
    await executeHook(options, compiled);
    stamp('execute');
    return result({ status: 'success', message: `${name} passed`, failures: 0, diagnostics: [] });
  } catch (error) {
    if (compiled === null) throw uncompiled(step, error);
    stamp('execute');
    return result({ status: 'error', failures: 1, ...failedHook(step, error, compiled) });
  } finally {
    await options.session.settle();
  }
}

/** dbt numbers hooks across packages when it runs them. */
function numbered(hook: OperationNode, index: number): OperationNode {
  return Object.freeze({ ...hook, index });
}

/**
 * Runs the hooks of a moment one after another. After a failed one the others are skipped; the caller decides what that
 * means for the nodes.
 */
export async function runOnRunHooks(options: OnRunHookOptions): Promise<readonly NodeResult[]> {
  const hooks = onRunHooks(options.environment, options.moment);
  const { events } = options.environment;
  const results: NodeResult[] = [];
  let failed = false;
  for (const [position, hook] of hooks.entries()) {
    const place = { index: position + 1, total: hooks.length };
    const name = `${hook.packageName}.${options.moment}.${position}`;
    const started = () => events({ type: 'nodeStarted', node: hook, thread: MAIN, ...place });
    if (!failed) events({ type: 'hookPrepared', node: hook, thread: MAIN, index: place.index });
    const result: NodeResult = failed
      ? { ...skippedResult({ node: hook, threadId: MAIN, message: `${name} skipped` }), failures: 1 }
      : await runHook({ options, hook: numbered(hook, place.index), name, started });
    failed ||= result.status === 'error';
    results.push(result);
    events(
      result.status === 'skipped'
        ? { type: 'nodeSkipped', result, because: null, ...place }
        : { type: 'nodeFinished', result, ...place },
    );
  }
  return results;
}
