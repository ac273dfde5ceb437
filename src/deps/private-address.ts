import type { Environment } from '../host/index.ts';
import { fail } from './failure.ts';

/** A git provider as `DBT_ENV_PRIVATE_GIT_PROVIDER_INFO` describes it. */
interface Provider {
  readonly org: string;
  /** With `{token}`, `{repo}`, `{group}` or `{project}` in it. */
  readonly url: string;
  readonly token: string;
  readonly provider: string;
}

const AZURE: ReadonlySet<string> = new Set(['ado', 'azure_devops', 'azure_active_directory']);
const LEGACY_AZURE: ReadonlySet<string> = new Set(['azure_devops', 'azure_active_directory']);
const NAMES = ['github', 'gitlab', 'azure_active_directory', 'azure_devops', 'ado'];

interface Path {
  readonly org: string;
  readonly group: string;
  readonly repo: string;
}

function pathOf(text: string): Path {
  const parts = text.split('/');
  return { org: parts[0] ?? '', group: parts.slice(1, -1).join('/'), repo: parts.at(-1) ?? '' };
}

/** The path that an address of a provider stands for. */
function definedBy({ url, provider }: Provider): Path {
  const path = /^[a-z+]+:\/\/[^/]*\/?([^?#]*)/i.exec(url)?.[1] ?? url;
  const cleaned = path.replace(/\.git$/, '');
  return pathOf(AZURE.has(provider) ? cleaned.replaceAll('/_git/', '/') : cleaned);
}

/** Whether two names meet: `{repo}` stands for any repository, `{group}` and `{project}` for any group. */
function meets(pattern: string, text: string, wildcards: readonly string[]): boolean {
  return pattern === text || (wildcards.includes(pattern) && text !== '');
}

function matches(entry: Provider, wanted: Path, provider: string | null): boolean {
  const isLegacy = LEGACY_AZURE.has(entry.provider);
  if (entry.org !== wanted.org) return false;
  const isSame = entry.provider === provider || (AZURE.has(entry.provider) && AZURE.has(provider ?? ''));
  if (provider !== null && !isSame) return false;
  if (isLegacy && provider === 'ado' && wanted.group === '') return false;
  const defined = definedBy(entry);
  if (!meets(defined.org, wanted.org, []) || !meets(defined.repo, wanted.repo, ['{repo}'])) return false;
  const isLoose = (isLegacy || LEGACY_AZURE.has(provider ?? '')) && wanted.group === '';
  return isLoose || meets(defined.group, wanted.group, ['{group}', '{project}']);
}

function filled({ url, token }: Provider, { repo, group }: Path): string {
  const values: Readonly<Record<string, string>> = { token, repo, group, project: group };
  return url.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function sshAddress(name: string, provider: string): string {
  if (provider === 'github') return `git@github.com:${name}.git`;
  if (provider === 'gitlab') return `git@gitlab.com:${name}.git`;
  if (provider !== 'ado' && provider !== 'azure_devops') {
    const sentence = `Invalid private package configuration: '${name}' provider: '${provider}'. Valid providers are: github, gitlab, ado, azure_devops`;
    return fail('K018', sentence);
  }
  if (name.split('/').length >= 3) return `git@ssh.dev.azure.com:v3/${name}`;
  const sentence = `The '${provider}' provider requires org/project/repo format (3 parts), got: '${name}'`;
  return fail('K018', sentence);
}

/** The providers that the environment names. */
export function gitProviders(env: Environment): readonly Provider[] {
  const text = env.get('DBT_ENV_PRIVATE_GIT_PROVIDER_INFO') ?? '[]';
  try {
    const read: unknown = JSON.parse(text);
    if (Array.isArray(read)) return read as readonly Provider[];
  } catch {
    // Told below, without the text: it holds tokens.
  }
  return fail('K018', 'DBT_ENV_PRIVATE_GIT_PROVIDER_INFO holds no JSON list of providers');
}

/** The address of a private package: from the first provider that fits, or over SSH where no provider is described. */
export function privateAddress(env: Environment, name: string, provider: string | null): string {
  const entries = gitProviders(env);
  if (entries.length === 0) return sshAddress(name, provider ?? 'github');
  if (provider !== null && !NAMES.includes(provider))
    fail('K018', `Invalid provider '${provider}'. Valid providers: ${NAMES.join(', ')}`);
  const wanted = pathOf(name);
  const found = entries.find((entry) => matches(entry, wanted, provider));
  if (found !== undefined) return filled(found, wanted);
  const shown = provider ?? 'None';
  return fail('K018', `No matching Git URLs for private definition ${name} with provider ${shown}`);
}
