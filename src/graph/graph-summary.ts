import type { GraphNode, Manifest, UniqueId } from '../domain/index.ts';
import { dependenciesOf } from './build-graph.ts';
import type { Edge } from './graph.ts';

interface SummaryNode {
  readonly name: UniqueId;
  /** Its kind, in dbt's word. */
  readonly type: string;
  /** The numbers of what reads from it or waits for it; left out where nothing does. */
  succ: number[] | undefined;
}

/** The things of a graph by number, as dbt's graph_summary.json has them. */
export type GraphSummary = readonly SummaryNode[];

/** In the order in which dbt links them, by which they are numbered. */
function* linked(manifest: Manifest): Generator<GraphNode> {
  yield* manifest.nodes.values();
  yield* manifest.semanticModels.values();
  yield* manifest.exposures.values();
  yield* manifest.functions.values();
  yield* manifest.metrics.values();
  yield* manifest.unitTests.values();
  yield* manifest.savedQueries.values();
}

/**
 * The shape of a graph: what there is, and what follows from what. `awaited` are the edges by which nodes wait for tests on
 * top of those by which they read.
 */
export function graphSummary(manifest: Manifest, awaited: Iterable<Edge> = []): GraphSummary {
  const numbers = new Map<UniqueId, number>();
  const summary: SummaryNode[] = [];
  const numberOf = (name: UniqueId): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const number = summary.push({ name, type: name.slice(0, name.indexOf('.')), succ: undefined }) - 1;
    numbers.set(name, number);
    return number;
  };
  const follows = (from: UniqueId, number: number) => {
    const before = summary[numberOf(from)] as SummaryNode;
    before.succ ??= [];
    before.succ.push(number);
  };
  for (const uniqueId of manifest.sources.keys()) numberOf(uniqueId);
  for (const node of linked(manifest)) {
    const number = numberOf(node.uniqueId);
    const read = dependenciesOf(node);
    for (const from of read.length < 2 ? read : new Set(read)) follows(from, number);
  }
  for (const { from, to } of awaited) follows(from, numberOf(to));
  return summary;
}
