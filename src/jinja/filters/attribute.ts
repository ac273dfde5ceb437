import { getItem } from '../runtime/access.ts';
import type { Environment } from '../runtime/environment.ts';
import { Undefined } from '../values/index.ts';
import { unmarked } from '../values/text-like.ts';

/** Reads `attribute` arguments of filters such as `map` and `sort`: dotted paths, with ints for digits. */
function pathOf(attribute: unknown): readonly unknown[] {
  if (attribute === null || attribute === undefined) return [];
  if (typeof attribute !== 'string') return [attribute];
  return attribute.split('.').map((part) => (/^\p{Nd}+$/u.test(part) ? Number(part) : part));
}

/** A function that reads an attribute path from an item; `fallback` stands in for what is missing. */
export function attributeGetter(
  environment: Environment,
  attribute: unknown,
  fallback: unknown = null,
): (item: unknown) => unknown {
  const path = pathOf(attribute);
  return (item) => {
    let value = item;
    for (const part of path) {
      value = getItem(value, part, environment.undefinedOf);
      if (value instanceof Undefined && fallback !== null && fallback !== undefined) value = fallback;
    }
    return value;
  };
}

/** Lower case for texts: how filters compare unless told to mind the case. */
export function ignoreCase(value: unknown): unknown {
  const text = unmarked(value);
  return typeof text === 'string' ? text.toLowerCase() : value;
}
