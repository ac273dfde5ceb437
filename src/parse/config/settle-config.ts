import { Float, ownValue } from '../../base/index.ts';
import type { HookConfig } from '../../domain/index.ts';
import { CONFIG_FIELDS, type ConfigKind } from './config-fields.ts';
import { type Dict, isDict, listify } from './plain.ts';
import { checkBuildAfter, checkThreshold, unfitField, unfitHook } from './unfit-value.ts';

function hookDict(written: unknown): Dict {
  if (isDict(written)) return written;
  if (typeof written !== 'string') throw unfitHook(written);
  return hookFromText(written);
}

/**
 * A hook as dbt writes it: text, JSON text, or a dict with `sql`. Throws `UnfitValue` for anything else; the types inside a
 * dict are checked with the rest of the config.
 */
function hookOf(written: unknown): HookConfig {
  const { sql, transaction = true, index = null } = hookDict(written);
  return { sql, transaction, index } as unknown as HookConfig;
}

function hooksOf(key: string, kind: ConfigKind, value: unknown): readonly HookConfig[] {
  const dicts = listify(value).map(hookDict);
  if (dicts.every((each) => 'sql' in each)) return dicts.map(hookOf);
  const owner = `${kind[0]?.toUpperCase()}${kind.slice(1)}Config`;
  throw unfitField({ name: key.replace('-', '_'), type: 'List[Hook]', owner, value: dicts });
}

function hookFromText(text: string): Dict {
  if (text.trimStart().startsWith('{')) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (isDict(parsed)) return parsed;
    } catch {
      // Not JSON: the text itself is the statement.
    }
  }
  return { sql: text };
}

function pick(value: unknown, defaults: Dict): unknown {
  if (!isDict(value)) return value;
  return Object.fromEntries(Object.keys(defaults).map((key) => [key, value[key] ?? defaults[key]]));
}

function freshnessTime(value: unknown): unknown {
  if (!isDict(value)) return null;
  return { count: value['count'] ?? null, period: value['period'] ?? null };
}

function sourceFreshness(value: unknown): unknown {
  if (!isDict(value)) return value;
  checkThreshold('warn_after', value['warn_after']);
  checkThreshold('error_after', value['error_after']);
  return {
    warn_after: 'warn_after' in value ? freshnessTime(value['warn_after']) : { count: null, period: null },
    error_after: 'error_after' in value ? freshnessTime(value['error_after']) : { count: null, period: null },
    filter: value['filter'] ?? null,
  };
}

/** Only `build_after` makes a model's freshness; `freshness` of a source under `models:` is dropped. */
function modelFreshness(value: unknown): unknown {
  const after = isDict(value) ? value['build_after'] : undefined;
  if (!isDict(after)) return null;
  checkBuildAfter(after);
  return {
    build_after: {
      ...after,
      count: after['count'] ?? null,
      period: after['period'] ?? null,
      updates_on: after['updates_on'] ?? 'any',
    },
  };
}

function staticAnalysis(value: unknown): unknown {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value;
}

function wholeNumber(value: unknown): unknown {
  if (value instanceof Float) return Math.trunc(value.value);
  if (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)) return Number.parseInt(value, 10);
  return value;
}

type Settle = (value: unknown) => unknown;

const SETTLERS: Readonly<Record<string, Settle>> = {
  docs: (value) => pick(value, { show: true, node_color: null }),
  contract: (value) => pick(value, { enforced: false, alias_types: true }),
  static_analysis: staticAnalysis,
  latest_version_pointer: (value) =>
    pick(typeof value === 'boolean' ? { enabled: value } : value, { enabled: null, alias: null }),
  snapshot_meta_column_names: (value) =>
    pick(value, {
      dbt_valid_to: null,
      dbt_valid_from: null,
      dbt_scd_id: null,
      dbt_updated_at: null,
      dbt_is_deleted: null,
    }),
  cache: (value) => pick(value, { enabled: false }),
  snowflake: (value) => pick(value, { quote_args: true }),
  limit: wholeNumber,
};

const KIND_SETTLERS: Readonly<Partial<Record<ConfigKind, Readonly<Record<string, Settle>>>>> = {
  source: { freshness: sourceFreshness },
  model: { freshness: modelFreshness },
};

/**
 * Gives values the form in which dbt keeps them after each level: hooks become dicts, `docs` and `contract` get all their
 * keys and lose unknown ones. Returns the value itself when there is nothing to do. Throws `UnfitValue`.
 */
export function settleValue(kind: ConfigKind, key: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (key === 'pre-hook' || key === 'post-hook') return hooksOf(key, kind, value);
  const settle = ownValue(KIND_SETTLERS[kind] ?? {}, key) ?? ownValue(SETTLERS, key);
  return settle === undefined ? value : settle(value);
}

/** `store_failures_as` decides `store_failures`, and stands in for it when only that is set. */
export function settleTestStorage(config: Record<string, unknown>): void {
  const as = config['store_failures_as'];
  if (as === null || as === undefined) {
    const store = config['store_failures'];
    config['store_failures_as'] = store === true ? 'table' : store === false ? 'ephemeral' : null;
    return;
  }
  config['store_failures'] = as !== 'ephemeral';
}

/** Default values of a kind, shared and frozen. */
export function defaultsOf(kind: ConfigKind): Dict {
  return DEFAULTS[kind];
}

const DEFAULTS = Object.fromEntries(
  Object.entries(CONFIG_FIELDS).map(([kind, fields]) => [
    kind,
    Object.freeze(Object.fromEntries(fields.map((each) => [each.key, each.default]))),
  ]),
) as Readonly<Record<ConfigKind, Dict>>;
