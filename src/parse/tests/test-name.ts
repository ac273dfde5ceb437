import { md5, pythonRepr, pythonStr } from '../../base/index.ts';

export interface TestNameRequest {
  /** `not_null`, `dbt_utils_equality`, `source_unique`, ...: with namespace and kind of target. */
  readonly testType: string;
  /** Name of the model (with `_v2` when versioned), seed, snapshot or source. */
  readonly targetName: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

export interface TestNames {
  /** For files and aliases: below 64 characters. */
  readonly short: string;
  readonly full: string;
}

function partsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.values()];
  const isDict =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isDict ? Object.values(value as object) : [value];
}

/**
 * The name that dbt makes up for a generic test: its kind, its target and its arguments, sorted by name. From 64 characters
 * on the short form is the first 30 of kind and target and a hash of the whole.
 */
export function testNames(request: TestNameRequest): TestNames {
  const { testType, targetName, kwargs } = request;
  const flat: string[] = [];
  for (const key of Object.keys(kwargs).sort()) {
    if (key === 'model') continue;
    for (const part of partsOf(kwargs[key])) flat.push(pythonStr(part).replace(/[^0-9a-zA-Z_]+/g, '_'));
  }
  const identifier = `${testType}_${targetName}`;
  const full = `${identifier}_${flat.join('__')}`;
  const length = [...full].length;
  return { short: length >= 64 ? `${[...identifier].slice(0, 30).join('')}_${md5(full)}` : full, full };
}

/** Like dbt's: dicts with sorted keys, lists, and everything else as text. */
function hashable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hashable);
  if (value instanceof Map) return hashable(Object.fromEntries(value));
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries.map(([key, each]) => [key, hashable(each)]));
  }
  return pythonStr(value);
}

/** The ten hex digits at the end of a generic test's unique id. */
export function testHash(
  name: string,
  metadata: {
    readonly namespace: string | null;
    readonly name: string;
    readonly kwargs: Readonly<Record<string, unknown>>;
  },
): string {
  const { namespace, kwargs } = metadata;
  const text = pythonRepr(hashable({ namespace, name: metadata.name, kwargs }));
  return md5(`${name}${text}`).slice(-10);
}
