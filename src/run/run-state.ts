import type { Adapter } from '../adapter/contract.ts';
import type { RunJournal } from '../artifacts/index.ts';
import type { EphemeralCache } from '../compile/index.ts';
import type { DeferralRules, RunEnvironment } from '../context/index.ts';
import type { CompiledNode, RunResult, Step, UniqueId } from '../domain/index.ts';
import { type ConnectionPool, createConnectionPool } from './connection-pool.ts';
import type { RunPlan } from './plan.ts';
import type { Publication } from './publication.ts';
import type { AroundNode, NodeTreatment } from './run-node.ts';
import type { SchemaName } from './schemas.ts';
import { createSession, type Session } from './session.ts';
import { createTurns, type Turn } from './turns.ts';

/** What is to be written of a run once it is over. */
export interface RunWriting {
  /** Writes compiled SQL. */
  readonly files: () => Promise<void>;
  /** Writes artifacts and history, step by step; what is not finished leaves those of an earlier run. */
  readonly record: () => Iterable<void>;
}

export interface RunOptions {
  readonly plan: RunPlan;
  readonly environment: RunEnvironment;
  /** Asked when something first needs the engine, and at most once. */
  readonly openAdapter: () => Promise<Adapter>;
  readonly threads: number;
  /** `--defer`: what references fall back on. */
  readonly deferral?: DeferralRules | undefined;
  /** How a run on a copy of the database ends. Default: the run works on the database itself. */
  readonly publication?: Publication | undefined;
  /** Stops the run: running statements are interrupted, nothing new starts, and the results say so. */
  readonly signal?: AbortSignal | undefined;
  /** Asked when the turn of a step has come: what is not wanted is left out without a word. Default: all are wanted. */
  readonly isWanted?: (step: Step) => boolean;
  /** Goes around the execution of every node. */
  readonly around?: AroundNode;
  /** Takes what is to be written for a better moment. Default: it is written at the end of the run. */
  readonly later?: ((writing: RunWriting) => void) | undefined;
  /** Schemas whose relations the adapter's catalog knows as they are now: they are not looked up. Default: none. */
  readonly knownSchemas?: readonly SchemaName[] | undefined;
}

/** The steps that set one command apart from another. */
export interface RunShape {
  readonly treatment: NodeTreatment;
  /** Make schemas, fill the relation cache, run the on-run hooks: what changes data does, `compile` and `show` do not. */
  readonly preparesDatabase: boolean;
  /** Make schemas without hooks around the nodes (`clone`). Default false. */
  readonly leavesOutHooks?: boolean;
  /** Called in the place of hooks that are left out. */
  readonly insteadOfHooks?: () => void;
  /** Keep results of ephemeral models. */
  readonly reportsEphemeral: boolean;
  /** A failing node fails the whole command, which then leaves the artifacts as they were. Default false. */
  readonly stopsWithFirstError?: boolean;
  /** Writes what there is to be kept of the run. Default: `run_results.json` and the history. */
  readonly record?: (
    environment: RunEnvironment,
    result: RunResult,
    ephemerals?: readonly CompiledNode[],
  ) => void;
  /** A look into the database in the middle of another command: no events, no artifacts. Default false. */
  readonly isAside?: boolean;
}

/** The live things of one run, let go of at its end. */
export interface RunState {
  readonly options: RunOptions;
  readonly shape: RunShape;
  readonly master: Session;
  readonly pool: ConnectionPool;
  /** Null where no results are recorded. */
  readonly journal: RunJournal | null;
  readonly ephemerals: EphemeralCache;
  /** Ephemeral models that were nodes of the plan; they have no result of their own. */
  readonly compiledEphemerals: CompiledNode[];
  /** What was not wanted when its turn came. */
  readonly leftOut: Set<UniqueId>;
  /** Lets what waits for a disk or an engine go on, where nodes only compile; asked before each node. */
  readonly turn: Turn;
  halted: 'interrupt' | 'fail-fast' | null;
  stopping: Promise<void>;
}

/** A run that has not begun. */
export function createState(
  options: RunOptions,
  shape: RunShape,
  journal: RunJournal | null = null,
): RunState {
  const pool = createConnectionPool(options.openAdapter);
  const master = createSession({
    environment: options.environment,
    pool,
    name: 'master',
    isHalted: () => options.signal?.aborted === true,
  });
  return {
    options,
    shape,
    master,
    pool,
    journal,
    ephemerals: new Map(),
    compiledEphemerals: [],
    leftOut: new Set(),
    turn: createTurns(options.environment.host.clock),
    halted: null,
    stopping: Promise.resolve(),
  };
}

/** Work with a connection for one node. */
export async function withSession<Result>(
  state: RunState,
  name: string,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = createSession({
    environment: state.options.environment,
    pool: state.pool,
    name,
    isHalted: () => state.halted !== null,
  });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Stops what is running; nothing new starts. */
export function halt(state: RunState, why: 'interrupt' | 'fail-fast'): Promise<void> {
  if (state.halted !== null) return state.stopping;
  state.halted = why;
  state.stopping = state.pool.interruptAll();
  return state.stopping;
}
