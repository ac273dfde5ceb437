export { buildGraph, buildGraphWithTests, dependenciesOf } from './build-graph.ts';
export type { Depth, Edge, EdgeKind, Graph } from './graph.ts';
