import type { Methods } from '../methods/method.ts';
import { CALL, type Keywords, REPR, TYPE } from '../values/index.ts';
import { unmarked } from '../values/text-like.ts';
import { bindArguments } from './arguments.ts';
import { qualifiedName } from './type-name.ts';

/** `object.name` of a built-in type: the method with its object. */
export function bindMethod(object: unknown, name: string, methods: Methods): unknown {
  const method = methods[name];
  if (method === undefined) return undefined;
  const isTextMethod = typeof object === 'string';
  const plain = (bound: unknown[]) => (isTextMethod ? bound.map(unmarked) : bound);
  const call = (positional: readonly unknown[], keywords: Keywords): unknown =>
    method.run(object as never, plain(bindArguments(method.signature, positional, keywords)));
  return Object.freeze({
    [CALL]: call,
    [TYPE]: 'builtin_function_or_method',
    [REPR]: () => `<built-in method ${name} of ${qualifiedName(object)} object at 0x7f0000000000>`,
  });
}
