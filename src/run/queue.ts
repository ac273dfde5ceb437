import type { Step, UniqueId } from '../domain/index.ts';
import { type LongNodes, secondsBelow } from './long-nodes.ts';
import { inQueueOrder, type RunPlan } from './plan.ts';

/** Hands out nodes whose parents are done. */
export interface NodeQueue {
  /** The next node that may start; undefined when none is ready now. */
  take(): Step | undefined;
  /** Whether a long node is ready and waits for cores to become idle. */
  holdsBack(): boolean;
  /** Tells that a node taken before is finished, well or not. */
  done(uniqueId: UniqueId): void;
  /** Nodes that were never taken, in plan order. */
  untaken(): readonly Step[];
}

/** A binary heap: plans have thousands of nodes, and all of them may be ready at once. */
function createHeap(before: (left: UniqueId, right: UniqueId) => number) {
  const items: UniqueId[] = [];
  const swap = (a: number, b: number) => {
    const kept = items[a] as UniqueId;
    items[a] = items[b] as UniqueId;
    items[b] = kept;
  };
  const precedes = (a: number, b: number) => before(items[a] as UniqueId, items[b] as UniqueId) < 0;
  return {
    push(item: UniqueId): void {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!precedes(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    first: () => items[0],
    pop(): UniqueId | undefined {
      const top = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return top;
      items[0] = last;
      for (let at = 0; ; ) {
        let least = at;
        for (const child of [2 * at + 1, 2 * at + 2]) {
          if (child < items.length && precedes(child, least)) least = child;
        }
        if (least === at) return top;
        swap(at, least);
        at = least;
      }
    },
  };
}

/**
 * The queue of a plan. As in dbt, nodes that became ready earlier come first; of those that became ready together the less
 * deep, then by id. A model keeps the place of the unit tests that run in front of it. Nodes that took long the last time, and
 * those in front of them, go before, the longest way down first. Two of them side by side only where cores are idle: one
 * statement of the engine uses all of them, and two need the memory of both.
 */
export function createQueue(plan: RunPlan, long: LongNodes): NodeQueue {
  const byId = new Map(plan.nodes.map((node) => [node.uniqueId, node]));
  const waiting = new Map([...plan.parents].map(([id, parents]) => [id, parents.size]));
  const taken = new Set<UniqueId>();
  const running = new Set<UniqueId>();
  const since = new Map<UniqueId, number>();
  let moment = 0;
  const turnOf = (id: UniqueId) => plan.turn.get(id) ?? id;
  const order = orderOf({ plan, long, readySince: (id) => since.get(turnOf(id)) ?? moment });
  const others = createHeap(order);
  const longOnes = createHeap(order);
  const add = (id: UniqueId) => {
    if (!since.has(turnOf(id))) since.set(turnOf(id), moment);
    (long.seconds.has(id) ? longOnes : others).push(id);
  };
  for (const [id, count] of waiting) if (count === 0) add(id);
  const takeLong = () => {
    const [id, other] = [longOnes.first(), others.first()];
    if (id === undefined || (other !== undefined && order(other, id) < 0)) return undefined;
    if (running.size > 0 && !long.takesIdleCores()) return undefined;
    running.add(id);
    return longOnes.pop();
  };
  return {
    take() {
      const id = takeLong() ?? others.pop();
      if (id === undefined) return undefined;
      taken.add(id);
      return byId.get(id);
    },
    holdsBack: () => longOnes.first() !== undefined,
    done(uniqueId) {
      running.delete(uniqueId);
      moment++;
      for (const child of plan.children.get(uniqueId) ?? []) {
        const left = (waiting.get(child) as number) - 1;
        waiting.set(child, left);
        if (left === 0) add(child);
      }
    },
    untaken: () => plan.nodes.filter((node) => !taken.has(node.uniqueId)),
  };
}

interface OrderOptions {
  readonly plan: RunPlan;
  readonly long: LongNodes;
  /** After how many finished nodes a node became ready. */
  readonly readySince: (id: UniqueId) => number;
}

function orderOf({ plan, long, readySince }: OrderOptions): (left: UniqueId, right: UniqueId) => number {
  const byPlan = inQueueOrder(plan);
  const order = (left: UniqueId, right: UniqueId) =>
    readySince(left) - readySince(right) || byPlan(left, right);
  if (long.seconds.size === 0) return order;
  const below = secondsBelow(plan, long.seconds);
  const of = (id: UniqueId) => below.get(id) ?? 0;
  return (left, right) => of(right) - of(left) || order(left, right);
}
