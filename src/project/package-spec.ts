import { Float, isMapping, mappingEntries, pythonRepr } from '../base/index.ts';

type Dict = Readonly<Record<string, unknown>>;

/** A number or text as YAML gave it. */
export type PackageScalar = string | number | Float;

interface Common {
  /** The entry as written, before its Jinja was rendered: the hash of the lock file covers it. */
  readonly unrendered: Dict;
  readonly name: string | null;
}

interface GitFields {
  readonly revision: PackageScalar | null;
  readonly warnUnpinned: boolean | null;
  readonly subdirectory: string | null;
}

/** One entry of `packages:`, checked. */
export type PackageSpec =
  | (Common & { readonly kind: 'local'; readonly local: string })
  | (Common & { readonly kind: 'tarball'; readonly tarball: string; readonly name: string })
  | (Common & GitFields & { readonly kind: 'git'; readonly git: string })
  | (Common &
      GitFields & { readonly kind: 'private'; readonly private: string; readonly provider: string | null })
  | (Common & {
      readonly kind: 'hub';
      readonly package: string;
      readonly version: PackageScalar | readonly PackageScalar[];
      readonly installPrerelease: boolean | null;
    });

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isScalar: Check = (value) => isText(value) || typeof value === 'number' || value instanceof Float;
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);
const isVersion: Check = (value) => (Array.isArray(value) ? value.every(isScalar) : isScalar(value));
const isFlag: Check = (value) => typeof value === 'boolean';

const GIT_FIELDS = {
  revision: optional(isScalar),
  'warn-unpinned': optional(isFlag),
  subdirectory: optional(isText),
  name: optional(isText),
};

/** The keys that each kind of entry may have, dbt's names. */
const KINDS: Readonly<Record<PackageSpec['kind'], Readonly<Record<string, Check>>>> = {
  local: { local: isText, name: optional(isText) },
  tarball: { tarball: isText, name: isText },
  git: { git: isText, ...GIT_FIELDS },
  private: { private: isText, provider: optional(isText), ...GIT_FIELDS },
  hub: { package: isText, version: isVersion, install_prerelease: optional(isFlag), name: optional(isText) },
};

function kindOf(entry: Dict): PackageSpec['kind'] | undefined {
  return (Object.keys(KINDS) as PackageSpec['kind'][]).find((kind) => {
    const fields = KINDS[kind];
    const known = Object.keys(entry).every((key) => Object.hasOwn(fields, key));
    return known && Object.entries(fields).every(([key, check]) => check(entry[key]));
  });
}

/** What dbt says of an entry whose main value is empty, or that names a hub package wrongly. */
function emptyOrNameless(entry: Dict): string | undefined {
  for (const [key, name] of [
    ['package', 'hub'],
    ['local', 'local'],
    ['git', 'git'],
  ] as const) {
    if (entry[key] === '') return `A ${name} package is missing the value. It is a required property.`;
  }
  const { package: hub, version } = entry;
  if (!isText(hub)) return undefined;
  if (version === undefined || version === null || version === '' || version === 0)
    return `${hub} is missing the version. When installing from the Hub package index, version is a required property`;
  return String(hub).includes('/')
    ? undefined
    : `${hub} was not found in the package index. Packages on the index require a namespace, e.g dbt-labs/dbt_utils`;
}

/** An entry of `packages:` as a spec, or dbt's sentence about what is wrong with it. */
export function readPackageSpec(entry: unknown, written: Dict | undefined): PackageSpec | string {
  if (!isMapping(entry)) return `${pythonRepr(entry)} is not valid under any of the given schemas`;
  const fields: Dict = Object.fromEntries(mappingEntries(entry).map(([key, value]) => [String(key), value]));
  const wrong = emptyOrNameless(fields);
  if (wrong !== undefined) return wrong;
  const kind = kindOf(fields);
  if (kind === undefined) {
    const shown = written === undefined ? fields : { ...fields, unrendered: written };
    return `${pythonRepr(shown)} is not valid under any of the given schemas`;
  }
  return specOf(kind, fields, written ?? {});
}

function specOf(kind: PackageSpec['kind'], fields: Dict, unrendered: Dict): PackageSpec {
  const { name = null, revision = null, subdirectory = null, provider = null } = fields;
  const common = { unrendered, name };
  const git = { ...common, revision, subdirectory, warnUnpinned: fields['warn-unpinned'] ?? null };
  const shapes: Readonly<Record<PackageSpec['kind'], Dict>> = {
    local: { ...common, local: fields['local'] },
    tarball: { ...common, tarball: fields['tarball'] },
    git: { ...git, git: fields['git'] },
    private: { ...git, private: fields['private'], provider },
    hub: {
      ...common,
      package: fields['package'],
      version: fields['version'],
      installPrerelease: 'install_prerelease' in fields ? fields['install_prerelease'] : false,
    },
  };
  return Object.freeze({ ...shapes[kind], kind }) as unknown as PackageSpec;
}
