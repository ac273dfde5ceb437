import type { Node } from './node.ts';

/** Under this a node that is read piece by piece gives all of itself. */
export const WHOLE = Symbol('whole');

/**
 * The node as a plain value. A node of the parse cache is read piece by piece, which costs at each look and most of all when
 * it is copied: who runs one looks hundreds of times.
 */
export function wholeNode<Kind extends Node>(node: Kind): Kind {
  return (node as { readonly [WHOLE]?: Kind })[WHOLE] ?? node;
}
