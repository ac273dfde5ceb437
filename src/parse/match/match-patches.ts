import { nearest } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { BuildRequest } from '../build/build-node.ts';
import { type CodeKind, type CodeResource, uniqueIdOf } from '../build/code-resource.ts';
import type { NodePatch } from '../build/patch.ts';
import type { CodeExtract } from '../extract/code-extract.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { NodeProperties } from '../properties/node-properties.ts';
import type { Section } from '../properties/properties-file.ts';
import { latestVersionOf, type VersionProperties } from '../properties/version-properties.ts';
import { reportDescribedTwice } from './report-described-twice.ts';

/** A resource with what its code asks for. */
export interface ExtractedResource {
  readonly resource: CodeResource;
  readonly extract: CodeExtract;
}

const KINDS: Readonly<Partial<Record<Section, CodeKind>>> = {
  models: 'model',
  seeds: 'seed',
  snapshots: 'snapshot',
  analyses: 'analysis',
  data_tests: 'test',
  functions: 'function',
};

const SECTION_OF: Readonly<Partial<Record<CodeKind, Section>>> = {
  model: 'models',
  seed: 'seeds',
  snapshot: 'snapshots',
};

type ByName = ReadonlyMap<string, readonly ExtractedResource[]>;

function keyOf(kind: CodeKind, packageName: string, name: string): string {
  return `${kind}|${packageName}|${name}`;
}

function indexByName(resources: readonly ExtractedResource[]): ByName {
  const index = new Map<string, ExtractedResource[]>();
  for (const each of resources) {
    const { kind, packageName, name } = each.resource;
    const key = keyOf(kind, packageName, name);
    const known = index.get(key);
    if (known === undefined) index.set(key, [each]);
    else known.push(each);
  }
  return index;
}

/** Whether a resource is enabled by `dbt_project.yml` and its own `config()`: what dbt knows before it reads properties. */
function isEnabledBefore({ resource, extract }: ExtractedResource, environment: ParseEnvironment): boolean {
  const target = { kind: resource.configKind, packageName: resource.packageName, fqn: resource.fqn };
  return environment.configs.resolve({ target, patch: null, calls: extract.config }).config.enabled !== false;
}

/** Of several resources with one name the enabled ones are meant, or all when none is. */
function meant(
  found: readonly ExtractedResource[],
  environment: ParseEnvironment,
): readonly ExtractedResource[] {
  if (found.length < 2) return found;
  const enabled = found.filter((each) => isEnabledBefore(each, environment));
  return enabled.length > 0 ? enabled : found;
}

function reportNothingDescribed(
  properties: NodeProperties,
  name: string,
  index: ByName,
  environment: ParseEnvironment,
): void {
  const { entry, packageName } = properties;
  const { section, file } = entry;
  for (const [kind, right] of Object.entries(SECTION_OF) as [CodeKind, Section][]) {
    if (
      right === section ||
      !index.has(keyOf(kind, packageName, name)) ||
      SECTION_OF[KINDS[section] as CodeKind] === undefined
    )
      continue;
    environment.report(
      diagnostic('N014', `'${name}' is a ${kind}, but it is described under '${section}'`, {
        span: entry.span(['name']),
        hint: `Move the entry below '${right}'.`,
        dbtMessage: `'${name}' is a ${kind} node, but it is specified in the ${section} section of ${file.originalFilePath}.\nTo fix this error, place the \`${name}\` specification under the ${right} key instead.`,
      }),
    );
    return;
  }
  const known = [...index.values()].flatMap(([each]) =>
    each !== undefined && each.resource.packageName === packageName && each.resource.kind === KINDS[section]
      ? [each.resource.name]
      : [],
  );
  const close = nearest(name, known);
  // An entry with a relation is the snapshot itself: what keeps it from being one is told already.
  if (section === 'snapshots' && 'relation' in entry.value) return;
  environment.report(
    diagnostic('N013', `nothing in package '${packageName}' is named '${name}', which this entry describes`, {
      span: entry.span(['name']),
      ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
      dbtMessage: `Did not find matching node for patch with name '${name}' in the '${section}' section of file '${file.originalFilePath}'`,
    }),
  );
}

interface Matches {
  readonly patches: Map<ExtractedResource, NodePatch>;
}

function attach(
  matches: Matches,
  found: readonly ExtractedResource[],
  patch: NodePatch,
  environment: ParseEnvironment,
): void {
  if (found.length > 1 && patch.properties.config['enabled'] === true)
    reportManyDisabled(found, patch, environment);
  for (const each of found) {
    const earlier = matches.patches.get(each);
    if (earlier !== undefined) reportDescribedTwice(patch.properties, earlier.properties, environment);
    else matches.patches.set(each, patch);
  }
}

