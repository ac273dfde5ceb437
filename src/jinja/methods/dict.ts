import { iterate } from '../runtime/iteration.ts';
import { repr } from '../runtime/text.ts';
import { typeName } from '../runtime/type-name.ts';
import {
  isDict,
  type Mapping,
  mappingDelete,
  mappingEntries,
  mappingGet,
  mappingKeys,
  mappingSet,
  PyDict,
  PySet,
  PyView,
  raise,
  tuple,
} from '../values/index.ts';
import { methodTable } from './method.ts';

/** The pairs that `dict(x)` and `update(x)` take: of a dict, or of an iterable of pairs. */
export function pairsOf(source: unknown): readonly (readonly [unknown, unknown])[] {
  if (isDict(source)) return mappingEntries(source);
  return Array.from(iterate(source), (item, position): [unknown, unknown] => {
    const scalar = item === null || typeof item === 'number' || typeof item === 'boolean';
    if (scalar) {
      raise('TypeError', `cannot convert dictionary update sequence element #${position} to a sequence`);
    }
    const pair = iterate(item);
    if (pair.length !== 2) {
      raise(
        'ValueError',
        `dictionary update sequence element #${position} has length ${pair.length}; 2 is required`,
      );
    }
    return [pair[0], pair[1]];
  });
}

/** `dict.update`, also what the `dict` and `namespace` functions do with their arguments. */
export function updateMapping(mapping: Mapping, source: unknown, keywords: unknown): void {
  if (source !== undefined) for (const [key, value] of pairsOf(source)) setItem(mapping, key, value);
  if (keywords instanceof PyDict) for (const [key, value] of keywords.entries()) setItem(mapping, key, value);
}

/** Hosts pass frozen objects where a template must not change them. */
function requireMutable(mapping: Mapping): void {
  if (mapping instanceof PyDict || !Object.isFrozen(mapping)) return;
  raise('TypeError', `'${typeName(mapping)}' object does not support item assignment`);
}

function setItem(mapping: Mapping, key: unknown, value: unknown): void {
  requireMutable(mapping);
  mappingSet(mapping, key, value);
}

/** The value of a key; an unhashable key is an error, whatever kind of dict it is. */
function lookUp(mapping: Mapping, key: unknown): unknown {
  if (typeof key !== 'string') new PySet().has(key);
  return mappingGet(mapping, key);
}

function pop(mapping: Mapping, [key, fallback]: readonly unknown[]): unknown {
  const value = lookUp(mapping, key);
  if (value === undefined) return fallback === undefined ? raise('KeyError', repr(key)) : fallback;
  requireMutable(mapping);
  mappingDelete(mapping, key);
  return value;
}

function popItem(mapping: Mapping): unknown {
  const key = mappingKeys(mapping).at(-1);
  if (key === undefined) raise('KeyError', "'popitem(): dictionary is empty'");
  return tuple(key, pop(mapping, [key]));
}

function setDefault(mapping: Mapping, [key, fallback]: readonly unknown[]): unknown {
  const value = lookUp(mapping, key);
  if (value !== undefined) return value;
  setItem(mapping, key, fallback ?? null);
  return fallback ?? null;
}

function get(mapping: Mapping, [key, fallback]: readonly unknown[]): unknown {
  const value = lookUp(mapping, key);
  return value === undefined ? (fallback ?? null) : value;
}

/** Methods of dicts. */
export const dictMethods = methodTable<Mapping>({
  clear: [
    '/',
    (mapping) => {
      requireMutable(mapping);
      for (const key of mappingKeys(mapping)) mappingDelete(mapping, key);
      return null;
    },
  ],
  copy: ['/', (mapping) => PyDict.from(mappingEntries(mapping))],
  fromkeys: [
    'iterable value? /',
    (_mapping, [keys, value]) => PyDict.from(iterate(keys).map((key) => [key, value ?? null] as const)),
  ],
  get: ['key default? /', get],
  items: ['/', (mapping) => new PyView('items', mapping)],
  keys: ['/', (mapping) => new PyView('keys', mapping)],
  pop: ['key default? /', pop],
  popitem: ['/', popItem],
  setdefault: ['key default? /', setDefault],
  update: [
    'other? / **',
    (mapping, [other, keywords]) => {
      updateMapping(mapping, other, keywords);
      return null;
    },
  ],
  values: ['/', (mapping) => new PyView('values', mapping)],
});
