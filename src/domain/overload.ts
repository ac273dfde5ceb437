import type { FunctionNode, FunctionOverload } from './node.ts';

/** A function as one of its overloads: with that one's text, arguments and answer. */
export function asOverload(node: FunctionNode, overload: FunctionOverload): FunctionNode {
  return Object.freeze({
    ...node,
    arguments: overload.arguments,
    returns: overload.returns ?? node.returns,
    rawCode: overload.rawBody,
    span: overload.span,
  });
}
