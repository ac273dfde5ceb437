import { join } from 'node:path';
import { md5 } from '../base/index.ts';
import { CommandNotFound, type ProcessAnswer } from '../host/index.ts';
import { fail } from './failure.ts';
import { scrubbed } from './secrets.ts';
import { tell, type Work } from './work.ts';

/** A repository at a revision. */
export interface GitPlace {
  /** The address. */
  readonly git: string;
  readonly revision: string;
  readonly subdirectory: string | null;
}

export interface Checkout {
  /** Absolute folder of the package: the repository's, or the subdirectory in it. */
  readonly folder: string;
  /** The commit. */
  readonly sha: string;
}

/** The name of a git package: its address and folder. */
export function gitName({ git, subdirectory }: Pick<GitPlace, 'git' | 'subdirectory'>): string {
  return subdirectory ? `${git}/${subdirectory}` : git;
}

const isCommit = (revision: string): boolean => /^[0-9a-f]{40}\b/.test(revision);

/** Refuses what git would not take for an address, a revision or a folder of the repository. */
function checkPlace({ git, revision, subdirectory }: GitPlace): void {
  const refuse = (sentence: string) => fail('K011', sentence);
  if (git.startsWith('-')) refuse(`'${git}' is no address: git would take it for an option`);
  if (/^(ext|fd)::/i.test(git)) refuse(`'${git}' would run a command instead of fetching a repository`);
  if (git.includes('\0') || revision.includes('\0')) refuse('the address or revision holds a null character');
  if (revision.startsWith('-')) refuse(`'${revision}' is no revision: git would take it for an option`);
  if (subdirectory === null) return;
  const parts = subdirectory.split(/[\\/]/);
  if (subdirectory.startsWith('-') || /^([\\/]|[A-Za-z]:)/.test(subdirectory) || parts.includes('..'))
    refuse(`'${subdirectory}' is no folder inside the repository`);
}

async function runGit(work: Work, folder: string, args: readonly string[]): Promise<ProcessAnswer> {
  try {
    return await work.host.processes.run({
      command: 'git',
      // A command instead of an address must not come in by way of a submodule or a setting either.
      args: ['-c', 'protocol.ext.allow=never', ...args],
      folder,
      env: { LC_ALL: 'C' },
      signal: work.signal,
    });
  } catch (error) {
    if (!(error instanceof CommandNotFound)) throw error;
    const text =
      'Make sure git is installed on your machine. More information: https://docs.getdbt.com/docs/package-management';
    work.events({ type: 'message', level: 'error', name: 'EnsureGitInstalled', text, data: {} });
    return fail('K009', 'git is needed for this package, and there is none on the PATH', {
      dbtMessage: `Could not find command, ensure it is in the user's PATH: "git"`,
    });
  }
}

function failed(work: Work, place: GitPlace, spec: string, { stderr }: ProcessAnswer): never {
  const git = scrubbed(work.host.env, place.git);
  const said = scrubbed(work.host.env, stderr.trim().split('\nusage: git')[0] as string);
  const reason = said.split('\n').find((line) => line.startsWith('fatal:'));
  fail('K010', `git could not fetch ${spec === 'None' ? git : `'${spec}' of ${git}`}`, {
    hint: reason ?? 'Look at the address and the revision.',
    dbtMessage: `Error checking out spec='${spec}' for repo ${git}\n${said}`,
  });
}

/** Sparse checkouts came with git 2.25. */
async function checkGitVersion(work: Work): Promise<void> {
  const { stdout } = await runGit(work, work.downloads, ['--version']);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 25)) return;
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? stdout.trim();
  const sentence = `Please update your git version to pull a dbt package from a subdirectory: your version is ${version}, >= 2.25.0 needed`;
  fail('K010', sentence);
}

async function clone(work: Work, place: GitPlace, name: string): Promise<void> {
  const { git, subdirectory } = place;
  const sparse = subdirectory ? ['--filter=blob:none', '--sparse'] : [];
  if (subdirectory) await checkGitVersion(work);
  const cloned = await runGit(work, work.downloads, ['clone', '--depth', '1', ...sparse, '--', git, name]);
  if (cloned.code !== 0) failed(work, place, 'None', cloned);
  if (!subdirectory) return;
  const set = await runGit(work, join(work.downloads, name), ['sparse-checkout', 'set', subdirectory]);
  if (set.code !== 0) failed(work, place, 'None', set);
}

