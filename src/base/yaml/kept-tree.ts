import type { YamlNode, YamlPair } from './nodes.ts';

/**
 * A YAML tree as JSON, to be kept: lists of kind, place and content. What is as mostly is left out at the end of a list: the
 * text of a scalar that stands in the source as it is, no quotes, no tag.
 */

const SCALAR = 0;
const SEQUENCE = 1;
const MAPPING = 2;

type Kept = readonly [kind: number, start: number, end: number, ...rest: unknown[]];

function scalarOf(node: Extract<YamlNode, { kind: 'scalar' }>, source: string): Kept {
  const { start, end, text, plain, tag } = node;
  if (tag !== null) return [SCALAR, start, end, text, plain ? 1 : 0, tag];
  if (!plain) return [SCALAR, start, end, text, 0];
  return text === source.slice(start, end) ? [SCALAR, start, end] : [SCALAR, start, end, text];
}

/** Undefined where a node is used again under an alias: a list has no word for that. */
function keptOf(node: YamlNode, source: string): Kept | undefined {
  if (node.kind === 'alias') return undefined;
  if (node.kind === 'scalar') return scalarOf(node, source);
  const parts = node.kind === 'sequence' ? node.items : node.pairs.flatMap(({ key, value }) => [key, value]);
  const kept = parts.map((each) => keptOf(each, source));
  if (kept.includes(undefined)) return undefined;
  const kind = node.kind === 'sequence' ? SEQUENCE : MAPPING;
  return [kind, node.start, node.end, kept, ...(node.tag === null ? [] : [node.tag])];
}

function nodeOf([kind, start, end, ...rest]: Kept, source: string): YamlNode {
  if (kind === SCALAR) {
    const [text = source.slice(start, end), plain = 1, tag = null] = rest as [string?, number?, string?];
    return { kind: 'scalar', start, end, text, plain: plain === 1, tag };
  }
  const [parts, tag = null] = rest as [readonly Kept[], string?];
  const nodes = parts.map((each) => nodeOf(each, source));
  if (kind === SEQUENCE) return { kind: 'sequence', start, end, items: nodes, tag };
  const pairs: YamlPair[] = [];
  for (let at = 0; at < nodes.length; at += 2)
    pairs.push({ key: nodes[at] as YamlNode, value: nodes[at + 1] as YamlNode });
  return { kind: 'mapping', start, end, pairs, tag };
}

/** The text of a tree; undefined for one with aliases. */
export function treeText(root: YamlNode, source: string): string | undefined {
  const kept = keptOf(root, source);
  return kept === undefined ? undefined : JSON.stringify(kept);
}

/** The tree of a text that `treeText` made of the same source. */
export function treeOf(text: string, source: string): YamlNode {
  return nodeOf(JSON.parse(text) as Kept, source);
}
