import type { DocsConfig, GraphNode, UniqueId } from '../domain/index.ts';
import { graphNode } from '../domain/index.ts';
import { createDictionary, type Dictionary } from './dictionary.ts';
import type { DocsInput } from './docs-input.ts';
import { createMarkdown, type Markdown } from './markdown.ts';
import { NODE_KINDS, type NodeKind } from './payload.ts';

/** What the tables of a page share: which node has which index, and the words. */
export interface SiteIndex {
  readonly input: DocsInput;
  /** Everything with a place in the graph that is shown, in the order of the graph. */
  readonly nodes: readonly GraphNode[];
  readonly indexOf: ReadonlyMap<UniqueId, number>;
  readonly words: Dictionary;
  readonly texts: Dictionary;
  /** Index of the text's HTML in `texts`; -1 for an empty one. */
  textOf(markdown: string | null | undefined): number;
}

function isShown(node: GraphNode): boolean {
  const { docs } = node as { readonly docs?: DocsConfig };
  return NODE_KINDS.includes(node.resourceType as NodeKind) && docs?.show !== false;
}

function createTexts(markdown: Markdown, texts: Dictionary): SiteIndex['textOf'] {
  return (text) => {
    if (text === null || text === undefined || text.trim() === '') return -1;
    return texts.indexOf(markdown.render(text));
  };
}

/** Numbers everything that the page shows; things that `docs.show` hides are left out before anything is written. */
export function createSiteIndex(input: DocsInput): SiteIndex {
  const nodes = input.graph
    .order()
    .map((id) => graphNode(input.manifest, id))
    .filter((node) => node !== undefined)
    .filter(isShown);
  const texts = createDictionary();
  return {
    input,
    nodes,
    indexOf: new Map(nodes.map((node, index) => [node.uniqueId, index])),
    words: createDictionary(),
    texts,
    textOf: createTexts(createMarkdown(input), texts),
  };
}
