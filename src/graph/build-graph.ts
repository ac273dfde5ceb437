import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { type GraphNode, graphNode, graphNodes, type Manifest, type UniqueId } from '../domain/index.ts';
import { createGraph, type Edge, type Graph } from './graph.ts';
import { testEdges } from './test-edges.ts';

/** The ids that something reads from; sources read from nothing. */
export function dependenciesOf(node: GraphNode): readonly UniqueId[] {
  return 'dependsOn' in node ? node.dependsOn.nodes : [];
}

function* readEdges(manifest: Manifest): Generator<Edge> {
  for (const node of graphNodes(manifest)) {
    for (const from of dependenciesOf(node)) yield { from, to: node.uniqueId, kind: 'reads' };
  }
}

const idsOf = (manifest: Manifest): readonly UniqueId[] =>
  Array.from(graphNodes(manifest), (node) => node.uniqueId);

/** The lineage graph of a manifest that was parsed without errors: there is no cycle in it. */
export function lineageGraph(manifest: Manifest): Graph {
  return createGraph(idsOf(manifest), readEdges(manifest));
}

/**
 * The lineage graph of a manifest. Throws a `DiagnosticError` that names the path of a cycle when there is one: nothing can
 * be ordered then.
 */
export function buildGraph(manifest: Manifest): Graph {
  const graph = lineageGraph(manifest);
  const cycle = graph.cycle();
  if (cycle !== undefined) throw new DiagnosticError(cycleDiagnostic(manifest, cycle));
  return graph;
}

/**
 * The graph by which `build` orders its work: on top of the lineage, nodes wait for the tests of what they read, so that bad
 * values go no further.
 */
export function buildGraphWithTests(
  manifest: Manifest,
  awaited: readonly Edge[] = testEdges(manifest, buildGraph(manifest)),
): Graph {
  return createGraph(idsOf(manifest), [...readEdges(manifest), ...awaited]);
}

function cycleDiagnostic(manifest: Manifest, cycle: readonly UniqueId[]) {
  const nodes = cycle.map((each) => graphNode(manifest, each));
  const names = nodes.map((each, at) => each?.name ?? (cycle[at] as string));
  const first = nodes.find((each) => each !== undefined && 'span' in each);
  const notes = nodes.flatMap((each, at) => {
    const next = names[(at + 1) % names.length];
    return each !== undefined && 'span' in each
      ? [{ message: `'${each.name}', which '${next}' reads from`, span: each.span }]
      : [];
  });
  return diagnostic('N090', `nodes read from each other in a circle: ${[...names, names[0]].join(' → ')}`, {
    ...(first !== undefined && 'span' in first ? { span: first.span } : {}),
    notes: notes.slice(1),
    hint: 'Remove one of these references.',
    dbtMessage: `Found a cycle: ${cycle.join(' --> ')}`,
    uniqueId: cycle[0],
  });
}
