/**
 * A layered layout for lineage graphs, from left to right: ranks by longest path, long edges through points that edges of one
 * source share, few crossings by barycentre sweeps, and positions by isotonic regression over the medians of neighbours.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  /** The middle of each node. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Points between the ends of each edge, as pairs of coordinates. */
  readonly bends: readonly (readonly number[])[];
}

const RANK_GAP = 56;
const NODE_GAP = 12;
const BEND_HEIGHT = 4;
const BEND_GAP = 3;
const SWEEPS = 8;
const PLACEMENTS = 6;

interface Ranked {
  readonly rank: Int32Array;
  readonly readers: number[][];
  readonly reads: number[][];
  /** Parents before children. */
  readonly order: readonly number[];
}

function rankNodes(count: number, edges: readonly (readonly [number, number])[]): Ranked {
  const readers: number[][] = Array.from({ length: count }, () => []);
  const reads: number[][] = Array.from({ length: count }, () => []);
  for (const [from, to] of edges) {
    readers[from]?.push(to);
    reads[to]?.push(from);
  }
  const waiting = reads.map((each) => each.length);
  const order: number[] = [];
  for (let node = 0; node < count; node++) if (waiting[node] === 0) order.push(node);
  const rank = new Int32Array(count);
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number;
    for (const child of readers[node] as number[]) {
      rank[child] = Math.max(rank[child] as number, (rank[node] as number) + 1);
      waiting[child] = (waiting[child] as number) - 1;
      if (waiting[child] === 0) order.push(child);
    }
  }
  // What has more readers than parents moves next to its first reader.
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at] as number;
    const children = readers[node] as number[];
    if (children.length === 0 || children.length < (reads[node] as number[]).length) continue;
    const first = Math.min(...children.map((child) => rank[child] as number));
    rank[node] = Math.max(rank[node] as number, first - 1);
  }
  return { rank, readers, reads, order };
}

/** Nodes and the points of long edges, in layers. */
interface Layers {
  readonly rank: number[];
  readonly up: number[][];
  readonly down: number[][];
  readonly layers: number[][];
  /** The points of each edge. */
  readonly chains: readonly (readonly number[])[];
}

function addBends(count: number, edges: readonly (readonly [number, number])[], ranks: Int32Array): Layers {
  const rank = [...ranks];
  const shared = new Map<string, number>();
  const segments: [number, number][] = [];
  const chains = edges.map(([from, to]) => {
    const chain: number[] = [];
    let last = from;
    for (let at = (ranks[from] as number) + 1; at < (ranks[to] as number); at++) {
      const key = `${from}/${at}`;
      const known = shared.get(key);
      const bend = known ?? rank.length;
      if (known === undefined) {
        shared.set(key, bend);
        rank.push(at);
        segments.push([last, bend]);
      }
      chain.push(bend);
      last = bend;
    }
    segments.push([last, to]);
    return chain;
  });
  const up: number[][] = rank.map(() => []);
  const down: number[][] = rank.map(() => []);
  const seen = new Set<number>();
  for (const [from, to] of segments) {
    const key = from * rank.length + to;
    if (seen.has(key)) continue;
    seen.add(key);
    down[from]?.push(to);
    up[to]?.push(from);
  }
  const layers: number[][] = Array.from(
    { length: rank.reduce((most, each) => Math.max(most, each), 0) + 1 },
    () => [],
  );
  visitDeep({ count, rank, up, down, layers });
  return { rank, up, down, layers, chains };
}

/** A first order in which connected things stand together. */
function visitDeep(graph: Omit<Layers, 'chains'> & { readonly count: number }): void {
  const { rank, up, down, layers, count } = graph;
  const seen = new Uint8Array(rank.length);
  const pending: number[] = [];
  for (let root = 0; root < count; root++) {
    if ((up[root] as number[]).length > 0) continue;
    pending.push(root);
    while (pending.length > 0) {
      const node = pending.pop() as number;
      if (seen[node] === 1) continue;
      seen[node] = 1;
      layers[rank[node] as number]?.push(node);
      const children = down[node] as number[];
      for (let at = children.length - 1; at >= 0; at--) {
        if (seen[children[at] as number] === 0) pending.push(children[at] as number);
      }
      for (const parent of up[node] as number[]) if (seen[parent] === 0) pending.push(parent);
    }
  }
}

/** How many pairs of edges cross, by counting inversions with a tree. */
function countCrossings({ layers, down }: Layers, place: Float64Array): number {
  let crossings = 0;
  for (let rank = 0; rank + 1 < layers.length; rank++) {
    const upper = layers[rank] as number[];
    let size = 1;
    while (size < (layers[rank + 1] as number[]).length) size <<= 1;
    const tree = new Int32Array(2 * size);
    for (const node of upper) {
      const targets = (down[node] as number[]).map((child) => place[child] as number).sort((a, b) => a - b);
      for (const target of targets) {
        let at = target + size;
        tree[at] = (tree[at] as number) + 1;
        while (at > 1) {
          if ((at & 1) === 0) crossings += tree[at + 1] as number;
          at >>= 1;
          tree[at] = (tree[at] as number) + 1;
        }
      }
    }
  }
  return crossings;
}

