import type { PackageSpec } from '../project/index.ts';
import { fail } from './failure.ts';
import { sourceOf, wantedOf } from './sources/index.ts';
import type { AnyWanted } from './sources/source.ts';
import type { Work } from './work.ts';

/** Packages that are asked for, by name, in the order in which they came up. */
export type Listing = Map<string, AnyWanted>;

const namesOf = (wanted: AnyWanted): readonly string[] => sourceOf(wanted.kind).names(wanted);

/** Adds a request to a listing: the same package asked for twice is asked for with both requirements. Answers the sum. */
export function incorporate(listing: Listing, wanted: AnyWanted): AnyWanted {
  const names = namesOf(wanted);
  const key = names.find((name) => listing.has(name)) ?? (names[0] as string);
  const before = listing.get(key);
  if (before === undefined) {
    listing.set(key, wanted);
    return wanted;
  }
  const isSame = before.kind === wanted.kind || (before.kind === 'private' && wanted.kind === 'git');
  if (!isSame)
    fail('K004', `${key} is asked for as ${before.kind} and as ${wanted.kind} package`, {
      dbtMessage: `Cannot incorporate ${key} (${wanted.kind}) in ${key} (${before.kind}): mismatched types`,
    });
  const merged = sourceOf(before.kind).merge(before, wanted);
  listing.set(key, merged);
  return merged;
}

/** A listing of entries. */
export function listingOf(specs: readonly PackageSpec[], work: Work): Listing {
  const listing: Listing = new Map();
  for (const spec of specs) incorporate(listing, wantedOf(spec, work));
  return listing;
}
