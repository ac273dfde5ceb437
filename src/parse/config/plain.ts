import { YamlDate, YamlTimestamp } from '../../base/index.ts';
import type { Plain } from '../../domain/index.ts';

export type Dict = Readonly<Record<string, Plain>>;

/** Whether a YAML or template value is a dict with string keys. */
export function isDict(value: unknown): value is Dict {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Python's `x if isinstance(x, list) else [x]`. */
export function listify(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function withoutDate(value: unknown): unknown {
  if (value instanceof YamlDate || value instanceof YamlTimestamp) return value.toJSON();
  if (Array.isArray(value)) return value.map(withoutDate);
  return isDict(value) ? withTextDates(value) : value;
}

/** A dict whose days and moments are text, as dbt has them in properties that it has rendered. */
export function withTextDates(dict: Dict): Dict {
  return Object.fromEntries(Object.entries(dict).map(([key, value]) => [key, withoutDate(value) as Plain]));
}

/** dbt's deep merge: dicts merge, the later list stands before the earlier one, everything else is replaced. */
export function deepMerge(earlier: Dict, later: Dict): Dict {
  const merged: Record<string, Plain> = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    const before = merged[key];
    if (isDict(value)) merged[key] = deepMerge(isDict(before) ? before : {}, value);
    else if (Array.isArray(value) && Array.isArray(before)) merged[key] = [...value, ...before];
    else merged[key] = value;
  }
  return merged;
}