/** Orders each layer by the middle of its neighbours, forth and back, and keeps the order with the fewest crossings. */
function reduceCrossings(graph: Layers): void {
  const { layers, up, down, rank } = graph;
  const place = new Float64Array(rank.length);
  const setPlaces = () => {
    for (const layer of layers)
      layer.forEach((node, at) => {
        place[node] = at;
      });
  };
  setPlaces();
  let best = layers.map((each) => [...each]);
  let fewest = countCrossings(graph, place);
  const middle = new Float64Array(rank.length);
  for (let sweep = 0; sweep < SWEEPS * 2 && fewest > 0; sweep++) {
    const isDown = sweep % 2 === 0;
    for (let step = 1; step < layers.length; step++) {
      const layer = layers[isDown ? step : layers.length - 1 - step] as number[];
      for (const node of layer) {
        const neighbours = (isDown ? up : down)[node] as number[];
        let sum = 0;
        for (const each of neighbours) {
          sum += (place[each] as number) / ((layers[rank[each] as number] as number[]).length || 1);
        }
        middle[node] =
          neighbours.length === 0 ? (place[node] as number) : (sum / neighbours.length) * layer.length;
      }
      layer.sort(
        (a, b) =>
          (middle[a] as number) - (middle[b] as number) || (place[a] as number) - (place[b] as number),
      );
      layer.forEach((node, at) => {
        place[node] = at;
      });
    }
    const crossings = countCrossings(graph, place);
    if (crossings < fewest) {
      fewest = crossings;
      best = layers.map((each) => [...each]);
    }
  }
  best.forEach((each, at) => {
    layers[at] = each;
  });
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  const half = values.length >> 1;
  return values.length % 2 === 1
    ? (values[half] as number)
    : ((values[half - 1] as number) + (values[half] as number)) / 2;
}

/** Puts a layer as near to the wished places as its order and gaps allow: isotonic regression, pooling adjacent violators. */
function settle(wished: readonly number[], offsets: readonly number[], weights: readonly number[]): number[] {
  const sums: number[] = [];
  const loads: number[] = [];
  const counts: number[] = [];
  for (let at = 0; at < wished.length; at++) {
    const weight = weights[at] as number;
    let sum = ((wished[at] as number) - (offsets[at] as number)) * weight;
    let load = weight;
    let count = 1;
    while (sums.length > 0 && (sums.at(-1) as number) / (loads.at(-1) as number) > sum / load) {
      sum += sums.pop() as number;
      load += loads.pop() as number;
      count += counts.pop() as number;
    }
    sums.push(sum);
    loads.push(load);
    counts.push(count);
  }
  return sums.flatMap((sum, block) =>
    Array.from({ length: counts[block] as number }, () => sum / (loads[block] as number)),
  );
}

function placeLayers(graph: Layers, sizes: readonly Size[]): Float64Array {
  const { layers, up, down, rank } = graph;
  const isBend = (node: number) => node >= sizes.length;
  const height = (node: number) => (isBend(node) ? BEND_HEIGHT : (sizes[node] as Size).height);
  const gap = (node: number) => (isBend(node) ? BEND_GAP : NODE_GAP);
  const y = new Float64Array(rank.length);
  const offsetsOf = (layer: readonly number[]) => {
    let at = 0;
    return layer.map((node, index) => {
      const before = layer[index - 1];
      if (before !== undefined) at += height(before) / 2 + gap(before) + height(node) / 2;
      return at;
    });
  };
  for (const layer of layers) {
    const offsets = offsetsOf(layer);
    layer.forEach((node, at) => {
      y[node] = (offsets[at] as number) - (offsets.at(-1) as number) / 2;
    });
  }
  for (let round = 0; round < PLACEMENTS; round++) {
    const isDown = round % 2 === 0;
    const isLast = round === PLACEMENTS - 1;
    for (let step = 0; step < layers.length; step++) {
      const layer = layers[isDown ? step : layers.length - 1 - step] as number[];
      const wished = layer.map((node) => {
        const above = up[node] as number[];
        const below = down[node] as number[];
        const neighbours = isLast ? [...above, ...below] : isDown ? above : below;
        return neighbours.length === 0
          ? (y[node] as number)
          : median(neighbours.map((each) => y[each] as number));
      });
      const offsets = offsetsOf(layer);
      const settled = settle(
        wished,
        offsets,
        layer.map((node) => (isBend(node) ? 1.5 : 1)),
      );
      layer.forEach((node, at) => {
        y[node] = (settled[at] as number) + (offsets[at] as number);
      });
    }
  }
  return y;
}

/** Lays out nodes of these sizes; edges go from lower to higher ranks. A cycle's nodes stay in the first rank. */
export function layeredLayout(sizes: readonly Size[], edges: readonly (readonly [number, number])[]): Layout {
  const count = sizes.length;
  const { rank } = rankNodes(count, edges);
  const forward = edges.map(([from, to]) => [from, to] as const);
  const graph = addBends(count, forward, rank);
  reduceCrossings(graph);
  const y = placeLayers(graph, sizes);
  const widths = graph.layers.map((layer) =>
    layer.reduce((most, node) => Math.max(most, node < count ? (sizes[node] as Size).width : 0), 0),
  );
  const middles: number[] = [];
  let left = 0;
  for (const width of widths) {
    middles.push(left + width / 2);
    left += width + RANK_GAP;
  }
  const x = Float64Array.from({ length: count }, (_, node) => middles[rank[node] as number] as number);
  const bends = graph.chains.map((chain) =>
    chain.flatMap((bend) => [middles[graph.rank[bend] as number] as number, y[bend] as number]),
  );
  return { x, y: y.slice(0, count), bends };
}
