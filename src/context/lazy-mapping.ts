import { BOOL, GETATTR, GETITEM, hostFunction, ITER, LEN, MAPPING, TYPE, tuple } from '../jinja/index.ts';

export interface LazyMappingOptions {
  /** Undefined when there is no such key. */
  readonly get: (key: string) => unknown;
  readonly keys: () => Iterable<string>;
  readonly typeName?: string;
}

/** Python's `dict.get`: a key that is there may hold None. */
function withDefault(value: unknown, fallback: unknown): unknown {
  return value === undefined ? (fallback ?? null) : value;
}

/** A read-only dict whose values are made when they are asked for. */
export function lazyMapping(options: LazyMappingOptions): unknown {
  const item = (key: unknown): unknown => (typeof key === 'string' ? options.get(key) : undefined);
  const valueAt = (key: string): unknown => options.get(key) ?? null;
  const entries = () => [...options.keys()].map((key) => tuple(key, valueAt(key)));
  const methods = new Map<string, unknown>([
    ['get', hostFunction('get', ([key, fallback]) => withDefault(item(key), fallback))],
    ['keys', hostFunction('keys', () => [...options.keys()])],
    ['values', hostFunction('values', () => [...options.keys()].map(valueAt))],
    ['items', hostFunction('items', entries)],
  ]);
  return Object.freeze({
    // Jinja looks among the items when there is no such attribute.
    [GETATTR]: (name: string) => methods.get(name) ?? item(name),
    [GETITEM]: item,
    [ITER]: () => options.keys(),
    [LEN]: () => [...options.keys()].length,
    [BOOL]: () => options.keys()[Symbol.iterator]().next().done !== true,
    [MAPPING]: true,
    [TYPE]: options.typeName ?? 'dict',
  });
}
