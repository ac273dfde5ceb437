import { compileNode, type EphemeralCache, observeNode } from '../compile/index.ts';
import type { NodeObserver, RunEnvironment } from '../context/index.ts';
import {
  type CompiledNode,
  isEphemeral,
  type Node,
  type NodeResult,
  type UnitTestNode,
} from '../domain/index.ts';
import { writeCompiledFile } from './compiled-files.ts';
import {
  type Executed,
  type Execution,
  type Executor,
  NODE_KINDS,
  NOTHING_EXECUTED,
} from './executors/index.ts';
import { failureOf } from './failure.ts';
import { oneKeyedAtATime } from './key-lock.ts';
import { storesFailures } from './schemas.ts';
import type { Session } from './session.ts';
import { createStopwatch } from './stopwatch.ts';
import { withRetries } from './transient.ts';
import { prepareUnitTest } from './unit-test/prepare.ts';

/** How a command treats nodes: it chooses what is executed after compiling. */
export interface NodeTreatment {
  /** What to do with a compiled node; by default what its kind asks for. */
  readonly execute?: Executor;
  /** Take nodes as they are parsed; their text is not wanted (`clone`). Default false. */
  readonly skipsCompiling?: boolean;
  /** Also execute ephemeral models (`show`). Default false. */
  readonly runsEphemeral?: boolean;
}

/** Goes around the execution of a node: before and after it the node's session can be asked. */
export type AroundNode = (execution: Execution, execute: () => Promise<Executed>) => Promise<Executed>;

export interface RunNodeOptions {
  readonly node: Node;
  readonly environment: RunEnvironment;
  readonly session: Session;
  readonly threadId: string;
  readonly ephemerals: EphemeralCache;
  readonly treatment: NodeTreatment;
  readonly around?: AroundNode | undefined;
  /** Ends the pause before a node is tried again. */
  readonly signal?: AbortSignal | undefined;
  /** Names on top of the context of its materialization. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Whether the node is whole behind this; false for all batches of a model but the last. Default true. */
  readonly completes?: boolean;
}

/** A test has a relation when it stores its failures, which `--store-failures` may ask for only now. */
function withRelationName(node: Node, environment: RunEnvironment): Node {
  if (node.relationName !== null || !storesFailures(node, environment)) return node;
  const { database, schema, alias: identifier } = node;
  const relationName = environment.plugin.dialect.render({ database, schema, identifier, type: null });
  return Object.freeze({ ...node, relationName });
}

/** A node with the environment that it is compiled and run in. */
interface Ready {
  readonly compiled: CompiledNode | null;
  readonly environment: RunEnvironment;
}

async function compileUnitTest(
  node: UnitTestNode,
  options: RunNodeOptions,
  observer: NodeObserver,
): Promise<Ready> {
  const { session, threadId } = options;
  const scene = await prepareUnitTest({ node, environment: options.environment, session });
  const compiled = await compileNode({ ...scene, database: session, threadId, observer });
  const { host, project } = options.environment;
  writeCompiledFile({ files: host.files, targetPath: project.targetPath, compiled });
  return { compiled, environment: scene.environment };
}

async function compile(options: RunNodeOptions, observer: NodeObserver): Promise<Ready> {
  const { node, environment } = options;
  if (node.resourceType === 'unit_test') return compileUnitTest(node, options, observer);
  return { compiled: await compileOwn(options, observer), environment };
}

async function compileOwn(options: RunNodeOptions, observer: NodeObserver): Promise<CompiledNode | null> {
  const { node, environment, session, threadId, ephemerals } = options;
  if (options.treatment.skipsCompiling === true || !NODE_KINDS[node.resourceType].isCompiled) return null;
  const compiled = await compileNode({
    node: withRelationName(node, environment),
    environment,
    database: session,
    ephemerals,
    threadId,
    observer,
  });
  const { host, project } = environment;
  writeCompiledFile({ files: host.files, targetPath: project.targetPath, compiled });
  return compiled;
}

/**
 * Compiles and executes one node. Whatever goes wrong becomes its result: nothing a user can cause is thrown. What the
 * node left open in its transaction is rolled back.
 */
export function runNode(options: RunNodeOptions): Promise<NodeResult> {
  return oneKeyedAtATime(options.node, options.environment, () =>
    withRetries(options.environment, options.signal, () => runNodeNow(options)),
  );
}

/** dbt forgets the SQL of a unit test that could not be run. */
function isUnrun(node: Node, { status }: Executed): boolean {
  return node.resourceType === 'unit_test' && status === 'error';
}

async function runNodeNow(options: RunNodeOptions): Promise<NodeResult> {
  const { node, environment, session, threadId, treatment } = options;
  const watch = createStopwatch(environment);
  let compiled: CompiledNode | null = null;
  const seen = observeNode();
  const { observer } = seen;
  const result = (executed: Executed): NodeResult => ({
    node: seen.complete(compiled?.node ?? node),
    compiled:
      compiled === null || isUnrun(node, executed)
        ? null
        : { ...compiled, node: seen.complete(compiled.node) },
    timing: watch.timing,
    threadId,
    executionTime: watch.seconds(),
    buildPath: seen.buildPath(),
    ...executed,
  });
  try {
    environment.events({ type: 'nodeCompiling', node });
    const made = await watch.step('compile', () => compile(options, observer));
    compiled = made.compiled;
    if (compiled !== null) environment.events({ type: 'nodeCompiled', node: compiled.node });
    if (isEphemeral(node) && treatment.runsEphemeral !== true) return result(NOTHING_EXECUTED);
    const execute = treatment.execute ?? NODE_KINDS[node.resourceType].execute;
    const ready = {
      environment: made.environment,
      node: seen.complete(compiled?.node ?? node),
      compiled,
      session,
      threadId,
      observer,
      extra: options.extra,
      completes: options.completes,
    };
    environment.events({ type: 'nodeExecuting', node });
    const { around = (_, work) => work() } = options;
    return result(await watch.step('execute', () => around(ready, () => execute(ready))));
  } catch (error) {
    // dbt makes the rows of a unit test's inputs while it executes: its results have both steps.
    if (node.resourceType === 'unit_test' && compiled === null) await watch.step('execute', async () => {});
    return result({
      ...NOTHING_EXECUTED,
      status: 'error',
      ...failureOf(error, { node, compiled, environment }),
    });
  } finally {
    await session.settle();
  }
}
