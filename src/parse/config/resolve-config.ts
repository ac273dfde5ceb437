import { ownValue, pythonStr } from '../../base/index.ts';
import type { NodeConfig, Project } from '../../domain/index.ts';
import { type ConfigFault, checkConfig } from './check-config.ts';
import { CONFIG_FIELDS, type ConfigKind, type MergeRule } from './config-fields.ts';
import { MergeConflict, mergeValues } from './merge-values.ts';
import { type Dict, deepMerge, withTextDates } from './plain.ts';
import { type ConfigTarget, createProjectConfigs } from './project-config.ts';
import { defaultsOf, settleTestStorage, settleValue } from './settle-config.ts';
import { UnfitValue } from './unfit-value.ts';

export interface ConfigRequest {
  readonly target: ConfigTarget;
  /** `config:` of the properties, rendered; null when there is none. */
  readonly patch: Dict | null;
  /** What `config()` calls in the file say together. */
  readonly calls: Dict;
}

export interface ResolvedConfig {
  readonly config: NodeConfig;
  /** What the levels say of names, before nulls are filled: the arguments of the `generate_*_name` macros. */
  readonly names: CustomNames;
  readonly faults: readonly ConfigFault[];
}

export interface CustomNames {
  readonly database: unknown;
  readonly schema: unknown;
  readonly alias: unknown;
  /** Only snapshots have these two. */
  readonly targetDatabase: unknown;
  readonly targetSchema: unknown;
}

export interface UnrenderedRequest {
  readonly target: ConfigTarget;
  /** `config:` of the properties as it was merged, over it the same as written. */
  readonly patch: Dict | null;
  readonly patchAsWritten: Dict | null;
  /** `config()` arguments as written, or their values where they are literal. */
  readonly calls: Dict;
}

/** Resolves configs of a project's nodes by dbt's precedence; see `createConfigResolver`. */
export interface ConfigResolver {
  /** The config that `dbt_project.yml` alone gives. */
  base(target: ConfigTarget): ResolvedConfig;
  resolve(request: ConfigRequest): ResolvedConfig;
  unrendered(request: UnrenderedRequest): Dict;
}

const RULES = Object.fromEntries(
  Object.entries(CONFIG_FIELDS).map(([kind, fields]) => [
    kind,
    new Map(fields.map((each) => [each.key, each.merge])),
  ]),
) as unknown as Readonly<Record<ConfigKind, ReadonlyMap<string, MergeRule>>>;

const HOOK_NAMES: Readonly<Record<string, string>> = { pre_hook: 'pre-hook', post_hook: 'post-hook' };

function faultOf(key: string, error: unknown): ConfigFault {
  if (error instanceof MergeConflict)
    return { key, message: `expected dict, got ${pythonStr(error.value)}`, kind: 'Internal Error' };
  if (error instanceof UnfitValue) return { key, message: error.message, kind: error.kind };
  throw error;
}

/** Lays one level over a config. */
function applyLevel(
  kind: ConfigKind,
  config: Record<string, unknown>,
  level: Dict,
  faults: ConfigFault[],
): void {
  for (const [written, value] of Object.entries(level)) {
    const key = ownValue(HOOK_NAMES, written) ?? written;
    const rule = RULES[kind].get(key);
    if (rule === undefined) {
      config[key] = value;
      continue;
    }
    try {
      const merged =
        rule === 'clobber' ? value : mergeValues(rule, ownValue(config, key), settledFirst(kind, key, value));
      config[key] = settleValue(kind, key, merged);
    } catch (error) {
      faults.push(faultOf(key, error));
    }
  }
}

/** `latest_version_pointer: true` is short for a dict, and has to be one before it can be merged. */
function settledFirst(kind: ConfigKind, key: string, value: unknown): unknown {
  return key === 'latest_version_pointer' ? settleValue(kind, key, value) : value;
}

function namesIn(config: Dict): CustomNames {
  return {
    database: config['database'] ?? null,
    schema: config['schema'] ?? null,
    alias: config['alias'] ?? null,
    targetDatabase: config['target_database'] ?? null,
    targetSchema: config['target_schema'] ?? null,
  };
}

interface Layered {
  readonly config: Record<string, unknown>;
  readonly faults: readonly ConfigFault[];
  readonly names: CustomNames;
}

