import type { Adapter } from '../adapter/contract.ts';
import type { EphemeralCache } from '../compile/index.ts';
import type { RunEnvironment } from '../context/index.ts';
import type { RunPlan } from './plan.ts';
import type { NodeTreatment } from './run-node.ts';
import { createSession, type Session } from './session.ts';

export interface RunOptions {
  readonly plan: RunPlan;
  readonly environment: RunEnvironment;
  /** Asked when something first needs the engine, and at most once. */
  readonly openAdapter: () => Promise<Adapter>;
  readonly threads: number;
  /** Stops the run: running statements are interrupted, nothing new starts, and the results say so. */
  readonly signal?: AbortSignal | undefined;
}

/** The steps that set one command apart from another. */
export interface RunShape {
  readonly treatment: NodeTreatment;
  /** Make schemas, fill the relation cache, run the on-run hooks: what changes data does, `compile` and `show` do not. */
  readonly preparesDatabase: boolean;
  /** Keep results of ephemeral models. */
  readonly reportsEphemeral: boolean;
}

/** The live things of one run, let go of at its end. */
export interface RunState {
  readonly options: RunOptions;
  readonly shape: RunShape;
  readonly master: Session;
  /** Connections of the nodes that are running. */
  readonly sessions: Set<Session>;
  readonly ephemerals: EphemeralCache;
  readonly openAdapter: () => Promise<Adapter>;
  halted: 'interrupt' | 'fail-fast' | null;
  stopping: Promise<void>;
}

/** A run that has not begun. */
export function createState(options: RunOptions, shape: RunShape): RunState {
  let adapter: Promise<Adapter> | undefined;
  const openAdapter = () => {
    adapter ??= options.openAdapter();
    return adapter;
  };
  return {
    options,
    shape,
    master: createSession({
      environment: options.environment,
      openAdapter,
      name: 'master',
      isHalted: () => options.signal?.aborted === true,
    }),
    sessions: new Set(),
    ephemerals: new Map(),
    openAdapter,
    halted: null,
    stopping: Promise.resolve(),
  };
}

/**
 * A connection for one node. It costs a fraction of a statement, and nothing that a node leaves behind (temporary tables,
 * settings, variables) reaches the next one, as in dbt.
 */
export async function withSession<Result>(
  state: RunState,
  name: string,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = createSession({
    environment: state.options.environment,
    openAdapter: state.openAdapter,
    name,
    isHalted: () => state.halted !== null,
  });
  state.sessions.add(session);
  try {
    return await work(session);
  } finally {
    await session.close();
    state.sessions.delete(session);
  }
}

/** Stops what is running. Opening an engine only to stop it would be absurd, so nothing happens before the first use. */
export function halt(state: RunState, why: 'interrupt' | 'fail-fast'): Promise<void> {
  if (state.halted !== null) return state.stopping;
  state.halted = why;
  const inUse = [state.master, ...state.sessions].some((session) => session.isOpen());
  if (inUse) state.stopping = state.openAdapter().then((adapter) => adapter.interruptAll());
  return state.stopping;
}
