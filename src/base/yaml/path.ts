import { isMergeKey, mergedMappings, targetOf, type YamlMappingNode, type YamlNode } from './nodes.ts';

/** Keys and list indexes from the root to a value, as they stand in the parsed value. */
export type YamlPath = readonly unknown[];

export interface FoundNode {
  readonly key?: YamlNode;
  readonly value: YamlNode;
}

/** The node at a path, with the key it stands under. */
export function findNode(root: YamlNode, path: YamlPath): FoundNode | undefined {
  let found: FoundNode = { value: root };
  for (const part of path) {
    const inside = targetOf(found.value);
    const next = inside.kind === 'mapping' ? pairOf(inside, String(part)) : itemOf(inside, part);
    if (next === undefined) return undefined;
    found = next;
  }
  return found;
}

function itemOf(node: YamlNode, part: unknown): FoundNode | undefined {
  const item = node.kind === 'sequence' ? node.items[Number(part)] : undefined;
  return item && { value: item };
}

/** The last of doubled keys holds; own keys win over merged ones. */
function pairOf(node: YamlMappingNode, name: string, depth = 0): FoundNode | undefined {
  for (let at = node.pairs.length - 1; at >= 0; at--) {
    const pair = node.pairs[at];
    const key = pair && targetOf(pair.key);
    if (key?.kind === 'scalar' && key.text === name && !isMergeKey(key)) return pair;
  }
  if (depth > 20) return undefined;
  for (const pair of node.pairs) {
    if (!isMergeKey(pair.key)) continue;
    for (const source of (mergedMappings(pair.value) ?? []).toReversed()) {
      const found = pairOf(source, name, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
