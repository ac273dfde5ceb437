import { pythonRepr, pythonStr } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { PackageSpec } from '../../project/index.ts';
import { fail } from '../failure.ts';
import { checkout, gitName } from '../git.ts';
import { privateAddress } from '../private-address.ts';
import { lockedAddress } from '../secrets.ts';
import type { Work } from '../work.ts';
import { moveFolder } from './move-folder.ts';
import { folderMetadata } from './package-folder.ts';
import type { Loaded, Pinned, Source, Wanted } from './source.ts';

type GitWanted = Wanted['git'] | Wanted['private'];
type GitSpec = Extract<PackageSpec, { kind: 'git' | 'private' }>;

const MANUAL = 'https://docs.getdbt.com/docs/package-management#section-specifying-package-versions';

function warnUnpinned(work: Work, git: string, revision: string): void {
  const how =
    revision === 'HEAD' ? 'not pinned, using HEAD (default branch)' : `pinned to the "${revision}" branch`;
  work.sink.report(
    diagnostic('K021', `the git package ${git} is ${how}`, {
      hint: 'Write a tag or a commit as `revision`, or `warn-unpinned: false`.',
      dbtMessage: `The git package "${git}" \n\tis ${how}.\n\tThis can introduce breaking changes into your project without warning!\n\nSee ${MANUAL}`,
    }),
  );
}

function oneRevision(wanted: GitWanted): string {
  const requested = [...new Set(wanted.revisions)];
  if (requested.length < 2) return requested[0] ?? 'HEAD';
  return fail('K005', `${gitName(wanted)} is asked for at ${requested.join(' and at ')}`, {
    dbtMessage: `git dependencies should contain exactly one version. ${gitName(wanted)} contains: {${requested.map((each) => pythonRepr(each)).join(', ')}}`,
  });
}

const fieldsOf = (spec: GitSpec) => ({
  revisions: spec.revision === null ? [] : [pythonStr(spec.revision)],
  warnUnpinned: spec.warnUnpinned !== false,
  subdirectory: spec.subdirectory,
});

function namesOf({ git, subdirectory }: GitWanted): readonly string[] {
  const other = git.endsWith('.git') ? git.slice(0, -4) : `${git}.git`;
  return [gitName({ git, subdirectory }), gitName({ git: other, subdirectory })];
}

const mergedFields = (before: GitWanted, more: GitWanted) => ({
  revisions: [...before.revisions, ...more.revisions],
  warnUnpinned: before.warnUnpinned && more.warnUnpinned,
});

async function pinGit(wanted: GitWanted, work: Work): Promise<Pinned> {
  const revision = oneRevision(wanted);
  const { subdirectory } = wanted;
  return { label: gitName(wanted), subdirectory, load: () => loadGit(wanted, revision, work) };
}

async function loadGit(wanted: GitWanted, revision: string, work: Work): Promise<Loaded> {
  const { git, subdirectory, written } = wanted;
  const { folder, sha } = await checkout(work, { git, revision, subdirectory });
  if (wanted.warnUnpinned && ['HEAD', 'main', 'master'].includes(revision)) warnUnpinned(work, git, revision);
  return {
    origin: `revision ${sha}`,
    metadata: folderMetadata(work, folder),
    lockEntry: () => ({
      [wanted.kind]: lockedAddress(work, written),
      revision: sha,
      ...(subdirectory ? { subdirectory } : {}),
      ...(wanted.kind === 'private' && wanted.provider !== null ? { provider: wanted.provider } : {}),
    }),
    async install(target) {
      const found = await checkout(work, { git, revision: sha, subdirectory });
      moveFolder(work, found.folder, target);
    },
  };
}

/** Packages of git repositories. */
export const gitSource: Source<'git'> = {
  fromSpec: (spec) => ({
    kind: 'git',
    git: spec.git,
    written: typeof spec.unrendered['git'] === 'string' ? spec.unrendered['git'] : spec.git,
    ...fieldsOf(spec),
  }),
  names: namesOf,
  merge: (before, more) => ({ ...before, ...mergedFields(before, more) }),
  pin: pinGit,
};

/** Packages of git repositories whose addresses come from the git provider. */
export const privateSource: Source<'private'> = {
  fromSpec: (spec, work) => ({
    kind: 'private',
    git: privateAddress(work.host.env, spec.private, spec.provider),
    written: spec.private,
    provider: spec.provider,
    ...fieldsOf(spec),
  }),
  names: namesOf,
  merge: (before, more) => ({ ...before, ...mergedFields(before, more) }),
  pin: pinGit,
};