function finish(kind: ConfigKind, { config, faults, names }: Layered): ResolvedConfig {
  if (kind === 'test') settleTestStorage(config);
  const all = [...faults, ...checkConfig(kind, config)];
  return Object.freeze({ config: Object.freeze(config) as NodeConfig, names, faults: all });
}

/** dbt tells the place, such as it is, of what a `config()` call breaks. */
function ofCalls(calls: Dict, resolved: ResolvedConfig): ResolvedConfig {
  if (!('contract' in calls || 'on_schema_change' in calls)) return resolved;
  const faults = resolved.faults.map(({ kind, ...fault }) =>
    fault.key === 'on_schema_change' && kind === ''
      ? { ...fault, message: `at path []: ${fault.message}` }
      : { ...fault, ...(kind === undefined ? {} : { kind }) },
  );
  return { ...resolved, faults };
}

/** Kinds whose nodes dbt makes before it knows all of their config. */
const FILLED: ReadonlySet<ConfigKind> = new Set(['model', 'seed', 'snapshot', 'test', 'node', 'function']);

/** A value that a stronger level sets to null falls back to what `dbt_project.yml` says: dbt drops nulls before merging. */
function filled(resolved: ResolvedConfig, base: Dict): ResolvedConfig {
  let config: Record<string, unknown> | null = null;
  for (const [key, value] of Object.entries(base)) {
    if (value === null || (ownValue(resolved.config, key) ?? null) !== null) continue;
    config ??= { ...resolved.config };
    config[key] = value;
  }
  return config === null ? resolved : { ...resolved, config: Object.freeze(config) as NodeConfig };
}

/**
 * dbt's precedence, weakest first: defaults, `dbt_project.yml` of the owning package level by level, `config:` of the
 * properties, `config()` calls, and for packages the root project's `dbt_project.yml`. Keys merge by the rules of
 * `CONFIG_FIELDS`; unknown keys are kept.
 */
export function createConfigResolver(project: Project): ConfigResolver {
  const configs = createProjectConfigs(project);
  const bases = new Map<string, ResolvedConfig>();
  const beforePatch = new Map<string, { readonly config: Dict; readonly faults: readonly ConfigFault[] }>();

  const ownOf = (target: ConfigTarget) => {
    const place = configs.placeOf(target);
    let known = beforePatch.get(place);
    if (known === undefined) {
      const config: Record<string, unknown> = { ...defaultsOf(target.kind) };
      const faults: ConfigFault[] = [];
      for (const level of configs.rendered(target).own) applyLevel(target.kind, config, level, faults);
      known = { config: Object.freeze(config), faults };
      beforePatch.set(place, known);
    }
    return known;
  };

  const layer = (request: ConfigRequest): Layered => {
    const { kind } = request.target;
    const own = ownOf(request.target);
    const config: Record<string, unknown> = { ...own.config };
    const faults = [...own.faults];
    if (request.patch !== null) applyLevel(kind, config, request.patch, faults);
    applyLevel(kind, config, request.calls, faults);
    for (const level of configs.rendered(request.target).root) applyLevel(kind, config, level, faults);
    return { config, faults, names: namesIn(config) };
  };

  const base = (target: ConfigTarget): ResolvedConfig => {
    const place = configs.placeOf(target);
    let known = bases.get(place);
    if (known === undefined) {
      known = finish(target.kind, layer({ target, patch: null, calls: {} }));
      bases.set(place, known);
    }
    return known;
  };

  return {
    base,
    resolve(request) {
      if (request.patch === null && Object.keys(request.calls).length === 0) return base(request.target);
      const resolved = ofCalls(request.calls, finish(request.target.kind, layer(request)));
      return FILLED.has(request.target.kind) ? filled(resolved, base(request.target).config) : resolved;
    },
    unrendered(request) {
      const levels = configs.unrendered(request.target);
      const merged: Record<string, unknown> = {};
      for (const level of levels.own) Object.assign(merged, level);
      const { patch, patchAsWritten } = request;
      if (patch !== null)
        Object.assign(
          merged,
          patchAsWritten === null ? withTextDates(patch) : deepMerge(patch, patchAsWritten),
        );
      Object.assign(merged, request.calls);
      for (const level of levels.root) Object.assign(merged, level);
      return merged;
    },
  };
}
