import {
  BOOL,
  GETATTR,
  GETITEM,
  type HostFunction,
  hostFunction,
  ITER,
  isDict,
  iterate,
  LEN,
  MAPPING,
  mappingEntries,
  strOf,
  TYPE,
  tuple,
} from '../jinja/index.ts';

export interface LazyMappingOptions {
  /** Undefined when there is no such key. */
  readonly get: (key: string) => unknown;
  readonly keys: () => Iterable<string>;
  readonly typeName?: string;
  /** Keeps a value; without it the dict is read-only. */
  readonly set?: (key: string, value: unknown) => void;
}

/** Python's `dict.get`: a key that is there may hold None. */
function withDefault(value: unknown, fallback: unknown): unknown {
  return value === undefined ? (fallback ?? null) : value;
}

/** Python's methods that change a dict. */
function writingMethods(options: LazyMappingOptions, set: (key: string, value: unknown) => void) {
  const update: HostFunction = ([given], keywords) => {
    const entries =
      given === undefined ? [] : isDict(given) ? mappingEntries(given) : iterate(given).map(iterate);
    for (const [key, value] of entries) set(strOf(key), value);
    for (const [key, value] of Object.entries(keywords)) set(key, value);
    return null;
  };
  const setDefault: HostFunction = ([key, fallback = null]) => {
    const known = options.get(strOf(key));
    if (known === undefined) set(strOf(key), fallback);
    return known ?? fallback;
  };
  return [
    ['update', hostFunction('update', update)],
    ['setdefault', hostFunction('setdefault', setDefault)],
  ] as const;
}

/** Python's methods of a dict that are here. */
const METHOD_NAMES: ReadonlySet<string> = new Set(['get', 'keys', 'values', 'items', 'update', 'setdefault']);

function methodsOf(
  options: LazyMappingOptions,
  item: (key: unknown) => unknown,
): ReadonlyMap<string, unknown> {
  const valueAt = (key: string): unknown => options.get(key) ?? null;
  const entries = () => [...options.keys()].map((key) => tuple(key, valueAt(key)));
  return new Map<string, unknown>([
    ['get', hostFunction('get', ([key, fallback]) => withDefault(item(key), fallback))],
    ['keys', hostFunction('keys', () => [...options.keys()])],
    ['values', hostFunction('values', () => [...options.keys()].map(valueAt))],
    ['items', hostFunction('items', entries)],
    ...(options.set === undefined ? [] : writingMethods(options, options.set)),
  ]);
}

/** A dict whose values are made when they are asked for. */
export function lazyMapping(options: LazyMappingOptions): unknown {
  const item = (key: unknown): unknown => (typeof key === 'string' ? options.get(key) : undefined);
  let methods: ReadonlyMap<string, unknown> | undefined;
  const method = (name: string): unknown => {
    if (!METHOD_NAMES.has(name)) return undefined;
    methods ??= methodsOf(options, item);
    return methods.get(name);
  };
  return Object.freeze({
    // Jinja looks among the items when there is no such attribute.
    // Names with an underscore in front are no attributes for it, and still items.
    [GETATTR]: (name: string) => method(name) ?? (name.startsWith('_') ? undefined : item(name)),
    [GETITEM]: item,
    [ITER]: () => options.keys(),
    [LEN]: () => [...options.keys()].length,
    [BOOL]: () => options.keys()[Symbol.iterator]().next().done !== true,
    [MAPPING]: true,
    [TYPE]: options.typeName ?? 'dict',
  });
}