async function currentSha(work: Work, folder: string): Promise<string> {
  return (await runGit(work, folder, ['rev-parse', 'HEAD'])).stdout.trim();
}

/** Brings a clone to a revision; tags go before branches of the same name. */
async function moveTo(work: Work, place: GitPlace, folder: string): Promise<void> {
  const { revision } = place;
  const steps: (readonly string[])[] = isCommit(revision)
    ? [['fetch', 'origin', '--depth', '1', revision]]
    : [
        ['remote', 'set-branches', 'origin', revision],
        ['fetch', 'origin', '--depth', '1', '--tags', revision],
      ];
  for (const step of steps) {
    const done = await runGit(work, folder, step);
    if (done.code !== 0) failed(work, place, revision, done);
  }
  const reset = await runGit(work, folder, ['reset', '--hard', await specOf(work, folder, revision)]);
  if (reset.code !== 0) failed(work, place, revision, reset);
}

async function specOf(work: Work, folder: string, revision: string): Promise<string> {
  if (isCommit(revision)) return revision;
  const tags = (await runGit(work, folder, ['tag', '--list'])).stdout.trim().split('\n');
  return tags.includes(revision) ? `tags/${revision}` : `origin/${revision}`;
}

/**
 * A shallow clone of a repository at a revision in the downloads folder, made once. Throws a `DiagnosticError` when git is
 * missing or fails, or when the place is refused.
 */
export async function checkout(work: Work, place: GitPlace): Promise<Checkout> {
  const { revision, subdirectory } = place;
  checkPlace(place);
  const name = md5(Buffer.from(gitName(place), 'latin1'));
  const folder = join(work.downloads, name);
  if (subdirectory) {
    const text = `Subdirectory specified: ${subdirectory}, using sparse checkout.`;
    tell(work, 'debug', { name: 'GitSparseCheckoutSubdirectory', text, data: { subdir: subdirectory } });
  }
  const known = work.host.files.exists(folder);
  if (!known) await clone(work, place, name);
  tell(
    work,
    'debug',
    known
      ? {
          name: 'GitProgressUpdatingExistingDependency',
          text: `Updating existing dependency ${name}.`,
          data: { dir: name },
        }
      : {
          name: 'GitProgressPullingNewDependency',
          text: `Pulling new dependency ${name}.`,
          data: { dir: name },
        },
  );
  const before = await currentSha(work, folder);
  const checkingOut = `Checking out revision ${revision}.`;
  tell(work, 'debug', { name: 'GitProgressCheckoutRevision', text: checkingOut, data: { revision } });
  const key = `git ${name} ${revision}`;
  const sha = work.fetched.get(key) ?? (await movedTo(work, place, folder));
  work.fetched.set(key, sha).set(`git ${name} ${sha}`, sha);
  tellProgress(work, { known, before, sha });
  return { folder: join(folder, subdirectory ?? ''), sha };
}

async function movedTo(work: Work, place: GitPlace, folder: string): Promise<string> {
  await moveTo(work, place, folder);
  return currentSha(work, folder);
}

function tellProgress(
  work: Work,
  { known, before, sha }: { readonly known: boolean; readonly before: string; readonly sha: string },
): void {
  const [start_sha, end_sha] = [before.slice(0, 7), sha.slice(0, 7)];
  if (!known)
    tell(work, 'debug', {
      name: 'GitProgressCheckedOutAt',
      text: `Checked out at ${end_sha}.`,
      data: { end_sha },
    });
  else if (before === sha)
    tell(work, 'debug', {
      name: 'GitNothingToDo',
      text: `Already at ${end_sha}, nothing to do.`,
      data: { sha: end_sha },
    });
  else
    tell(work, 'debug', {
      name: 'GitProgressUpdatedCheckoutRange',
      text: `Updated checkout from ${start_sha} to ${end_sha}.`,
      data: { start_sha, end_sha },
    });
}
