import type { YamlMapping } from './nodes.ts';

/** Whether a parsed value is a YAML mapping: a plain object or a `Map`. */
export function isMapping(value: unknown): value is YamlMapping {
  if (value === null || typeof value !== 'object') return false;
  if (value instanceof Map) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Keys (of any scalar type) and values in the order of the text. */
export function mappingEntries(mapping: YamlMapping): readonly (readonly [unknown, unknown])[] {
  return mapping instanceof Map ? [...mapping] : Object.entries(mapping);
}

/** The value under a key; undefined when it is not there. */
export function mappingGet(mapping: YamlMapping, key: unknown): unknown {
  if (mapping instanceof Map) return mapping.get(key);
  return typeof key === 'string' && Object.hasOwn(mapping, key)
    ? (mapping as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

/** A plain object whose keys are text, as JSON would write them. */
export function mappingRecord(mapping: YamlMapping): Readonly<Record<string, unknown>> {
  return mapping instanceof Map
    ? Object.fromEntries([...mapping].map(([key, value]) => [String(key), value]))
    : (mapping as Readonly<Record<string, unknown>>);
}
