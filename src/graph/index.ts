export { buildGraph, buildGraphWithTests, dependenciesOf, lineageGraph } from './build-graph.ts';
export type { Edge, Graph } from './graph.ts';
export { type GraphSummary, graphSummary } from './graph-summary.ts';
export { buildEdges, testEdges } from './test-edges.ts';
