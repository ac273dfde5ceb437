import { ownValue } from '../../base/index.ts';
import type { MergeRule } from './config-fields.ts';
import { type Dict, isDict, listify } from './plain.ts';

/** A merge that cannot be done: the value is not a dict where one is needed. */
export class MergeConflict extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('expected a dict');
    this.value = value;
  }
}

function dictOf(value: unknown): Dict {
  if (!isDict(value)) throw new MergeConflict(value);
  return value;
}

/** `+select` adds grantees to those of a weaker level, `select` replaces them. */
function mergeGrants(before: Dict, after: Dict): Dict {
  const merged: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(before)) merged[key] = listify(value);
  for (const [key, value] of Object.entries(after)) {
    const name = key.replace(/^\++/, '');
    const known = merged[name];
    merged[name] =
      key.startsWith('+') && known !== undefined ? [...listify(known), ...listify(value)] : listify(value);
  }
  return merged;
}

/** The value of a key after a stronger level has spoken. Throws `MergeConflict` when a dict is needed and there is none. */
export function mergeValues(rule: MergeRule, before: unknown, after: unknown): unknown {
  switch (rule) {
    case 'clobber':
      return after;
    case 'append':
      return [...listify(before), ...listify(after)];
    case 'update':
    case 'object':
      return { ...dictOf(before), ...dictOf(after) };
    case 'grants':
      return mergeGrants(dictOf(before), dictOf(after));
  }
}

const CALL_RULES: Readonly<Record<string, MergeRule>> = {
  'pre-hook': 'append',
  pre_hook: 'append',
  'post-hook': 'append',
  post_hook: 'append',
  tags: 'append',
  packages: 'append',
  quoting: 'update',
  column_types: 'update',
  meta: 'update',
  docs: 'update',
  contract: 'update',
  grants: 'grants',
  snapshot_meta_column_names: 'object',
};

function listifyValues(value: unknown): Dict {
  return Object.fromEntries(Object.entries(dictOf(value)).map(([key, each]) => [key, listify(each)]));
}

const NEEDS_DICT: ReadonlySet<MergeRule> = new Set(['update', 'object', 'grants']);

/** Calls keep the `+` of a grant: it still has to add to what stands in YAML. */
function mergeGrantCalls(before: unknown, after: unknown): Dict {
  if (before === undefined) return listifyValues(after);
  const merged: Record<string, unknown> = { ...listifyValues(before) };
  for (const [key, value] of Object.entries(dictOf(after))) {
    const known = merged[key];
    merged[key] =
      key.startsWith('+') && known !== undefined ? [...listify(known), ...listify(value)] : listify(value);
  }
  return merged;
}

function mergeCallValue(rule: MergeRule, before: unknown, after: unknown): unknown {
  // A value that cannot be merged stands as it is: where the levels of a config are put together, it is told of.
  if (NEEDS_DICT.has(rule) && !isDict(after)) return after;
  switch (rule) {
    case 'append':
      return before === undefined ? listify(after) : [...listify(before), ...listify(after)];
    case 'update':
      return isDict(before) ? { ...before, ...dictOf(after) } : dictOf(after);
    case 'object':
      return { ...(isDict(before) ? before : {}), ...dictOf(after) };
    case 'grants':
      return mergeGrantCalls(before, after);
    case 'clobber':
      return after;
  }
}

/** What several `config()` calls of one file say together. The first call is taken as it stands. */
export function mergeConfigCalls(calls: readonly Dict[]): Dict {
  let merged: Record<string, unknown> = {};
  for (const call of calls) {
    if (Object.keys(merged).length === 0) {
      merged = { ...call };
      continue;
    }
    for (const [key, value] of Object.entries(call)) {
      merged[key] = mergeCallValue(ownValue(CALL_RULES, key) ?? 'clobber', ownValue(merged, key), value);
    }
  }
  return merged;
}
