export { buildGraph, buildGraphWithTests, dependenciesOf } from './build-graph.ts';
export type { Graph } from './graph.ts';
