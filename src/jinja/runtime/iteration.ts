import { Float } from '../../base/index.ts';
import {
  BOOL,
  ITER,
  isDict,
  LEN,
  mappingKeys,
  mappingSize,
  PyIterator,
  PySet,
  PyView,
  raise,
  Undefined,
} from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';
import { typeName } from './type-name.ts';

const SURROGATE = /[\ud800-\udfff]/;

/** The characters of a text as Python counts them: code points. The text itself where each is one code unit. */
export function characters(text: string): string | readonly string[] {
  return SURROGATE.test(text) ? [...text] : text;
}

/** Python's truth of a value. */
export function truth(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
    case 'bigint':
      return value !== 0n;
    case 'undefined':
      return false;
    default:
      return value !== null && objectTruth(value as object);
  }
}

function objectTruth(value: object): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Undefined) return false;
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof PySet || value instanceof PyView) return value.size > 0;
  if (isDict(value)) return mappingSize(value) > 0;
  const slots = slotsOf(value);
  if (slots[BOOL] !== undefined) return slots[BOOL]();
  return slots[LEN] === undefined || slots[LEN]() > 0;
}

/** Python's `len`. */
export function length(value: unknown): number {
  if (typeof value === 'string') return characters(value).length;
  if (Array.isArray(value)) return value.length;
  if (value instanceof PySet || value instanceof PyView) return value.size;
  if (value instanceof Undefined) return 0;
  if (isDict(value)) return mappingSize(value);
  return (
    slotsOf(value)[LEN]?.call(value) ?? raise('TypeError', `object of type '${typeName(value)}' has no len()`)
  );
}

function iterable(value: unknown): unknown[] | undefined {
  if (typeof value === 'string') return [...value];
  if (Array.isArray(value)) return value;
  if (value instanceof Undefined) return [];
  if (value instanceof PyView) return value.toArray();
  if (value instanceof PySet) return [...value];
  if (value instanceof PyIterator) return value.rest();
  if (isDict(value)) return mappingKeys(value);
  const own = slotsOf(value)[ITER];
  return own === undefined ? undefined : [...own.call(value)];
}

/** What a `for` loop over the value goes through. A list is returned as it is, not copied. */
export function iterate(value: unknown): unknown[] {
  return iterable(value) ?? raise('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** Whether a `for` loop can go over the value. */
export function isIterable(value: unknown): boolean {
  if (value instanceof PyIterator || typeof value === 'string' || Array.isArray(value)) return true;
  if (value instanceof Undefined || value instanceof PyView || value instanceof PySet) return true;
  return isDict(value) || slotsOf(value)[ITER] !== undefined;
}

/**
 * A check that a dict or set still has the size that it has now; null for values that may change while a loop goes over
 * them.
 */
export function sizeGuard(value: unknown): (() => void) | null {
  const isSet = value instanceof PySet;
  if (!isSet && !(value instanceof PyView) && !isDict(value)) return null;
  const size = length(value);
  return () => {
    if (length(value) !== size) {
      raise('RuntimeError', `${isSet ? 'Set' : 'dictionary'} changed size during iteration`);
    }
  };
}

/** Exactly `count` items, for an assignment to as many names. */
export function unpack(value: unknown, count: number): unknown[] {
  const items = iterable(value) ?? raise('TypeError', `cannot unpack non-iterable ${typeName(value)} object`);
  if (items.length < count) {
    raise('ValueError', `not enough values to unpack (expected ${count}, got ${items.length})`);
  }
  if (items.length > count) raise('ValueError', `too many values to unpack (expected ${count})`);
  return items;
}
