import { DiagnosticError, diagnostic, type Span } from '../diagnostics/index.ts';
import {
  type GraphNode,
  graphIds,
  graphNode,
  graphNodes,
  type Manifest,
  type UniqueId,
} from '../domain/index.ts';
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

/** The lineage graph of a manifest that was parsed without errors: there is no cycle in it. */
export function lineageGraph(manifest: Manifest): Graph {
  return createGraph(graphIds(manifest), readEdges(manifest));
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
  return createGraph(graphIds(manifest), [...readEdges(manifest), ...awaited]);
}

/** The call by which a node refers to another; else where its text begins: macros and hooks refer, too. */
function referenceSpan(reader: GraphNode, read: GraphNode): Span | undefined {
  const calls = 'refs' in reader ? reader.refs : [];
  const call = calls.find(
    ({ name, package: named }) => name === read.name && (named ?? read.packageName) === read.packageName,
  );
  return call?.span ?? ('span' in reader ? reader.span : undefined);
}

function cycleDiagnostic(manifest: Manifest, cycle: readonly UniqueId[]) {
  const nodes = cycle.map((each) => graphNode(manifest, each));
  const names = nodes.map((each, at) => each?.name ?? (cycle[at] as string));
  const steps = nodes.flatMap((reader, at) => {
    const read = nodes.at(at - 1);
    const span = reader === undefined || read === undefined ? undefined : referenceSpan(reader, read);
    return span === undefined ? [] : [{ message: `'${reader?.name}' reads from '${read?.name}'`, span }];
  });
  return diagnostic('N090', `nodes read from each other in a circle: ${[...names, names[0]].join(' → ')}`, {
    span: steps[0]?.span,
    label: steps[0]?.message,
    notes: steps.slice(1),
    hint: 'Remove one of these references.',
    dbtMessage: `Found a cycle: ${cycle.join(' --> ')}`,
    uniqueId: cycle[0],
  });
}