function reportManyDisabled(
  found: readonly ExtractedResource[],
  patch: NodePatch,
  environment: ParseEnvironment,
): void {
  const { name, entry } = patch.properties;
  const kind = found[0]?.resource.kind ?? 'model';
  environment.report(
    diagnostic(
      'N009',
      `${found.length} disabled resources are named '${name}'; properties cannot enable one of them`,
      {
        span: entry.span(['config', 'enabled']),
        kind: 'Parsing Error',
        dbtMessage: `Found ${found.length} matching disabled nodes for ${kind} '${name}'. Multiple nodes for the same unique id cannot be enabled in the schema file. They must be enabled in \`dbt_project.yml\` or in the sql files.`,
      },
    ),
  );
}

/** Models, seeds and snapshots by kind and name, in whatever package; only names that several packages have are of use. */
function indexRefables(resources: readonly ExtractedResource[]): ByName {
  const index = new Map<string, ExtractedResource[]>();
  for (const each of resources) {
    if (SECTION_OF[each.resource.kind] === undefined) continue;
    const key = `${each.resource.kind}|${each.resource.name}`;
    const known = index.get(key);
    if (known === undefined) index.set(key, [each]);
    else known.push(each);
  }
  return index;
}

/**
 * What an entry describes when its own package has nothing enabled of that name: the only enabled one that there is. So a project
 * replaces a package's seed, and the package's description stays. Undefined when there is none, or more than one.
 */
function enabledElsewhere(options: {
  readonly kind: CodeKind;
  readonly own: readonly ExtractedResource[];
  readonly properties: NodeProperties;
  readonly everywhere: ByName;
  readonly environment: ParseEnvironment;
}): readonly ExtractedResource[] | undefined {
  const { kind, own, properties, everywhere, environment } = options;
  const all = everywhere.get(`${kind}|${properties.name}`) ?? [];
  if (all.length === own.length) return undefined;
  const enabled = all.filter((each) => isEnabledBefore(each, environment));
  const isOwn = (each: ExtractedResource) => each.resource.packageName === properties.packageName;
  return enabled.length === 1 && !enabled.some(isOwn) ? enabled : undefined;
}

/** Files of versions are named `orders_v2`, or as `defined_in` says; the latest may have the plain name. */
function findVersion(
  properties: NodeProperties,
  version: VersionProperties,
  isLatest: boolean,
  index: ByName,
): readonly ExtractedResource[] {
  const { packageName, name } = properties;
  const wanted = version.definedIn ?? `${name}_v${version.version}`;
  const found = index.get(keyOf('model', packageName, wanted));
  if (found !== undefined || !isLatest) return found ?? [];
  return index.get(keyOf('model', packageName, name)) ?? [];
}

function matchVersions(
  properties: NodeProperties,
  index: ByName,
  matches: Matches,
  environment: ParseEnvironment,
): void {
  const latestVersion = latestVersionOf(properties.latestVersion, properties.versions);
  for (const version of properties.versions) {
    const found = findVersion(properties, version, version.version === latestVersion, index);
    if (found.length === 0) {
      const wanted = version.definedIn ?? `${properties.name}_v${version.version}`;
      reportNothingDescribed(properties, wanted, index, environment);
    }
    attach(matches, meant(found, environment), { properties, version, latestVersion }, environment);
  }
}

function requestOf({ resource, extract }: ExtractedResource, patch: NodePatch | null): BuildRequest {
  if (patch?.version == null) {
    return {
      resource,
      extract,
      patch,
      uniqueId: uniqueIdOf(resource),
      name: resource.name,
      fqn: resource.fqn,
    };
  }
  const { name } = patch.properties;
  const version = `v${patch.version.version}`;
  return {
    resource,
    extract,
    patch,
    uniqueId: `model.${resource.packageName}.${name}.${version}`,
    name,
    fqn: [...resource.fqn.slice(0, -1), name, version],
  };
}

/** Finds the properties of each resource, and gives versions of models their real names. */
export function matchPatches(
  resources: readonly ExtractedResource[],
  properties: readonly NodeProperties[],
  environment: ParseEnvironment,
): readonly BuildRequest[] {
  const index = indexByName(resources);
  const everywhere = indexRefables(resources);
  const matches: Matches = { patches: new Map() };
  for (const each of properties) {
    const kind = KINDS[each.entry.section];
    if (kind === undefined) continue;
    if (kind === 'model' && each.versions.length > 0) {
      matchVersions(each, index, matches, environment);
      continue;
    }
    const own = index.get(keyOf(kind, each.packageName, each.name)) ?? [];
    const found =
      enabledElsewhere({ kind, own, properties: each, everywhere, environment }) ?? meant(own, environment);
    if (found.length === 0) reportNothingDescribed(each, each.name, index, environment);
    attach(matches, found, { properties: each, version: null, latestVersion: null }, environment);
  }
  return resources.map((each) => requestOf(each, matches.patches.get(each) ?? null));
}
