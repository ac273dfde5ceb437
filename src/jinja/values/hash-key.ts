import { Float } from '../../base/index.ts';
import { HASH } from './protocol.ts';
import { TextLike } from './text-like.ts';
import { PyTuple } from './tuple.ts';
import { Undefined } from './undefined.ts';

const NONE_KEY = Symbol('None');
const UNDEFINED_KEY = Symbol('Undefined');
const identities = new WeakMap<object, number>();
let nextIdentity = 0;

function identity(object: object): number {
  let id = identities.get(object);
  if (id === undefined) {
    id = nextIdentity++;
    identities.set(object, id);
  }
  return id;
}

function floatKey(value: number): number | bigint {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value) : value;
}

function tupleKey(items: PyTuple, onUnhashable: (value: unknown) => never): string {
  let key = '\u0000(';
  for (const item of items) {
    const part = hashKey(item, onUnhashable);
    const text = typeof part === 'object' && part !== null ? `@${identity(part)}` : String(part);
    key += `${typeof part}${text.length}:${text},`;
  }
  return key;
}

/**
 * The `Map` key under which Python-equal values collide: `1`, `1.0` and `True` are one key, tuples compare by content.
 * Lists, dicts and sets are not hashable; `onUnhashable` raises for them.
 */
export function hashKey(value: unknown, onUnhashable: (value: unknown) => never): unknown {
  switch (typeof value) {
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'undefined':
      return UNDEFINED_KEY;
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return NONE_KEY;
  if (value instanceof Float) return floatKey(value.value);
  if (value instanceof Undefined) return UNDEFINED_KEY;
  if (value instanceof PyTuple) return tupleKey(value, onUnhashable);
  if (value instanceof TextLike) return value.text;
  const own = (value as { [HASH]?: () => string | number | bigint })[HASH];
  if (typeof own === 'function') {
    const key = own.call(value);
    return typeof key === 'string' ? `\u0000h${key}` : key;
  }
  if (isUnhashable(value)) return onUnhashable(value);
  return value;
}

function isUnhashable(value: object): boolean {
  if (Array.isArray(value)) return value.constructor === Array;
  if (UNHASHABLE in value) return true;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return (
    prototype === Object.prototype || (prototype === null && Object.getOwnPropertySymbols(value).length === 0)
  );
}

/** Marks our mutable collections. */
export const UNHASHABLE = Symbol('jinja.unhashable');
