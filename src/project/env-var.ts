import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Environment } from '../host/index.ts';
import { type HostFunction, hostFunction, raise, typeNameOf } from '../jinja/index.ts';

/** Names that begin so are secrets: readable in profiles.yml and packages.yml only, never shown. */
const SECRET_PREFIX = 'DBT_ENV_SECRET';

/** What dbt records for a variable that was not set and had a default. */
const DEFAULT_PLACEHOLDER = 'DBT_DEFAULT_PLACEHOLDER';

const SECRET = /\$\$\$DBT_SECRET_START\$\$\$(DBT_ENV_SECRET.*?)\$\$\$DBT_SECRET_END\$\$\$/g;

export interface EnvVarOptions {
  readonly env: Environment;
  /** Secrets answer with a placeholder, which `revealSecrets` replaces after rendering. Default: they are refused. */
  readonly secrets?: 'placeholder' | 'refused';
  /** Told of each variable read, with its value or dbt's placeholder for a default. */
  readonly onRead?: (name: string, value: string) => void;
}

function missing(name: string): DiagnosticError {
  return new DiagnosticError(
    diagnostic('P021', `the environment variable '${name}' is not set`, {
      hint: `Set it, or write a default: env_var('${name}', '...').`,
      dbtMessage: `Env var required but not provided: '${name}'`,
    }),
  );
}

function misplacedSecret(name: string): DiagnosticError {
  return new DiagnosticError(
    diagnostic('P022', `the secret '${name}' can be read in profiles.yml and packages.yml only`, {
      dbtMessage: `Secret env vars are allowed only in profiles.yml or packages.yml. Found '${name}' referenced elsewhere.`,
    }),
  );
}

/** dbt's `env_var(name, default)`. Throws a `DiagnosticError` when the variable is missing, or a secret out of place. */
function readEnvVar(options: EnvVarOptions, name: string, fallback: unknown = null): unknown {
  const isSecret = name.startsWith(SECRET_PREFIX);
  if (isSecret && options.secrets !== 'placeholder') throw misplacedSecret(name);
  const value = options.env.get(name);
  if (isSecret && value !== undefined) return `$$$DBT_SECRET_START$$$${name}$$$DBT_SECRET_END$$$`;
  if (value !== undefined) {
    options.onRead?.(name, value);
    return value;
  }
  if (fallback === null || fallback === undefined) throw missing(name);
  if (!isSecret) options.onRead?.(name, DEFAULT_PLACEHOLDER);
  return fallback;
}

/** `env_var` as templates call it. */
export function envVarFunction(options: EnvVarOptions): unknown {
  const call: HostFunction = (positional, keywords) => {
    const name = positional[0] ?? keywords['var'];
    if (name === undefined)
      raise('TypeError', "ProviderContext.env_var() missing 1 required positional argument: 'var'");
    if (typeof name !== 'string')
      return raise('AttributeError', `'${typeNameOf(name)}' object has no attribute 'startswith'`);
    return readEnvVar(options, name, positional[1] ?? keywords['default']);
  };
  return hostFunction('env_var', call);
}

/** The tokens of the git providers that `DBT_ENV_PRIVATE_GIT_PROVIDER_INFO` describes. */
function providerTokens(env: Environment): readonly unknown[] {
  try {
    const providers: unknown = JSON.parse(env.get('DBT_ENV_PRIVATE_GIT_PROVIDER_INFO') ?? '[]');
    return Array.isArray(providers) ? providers.map((each) => each?.token) : [];
  } catch {
    return [];
  }
}

/** Values that nothing shows: of `DBT_ENV_SECRET_*` variables, and tokens of git providers. */
export function secretsOf(env: Environment): readonly string[] {
  const values = env.names().flatMap((name) => (name.startsWith(SECRET_PREFIX) ? [env.get(name)] : []));
  return [...values, ...providerTokens(env)].filter(
    (value): value is string => typeof value === 'string' && value.trim() !== '',
  );
}

/** Puts the secrets in place of their placeholders. */
export function revealSecrets(value: unknown, env: Environment): unknown {
  if (typeof value !== 'string' || !value.includes(SECRET_PREFIX)) return value;
  return value.replace(SECRET, (whole, name: string) => env.get(name) ?? whole);
}

/** A value with asterisks in place of secrets: what templates see of a profile, those of packages too. */
export function withoutSecrets(value: unknown, env: Environment): unknown {
  const secrets = secretsOf(env);
  const clean = (each: unknown): unknown => {
    if (typeof each === 'string')
      return secrets.reduce((text, secret) => text.replaceAll(secret, '*****'), each);
    if (Array.isArray(each)) return each.map(clean);
    if (typeof each !== 'object' || each === null || Object.getPrototypeOf(each) !== Object.prototype)
      return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, clean(inner)]));
  };
  return secrets.length === 0 ? value : clean(value);
}
