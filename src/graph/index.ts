export { buildGraph, buildGraphWithTests, dependenciesOf } from './build-graph.ts';
export { createGraph, type Depth, type Edge, type EdgeKind, type Graph } from './graph.ts';
