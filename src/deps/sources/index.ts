import type { PackageSpec } from '../../project/index.ts';
import type { Work } from '../work.ts';
import { gitSource, privateSource } from './git-source.ts';
import { hubSource } from './hub-source.ts';
import { localSource } from './local-source.ts';
import type { AnyWanted, Kind, Source } from './source.ts';
import { tarballSource } from './tarball-source.ts';

const SOURCES: { readonly [Name in Kind]: Source<Name> } = {
  hub: hubSource,
  git: gitSource,
  private: privateSource,
  local: localSource,
  tarball: tarballSource,
};

/** The source of a kind; a package of that kind goes with it. */
export function sourceOf(kind: Kind): Source<Kind> {
  return SOURCES[kind] as unknown as Source<Kind>;
}

/** What an entry of packages.yml asks for. */
export function wantedOf(spec: PackageSpec, work: Work): AnyWanted {
  return sourceOf(spec.kind).fromSpec(spec as never, work) as AnyWanted;
}
