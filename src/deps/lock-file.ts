import { join } from 'node:path';
import { pythonJson, sha1 } from '../base/index.ts';
import { dumpYaml } from '../base/yaml-dump/index.ts';
import type { PackageSpec } from '../project/index.ts';
import type { Loaded } from './sources/source.ts';
import { tell, type Work } from './work.ts';

type Dict = Readonly<Record<string, unknown>>;

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, withSortedKeys(each)]));
}

function gitFields(spec: Extract<PackageSpec, { kind: 'git' | 'private' }>): Dict {
  const { revision, subdirectory, warnUnpinned } = spec;
  return { revision, subdirectory, 'warn-unpinned': warnUnpinned };
}

/** The fields of an entry that dbt hashes. */
function hashedFields(spec: PackageSpec): Dict {
  switch (spec.kind) {
    case 'local':
      return { local: spec.local };
    case 'tarball':
      return { tarball: spec.tarball };
    case 'git':
      return { git: spec.git, ...gitFields(spec) };
    case 'private':
      return { private: spec.private, provider: spec.provider, ...gitFields(spec) };
    case 'hub':
      return { package: spec.package, version: spec.version, install_prerelease: spec.installPrerelease };
  }
}

/** `sha1_hash` of the lock file: what was asked for, as dbt hashes it. */
export function packagesHash(specs: readonly PackageSpec[]): string {
  const texts = specs.map((spec) => {
    const name = spec.name === null ? {} : { name: spec.name };
    return pythonJson(withSortedKeys({ ...hashedFields(spec), ...name, unrendered: spec.unrendered }));
  });
  return sha1(texts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('\n'));
}

/** Writes `package-lock.yml`. */
export function writeLockFile(
  work: Work,
  lock: { readonly packages: readonly Loaded[]; readonly asked: readonly PackageSpec[] },
): void {
  const path = join(work.root, 'package-lock.yml');
  const packages = lock.packages.map((each) => ({ ...each.lockEntry(), name: each.metadata.name }));
  const content = { packages, sha1_hash: packagesHash(lock.asked) };
  work.host.files.writeAtomic(path, dumpYaml(content, { sortKeys: true, indentsLists: true }));
  const text = `Updating lock file in file path: ${path}`;
  tell(work, 'info', { name: 'DepsLockUpdating', text, data: { lock_filepath: path } });
}
