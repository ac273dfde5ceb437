import type { PackageSpec } from '../project/index.ts';
import { fail } from './failure.ts';
import { incorporate, type Listing, listingOf } from './listing.ts';
import { sourceOf, wantedOf } from './sources/index.ts';
import type { AnyWanted, Loaded, Pinned } from './sources/source.ts';
import type { Work } from './work.ts';

function pin(wanted: AnyWanted, work: Work): Promise<Pinned> {
  return sourceOf(wanted.kind).pin(wanted, work);
}

async function pinAll(listing: Listing, work: Work): Promise<readonly Pinned[]> {
  const pinned: Pinned[] = [];
  for (const wanted of listing.values()) pinned.push(await pin(wanted, work));
  return pinned;
}

function checkNames(packages: readonly Loaded[], work: Work): void {
  const seen = new Set<string>();
  for (const { metadata } of packages) {
    const { name } = metadata;
    if (seen.has(name))
      fail('K006', `two packages are named '${name}'`, {
        hint: 'Remove one of them.',
        dbtMessage: `Found duplicate project "${name}". This occurs when a dependency has the same project name as some other dependency.`,
      });
    if (name === work.projectName)
      fail('K006', `a package is named '${name}' like the project`, {
        hint: 'Rename the project.',
        dbtMessage: `Found a dependency with the same name as the root project "${name}". Package names must be unique in a project. Please rename one of these packages.`,
      });
    seen.add(name);
  }
}

/**
 * All packages that these entries come to, with the packages of packages, each at one version. Rounds of requests: what a
 * package asks for is looked at in the next round, with the versions that everything before allows, as dbt does. Throws a
 * `DiagnosticError` when that leaves no version, or gives two packages one name.
 */
export async function resolvePackages(specs: readonly PackageSpec[], work: Work): Promise<readonly Loaded[]> {
  const final: Listing = new Map();
  for (let pending = listingOf(specs, work); pending.size > 0; ) {
    const next: Listing = new Map();
    for (const wanted of pending.values()) {
      const { metadata } = await (await pin(incorporate(final, wanted), work)).load();
      for (const spec of metadata.packages) incorporate(next, wantedOf(spec, work));
    }
    pending = next;
  }
  const packages: Loaded[] = [];
  for (const pinned of await pinAll(final, work)) packages.push(await pinned.load());
  checkNames(packages, work);
  return packages;
}

/** The packages of a lock file, as it names them. */
export function lockedPackages(specs: readonly PackageSpec[], work: Work): Promise<readonly Pinned[]> {
  return pinAll(listingOf(specs, work), work);
}
