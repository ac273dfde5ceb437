import type { Manifest, Node, UniqueId } from '../domain/index.ts';
import type { Edge, Graph } from './graph.ts';

/** Tests by what they read: those of one node, and those of several nodes together. */
interface Tests {
  readonly ofOne: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  readonly ofSeveral: readonly { readonly test: UniqueId; readonly reads: readonly UniqueId[] }[];
}

function sortTests(manifest: Manifest): Tests {
  const ofOne = new Map<UniqueId, UniqueId[]>();
  const ofSeveral: { test: UniqueId; reads: readonly UniqueId[] }[] = [];
  for (const node of manifest.nodes.values()) {
    if (node.resourceType !== 'test') continue;
    const reads = [...new Set(node.dependsOn.nodes)];
    const [only] = reads;
    if (reads.length > 1) ofSeveral.push({ test: node.uniqueId, reads });
    else if (only !== undefined) ofOne.set(only, [...(ofOne.get(only) ?? []), node.uniqueId]);
  }
  return { ofOne, ofSeveral };
}

/**
 * The edges that make nodes wait for tests. A node waits for a test when everything the test reads is upstream of the node:
 * that never makes it wait for anything but tests, so no cycle can arise. Only the nearest such nodes get an edge, those
 * further down wait through them; the order of execution is that of dbt.
 */
export function testEdges(manifest: Manifest, lineage: Graph): readonly Edge[] {
  const { ofOne, ofSeveral } = sortTests(manifest);
  const isExecutable = (id: UniqueId): boolean => {
    const node = manifest.nodes.get(id);
    return node !== undefined && node.resourceType !== 'test';
  };
  const edges: Edge[] = [];
  for (const [read, tests] of ofOne) {
    for (const to of lineage.children(read)) {
      if (isExecutable(to)) for (const from of tests) edges.push({ from, to, kind: 'awaits' });
    }
  }
  const below = nodesBelow(
    lineage,
    ofSeveral.flatMap(({ reads }) => reads),
  );
  for (const { test, reads } of ofSeveral) {
    for (const to of nearestBelowAll(reads, lineage, below)) {
      if (isExecutable(to)) edges.push({ from: test, to, kind: 'awaits' });
    }
  }
  return edges;
}

/** Whether a node is downstream of a tested one. */
type IsBelow = (node: UniqueId, tested: UniqueId) => boolean;

/** Answers for all tested nodes at once, with one bit for each: projects have thousands of tests of relationships. */
function nodesBelow(lineage: Graph, tested: readonly UniqueId[]): IsBelow {
  const places = new Map([...new Set(tested)].map((each, at) => [each, at]));
  if (places.size === 0) return () => false;
  const words = Math.ceil(places.size / 32);
  const upstream = new Map<UniqueId, Uint32Array>();
  for (const node of lineage.order()) {
    const bits = new Uint32Array(words);
    for (const parent of lineage.parents(node)) {
      const above = upstream.get(parent);
      for (let at = 0; at < words; at++) bits[at] = (bits[at] as number) | (above?.[at] ?? 0);
      const place = places.get(parent);
      if (place !== undefined) bits[place >> 5] = (bits[place >> 5] as number) | (1 << (place & 31));
    }
    upstream.set(node, bits);
  }
  return (node, read) => {
    const place = places.get(read);
    const bits = upstream.get(node);
    return (
      place !== undefined && bits !== undefined && ((bits[place >> 5] as number) & (1 << (place & 31))) !== 0
    );
  };
}

/** The first nodes on each way down that are downstream of all of `reads`. */
function nearestBelowAll(reads: readonly UniqueId[], lineage: Graph, isBelow: IsBelow): readonly UniqueId[] {
  const found: UniqueId[] = [];
  const seen = new Set<UniqueId>();
  const pending = reads.slice(0, 1);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const child of lineage.children(at)) {
      if (seen.has(child)) continue;
      seen.add(child);
      if (reads.every((each) => isBelow(child, each))) found.push(child);
      else pending.push(child);
    }
  }
  return found;
}

export interface BuildEdgesOptions {
  readonly manifest: Manifest;
  readonly lineage: Graph;
  readonly selected: readonly UniqueId[];
}

/**
 * What a build of a part of the project waits for: what a node reads from, and those of the selected tests that must pass
 * before it. The whole graph with tests is not made for this.
 */
export function buildEdges({ manifest, lineage, selected }: BuildEdgesOptions): {
  parentsOf(uniqueId: UniqueId): Iterable<UniqueId>;
} {
  const nodes = new Map<UniqueId, Node>();
  for (const id of selected) {
    const node = manifest.nodes.get(id);
    if (node !== undefined) nodes.set(id, node);
  }
  const awaited = new Map<UniqueId, UniqueId[]>();
  for (const { from, to } of testEdges({ ...manifest, nodes }, lineage))
    awaited.set(to, [...(awaited.get(to) ?? []), from]);
  return { parentsOf: (id) => [...lineage.parents(id), ...(awaited.get(id) ?? [])] };
}
