import { PyDict } from './dict.ts';
import { CALL, GETATTR, GETITEM } from './protocol.ts';

/** A dict: ours, or an object that a host passed in. */
export type Mapping = PyDict | Record<string, unknown>;

/** Whether the value is a dict: a `PyDict` or a plain object without protocol symbols. */
export function isDict(value: unknown): value is Mapping {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof PyDict) return true;
  const prototype = Object.getPrototypeOf(value) as unknown;
  if (prototype !== Object.prototype && prototype !== null) return false;
  return !(GETATTR in value || CALL in value || GETITEM in value);
}

/** An own property of a plain object; `undefined` values are None. */
function own(object: Record<string, unknown>, key: unknown): unknown {
  if (typeof key !== 'string' || !Object.hasOwn(object, key)) return undefined;
  const value = object[key];
  return value === undefined ? null : value;
}

/** The value of a key, undefined when absent. */
export function mappingGet(mapping: Mapping, key: unknown): unknown {
  return mapping instanceof PyDict ? mapping.get(key) : own(mapping, key);
}

export function mappingHas(mapping: Mapping, key: unknown): boolean {
  if (mapping instanceof PyDict) return mapping.has(key);
  return typeof key === 'string' ? Object.hasOwn(mapping, key) : false;
}

/** Sets an item. On plain objects the property is defined, never assigned: `__proto__` is a key like any other. */
export function mappingSet(mapping: Mapping, key: unknown, value: unknown): void {
  if (mapping instanceof PyDict) mapping.set(key, value);
  else
    Object.defineProperty(mapping, String(key), {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}

export function mappingDelete(mapping: Mapping, key: unknown): void {
  if (mapping instanceof PyDict) mapping.delete(key);
  else if (typeof key === 'string') delete mapping[key];
}

export function mappingKeys(mapping: Mapping): unknown[] {
  return mapping instanceof PyDict ? mapping.keys() : Object.keys(mapping);
}

export function mappingValues(mapping: Mapping): unknown[] {
  return mapping instanceof PyDict ? mapping.values() : Object.keys(mapping).map((key) => own(mapping, key));
}

export function mappingEntries(mapping: Mapping): [unknown, unknown][] {
  return mapping instanceof PyDict
    ? mapping.entries()
    : Object.keys(mapping).map((key): [unknown, unknown] => [key, own(mapping, key)]);
}

export function mappingSize(mapping: Mapping): number {
  return mapping instanceof PyDict ? mapping.size : Object.keys(mapping).length;
}
