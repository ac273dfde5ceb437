import { DBT_VERSION } from '../domain/index.ts';
import type { Environment } from '../host/index.ts';
import { fromPlain, type Scope } from '../jinja/index.ts';
import { envVarFunction } from './env-var.ts';
import { type FoundVar, missingVar, varFunction } from './vars.ts';

export interface BaseScopeOptions {
  readonly env: Environment;
  /** Variables that these files see: `--vars`, and `vars.yml` for the project's own file. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** What `target` holds; null where no target is known yet (profiles.yml, packages.yml). */
  readonly target: Readonly<Record<string, unknown>> | null;
  readonly secrets?: 'placeholder' | 'refused';
  /** Names that are asked for after the ones of this room: `modules`, `tojson`, ... */
  readonly others?: Scope;
  /** Whether `var()` without a value or default answers `none`, as in dbt_project.yml under `deps`. Default: an error. */
  readonly missingVarsAreNone?: boolean;
  readonly onEnvVar?: (name: string, value: string) => void;
  /** Renders a variable whose value is text that may hold Jinja itself. */
  readonly renderVar?: (text: string, scope: Scope) => unknown;
}

/** The names that YAML files of a project see: `env_var`, `var`, `target`, `dbt_version`. */
export function createBaseScope(options: BaseScopeOptions): Scope {
  const names = new Map<string, unknown>();
  const scope: Scope = { get: (name) => (names.has(name) ? names.get(name) : options.others?.get(name)) };
  const lookup = (name: string): FoundVar | undefined => {
    if (!Object.hasOwn(options.vars, name)) return undefined;
    const value = options.vars[name];
    const renders = typeof value === 'string' && value.includes('{') && options.renderVar !== undefined;
    return { value: renders ? options.renderVar?.(value, scope) : value };
  };
  names.set('dbt_version', DBT_VERSION);
  const missing = (name: string) =>
    options.missingVarsAreNone === true ? null : missingVar({ name, supplied: options.vars });
  names.set('var', varFunction({ lookup, missing }));
  names.set('env_var', envVarFunction(envOptions(options)));
  if (options.target !== null) names.set('target', fromPlain(options.target));
  return scope;
}

function envOptions(options: BaseScopeOptions) {
  return {
    env: options.env,
    secrets: options.secrets ?? 'refused',
    ...(options.onEnvVar === undefined ? {} : { onRead: options.onEnvVar }),
  } as const;
}
