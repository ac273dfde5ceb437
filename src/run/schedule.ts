import { isEphemeral, type NodeResult, type Step } from '../domain/index.ts';
import { type LongNodes, NONE_LONG } from './long-nodes.ts';
import type { RunPlan } from './plan.ts';
import { createQueue } from './queue.ts';
import { createSkipLedger, type SkipCause } from './skips.ts';

/** One of the workers that share a plan. Each has its own connection. */
export interface Worker {
  /** From 1. */
  readonly number: number;
  /** dbt's thread name, `Thread-1 (worker)`. */
  readonly threadId: string;
}

/** A node's place in what people see: `3 of 12`; ephemeral models have none (0). */
export interface Place {
  readonly index: number;
  readonly total: number;
}

export interface NodeTask {
  readonly node: Step;
  readonly worker: Worker;
  readonly place: Place;
}

export interface ScheduleOptions {
  readonly plan: RunPlan;
  readonly threads: number;
  /** Default: no node is known to take long. */
  readonly long?: LongNodes | undefined;
  /** Runs a node. It never rejects for what a user can cause; a rejection stops the schedule and is passed on. */
  readonly execute: (task: NodeTask) => Promise<NodeResult>;
  readonly skip: (task: NodeTask, cause: SkipCause) => NodeResult;
  /** Called with every result in the order of finishing. True stops the schedule: no further node starts. */
  readonly onResult: (result: NodeResult) => boolean;
  /** No further node starts once this is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export interface ScheduleOutcome {
  /** In the order of finishing, ephemeral models included. */
  readonly results: readonly NodeResult[];
  /** Nodes that never started because the schedule was stopped. */
  readonly unstarted: readonly Step[];
}

/** Lets workers sleep until something changes. */
function createBell() {
  let sleepers: (() => void)[] = [];
  return {
    sleep: () => new Promise<void>((resolve) => sleepers.push(resolve)),
    ring() {
      const woken = sleepers;
      sleepers = [];
      for (const wake of woken) wake();
    },
  };
}

/**
 * Runs a plan with `threads` workers: a node starts when all its parents are done. Skipping follows dbt's rules; a skipped
 * node counts as done, so the nodes below it are looked at too.
 */
export async function schedule(options: ScheduleOptions): Promise<ScheduleOutcome> {
  const long = options.long ?? NONE_LONG;
  const queue = createQueue(options.plan, long);
  const ledger = createSkipLedger(options.plan);
  const bell = createBell();
  const results: NodeResult[] = [];
  let remaining = options.plan.nodes.length;
  let counted = 0;
  let stopped = false;
  const isStopped = () => stopped || options.signal?.aborted === true;

  const run = async (node: Step, worker: Worker): Promise<void> => {
    const index = isEphemeral(node) ? 0 : ++counted;
    const task = { node, worker, place: { index, total: index === 0 ? 0 : options.plan.total } };
    const cause = ledger.causeFor(node.uniqueId);
    const result = cause === undefined ? await options.execute(task) : options.skip(task, cause);
    results.push(result);
    ledger.record(result);
    if (options.onResult(result)) stopped = true;
    remaining--;
    queue.done(node.uniqueId);
    bell.ring();
  };

  const work = async (number: number): Promise<void> => {
    const worker = { number, threadId: `Thread-${number} (worker)` };
    while (remaining > 0 && !isStopped()) {
      const node = queue.take();
      if (node !== undefined) await run(node, worker);
      else if (queue.holdsBack()) await Promise.race([bell.sleep(), long.pause()]);
      else await bell.sleep();
    }
    bell.ring();
  };

  const stop = () => {
    stopped = true;
    bell.ring();
  };
  options.signal?.addEventListener('abort', stop);
  const count = Math.max(1, Math.min(options.threads, options.plan.nodes.length));
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, (_, index) =>
      work(index + 1).catch((error: unknown) => {
        stop();
        throw error;
      }),
    ),
  );
  options.signal?.removeEventListener('abort', stop);
  const failed = outcomes.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { results, unstarted: queue.untaken() };
}
