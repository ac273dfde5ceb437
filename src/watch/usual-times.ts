import { readHistory } from '../artifacts/index.ts';
import type { NodeResult, UniqueId } from '../domain/index.ts';
import type { Files } from '../host/index.ts';

/** Runs of a node that are looked at. */
const KEPT = 9;
const FINISHED: ReadonlySet<string> = new Set(['success', 'pass', 'warn', 'fail']);

/** How long nodes take: medians of their last runs, in seconds. */
export interface UsualTimes {
  of(id: UniqueId): number | null;
  add(results: readonly NodeResult[]): void;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}

/** Reads the history of the project when it is first asked. */
export function createUsualTimes(options: {
  readonly files: Files;
  readonly root: string;
  readonly target: string;
}): UsualTimes {
  let known: Map<UniqueId, number[]> | undefined;
  const add = (times: Map<UniqueId, number[]>, id: UniqueId, seconds: number) => {
    const list = times.get(id) ?? [];
    list.push(seconds);
    if (list.length > KEPT) list.shift();
    times.set(id, list);
  };
  const read = () => {
    if (known !== undefined) return known;
    known = new Map();
    for (const each of readHistory(options.files, options.root)) {
      if (each.target === options.target && FINISHED.has(each.status))
        add(known, each.uniqueId, each.seconds);
    }
    return known;
  };
  return {
    of(id) {
      const times = read().get(id);
      return times === undefined ? null : median(times);
    },
    add(results) {
      for (const { node, status, executionTime } of results) {
        if (FINISHED.has(status)) add(read(), node.uniqueId, executionTime);
      }
    },
  };
}
