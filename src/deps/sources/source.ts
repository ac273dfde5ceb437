import type { PackageSpec, VersionSpec } from '../../project/index.ts';
import type { Work } from '../work.ts';

interface GitWanted {
  readonly git: string;
  /** The address as the lock file holds it: as written, before secrets were put in. */
  readonly written: string;
  readonly revisions: readonly string[];
  readonly warnUnpinned: boolean;
  readonly subdirectory: string | null;
}

/** A package as somebody asks for it: the project, a package, or several of them together. */
export interface Wanted {
  readonly hub: {
    readonly kind: 'hub';
    readonly package: string;
    readonly versions: readonly VersionSpec[];
    readonly installPrerelease: boolean;
  };
  readonly git: GitWanted & { readonly kind: 'git' };
  readonly private: GitWanted & { readonly kind: 'private'; readonly provider: string | null };
  readonly local: { readonly kind: 'local'; readonly local: string };
  readonly tarball: {
    readonly kind: 'tarball';
    readonly tarball: string;
    readonly written: string;
    readonly package: string;
  };
}

export type Kind = keyof Wanted;
export type AnyWanted = Wanted[Kind];

/** What a package says of itself. */
export interface Metadata {
  /** The name of its project, and of its folder among the installed packages. */
  readonly name: string;
  readonly packages: readonly PackageSpec[];
}

/** A package at the version that was chosen; it may not have been fetched yet. */
export interface Pinned {
  /** What messages call it. */
  readonly label: string;
  /** The newest version that would fit, where there are versions. */
  readonly latest?: string;
  readonly version?: string;
  readonly subdirectory?: string | null;
  /** Fetches what is needed to know the package. */
  readonly load: () => Promise<Loaded>;
}

/** A package of which everything is known. */
export interface Loaded {
  readonly metadata: Metadata;
  /** `version 1.0.0`, `revision ...`: where it comes from. */
  readonly origin: string;
  /** Its entry in the lock file, without its name. */
  readonly lockEntry: () => Readonly<Record<string, unknown>>;
  /** Puts the package into a folder that does not exist yet. */
  readonly install: (folder: string) => Promise<void>;
}

/** What differs between kinds of packages. */
export interface Source<Name extends Kind> {
  readonly fromSpec: (spec: Extract<PackageSpec, { kind: Name }>, work: Work) => Wanted[Name];
  /** Names under which the same package may have been asked for before, its own first. */
  readonly names: (wanted: Wanted[Name]) => readonly string[];
  readonly merge: (before: Wanted[Name], more: Wanted[Name]) => Wanted[Name];
  /** Chooses the version. */
  readonly pin: (wanted: Wanted[Name], work: Work) => Promise<Pinned>;
}
