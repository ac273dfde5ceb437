import type { Site } from '../data/site.ts';

export interface CriticalPath {
  readonly nodes: readonly number[];
  readonly seconds: number;
}

/** The chain of nodes that read each other and took longest together in the last run: with endless threads the run takes this long. */
export function criticalPath(site: Site): CriticalPath {
  const total = new Float64Array(site.count);
  const before = new Int32Array(site.count).fill(-1);
  let last = -1;
  // Nodes are numbered parents first.
  for (let node = 0; node < site.count; node++) {
    for (const parent of site.reads[node] ?? []) {
      if ((total[parent] as number) > (before[node] === -1 ? 0 : (total[before[node] as number] as number)))
        before[node] = parent;
    }
    const own = site.result(site.core.nodes.uniqueId[node] as string)?.seconds ?? 0;
    total[node] = own + (before[node] === -1 ? 0 : (total[before[node] as number] as number));
    if (own > 0 && (last === -1 || (total[node] as number) > (total[last] as number))) last = node;
  }
  const nodes: number[] = [];
  for (let node = last; node !== -1; node = before[node] as number) {
    if (site.result(site.core.nodes.uniqueId[node] as string) !== undefined) nodes.unshift(node);
  }
  return { nodes, seconds: last === -1 ? 0 : (total[last] as number) };
}
