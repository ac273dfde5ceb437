export { buildGraph, buildGraphWithTests, dependenciesOf, lineageGraph } from './build-graph.ts';
export type { Graph } from './graph.ts';
