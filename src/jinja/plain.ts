import { Float } from '../base/index.ts';
import { type ResultValue, valueFromSql } from './modules/index.ts';
import { str } from './runtime/text.ts';
import {
  isDict,
  mappingEntries,
  Namespace,
  PyDict,
  PyIterator,
  PySet,
  PyTuple,
  PyView,
  Undefined,
} from './values/index.ts';
import { TextLike } from './values/text-like.ts';

function plainObject(entries: readonly (readonly [unknown, unknown])[]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const name = typeof key === 'string' ? key : str(key);
    // Defined, not assigned: `__proto__` is a key like any other.
    Object.defineProperty(object, name, {
      value: toPlain(item),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return object;
}

/**
 * A runtime value as plain data: dicts become objects, tuples, sets, views and iterators arrays, undefined becomes null.
 * Floats keep their box; objects of the host are left as they are.
 */
export function toPlain(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Float) return value;
  if (value instanceof Undefined) return null;
  if (value instanceof TextLike) return value.text;
  if (Array.isArray(value) || value instanceof PySet) return Array.from(value as Iterable<unknown>, toPlain);
  if (value instanceof PyView) return value.toArray().map(toPlain);
  if (value instanceof PyIterator) return value.rest().map(toPlain);
  if (value instanceof Namespace) return toPlain(value.attributes);
  return isDict(value) ? plainObject(mappingEntries(value)) : value;
}

/** Plain data (JSON, YAML) as runtime values of their own, which templates may change. */
export function fromPlain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const items = Array.from(value, fromPlain);
    return value instanceof PyTuple ? PyTuple.of_(items) : items;
  }
  if (value instanceof Map)
    return PyDict.from([...value].map(([key, item]) => [key, fromPlain(item)] as const));
  if (!isDict(value)) return isMoment(value) ? valueFromSql(value) : value;
  return PyDict.from(mappingEntries(value).map(([key, item]) => [key, fromPlain(item)] as const));
}

/** Days and moments of YAML have the fields of those that a database answers with. */
function isMoment(value: object): value is object & ResultValue {
  const { kind } = value as { readonly kind?: unknown };
  return kind === 'date' || kind === 'timestamp';
}
