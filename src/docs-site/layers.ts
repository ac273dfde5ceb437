import type { GraphNode, Manifest } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Layer } from './payload.ts';

type Words = readonly (readonly [Layer, ReadonlySet<string>])[];

/** Folders and prefixes that name a layer and nothing else. */
const PLAIN_WORDS: Words = [
  ['staging', new Set(['staging', 'stage', 'stg', 'bronze'])],
  ['silver', new Set(['silver', 'intermediate', 'int'])],
  ['gold', new Set(['gold', 'marts', 'mart', 'dim', 'fct', 'fact'])],
];

/** Words that often do, but may also say what a model is about. */
const LOOSE_WORDS: Words = [
  ['staging', new Set(['base', 'raw', 'landing', 'prep', 'clean'])],
  ['silver', new Set(['core', 'conformed', 'enriched', 'integration'])],
  ['gold', new Set(['reporting', 'reports', 'analytics', 'agg', 'rpt'])],
];

const FIXED: Readonly<Partial<Record<GraphNode['resourceType'], Layer>>> = {
  source: 'source',
  seed: 'source',
  exposure: 'exposure',
  metric: 'exposure',
  semantic_model: 'exposure',
  saved_query: 'exposure',
  function: 'other',
  analysis: 'other',
};

function layerOfWord(word: string, words: Words): Layer | undefined {
  return words.find(([, words]) => words.has(word.toLowerCase()))?.[0];
}

function declaredLayer(node: GraphNode): Layer | undefined {
  const { meta } = node as { readonly meta?: Readonly<Record<string, unknown>> };
  const word = meta?.['layer'];
  return typeof word === 'string'
    ? (layerOfWord(word, PLAIN_WORDS) ?? layerOfWord(word, LOOSE_WORDS))
    : undefined;
}

/** Where a model without a telling name stands: first behind sources, last before nothing, or between. */
function layerOfPlace(node: GraphNode, { graph, manifest }: LayerOptions): Layer {
  const parents = graph.parents(node.uniqueId);
  if (parents.some((each) => manifest.sources.has(each)) || parents.length === 0) return 'staging';
  const isRead = graph
    .children(node.uniqueId)
    .some((each) => manifest.nodes.get(each)?.resourceType === 'model');
  return isRead ? 'silver' : 'gold';
}

export interface LayerOptions {
  readonly manifest: Manifest;
  readonly graph: Graph;
}

/**
 * The layer of a node: what `meta.layer` says, else a folder of its path that names one, else the prefix of its name, else a
 * folder that may mean one, else its place in the graph.
 */
export function layerOf(node: GraphNode, options: LayerOptions): Layer {
  const fixed = FIXED[node.resourceType];
  if (fixed !== undefined) return fixed;
  const folders = node.fqn.slice(1, -1);
  const prefix = /^([a-z]+)_/i.exec(node.name)?.[1] ?? '';
  const inFolders = (words: Words) =>
    folders.map((folder) => layerOfWord(folder, words)).find((each) => each !== undefined);
  return (
    declaredLayer(node) ??
    inFolders(PLAIN_WORDS) ??
    layerOfWord(prefix, PLAIN_WORDS) ??
    inFolders(LOOSE_WORDS) ??
    layerOfPlace(node, options)
  );
}
