import { dirname, join, resolve } from 'node:path';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { readProfileNames, readWantedProfile } from '../project/index.ts';
import { always, type Command } from './command.ts';
import { debugCommand } from './debug.ts';
import { isSet, textFlag } from './flags/read-flags.ts';
import { createSession, type Session } from './session.ts';
import { templatesRoot } from './templates-root.ts';

/** What was made. */
export interface NewProject {
  readonly name: string;
  /** Absolute. */
  readonly root: string;
}

/** Names of the built-in packages. */
const TAKEN = ['dbt', 'dbt_duckdb'];

/** The word in the starter's files that stands for the project's name. */
const PLACEHOLDER = /__project__/g;
const PROFILE_PLACEHOLDER = /__profile__/g;

function projectName(session: Session): string {
  const name = textFlag(session, 'project_name');
  if (name !== undefined && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !TAKEN.includes(name)) return name;
  const message =
    name === undefined ? 'The new project needs a name' : `${name} is not a valid project name.`;
  throw new DiagnosticError(
    diagnostic('C006', message, { hint: 'Use letters, digits and underscores: `sluice init my_project`.' }),
  );
}

/** A file of the starter, with the names of this project. */
function fillIn({ host }: Session, path: string, words: { readonly name: string; readonly profile: string }) {
  return host.files
    .readText(join(templatesRoot(host.files), 'starter', path))
    .replace(PLACEHOLDER, words.name)
    .replace(PROFILE_PLACEHOLDER, words.profile);
}

function copyStarter(session: Session, project: NewProject): void {
  const { files } = session.host;
  const starter = join(templatesRoot(files), 'starter');
  const profile = textFlag(session, 'profile');
  const ownsProfile = profile === undefined && !isSet(session, 'skip_profile_setup');
  for (const path of files.walk(starter)) {
    if (path === 'profiles.yml' && !ownsProfile) continue;
    // npm leaves files named .gitignore out of packages.
    const target = path.replace(/(^|\/)gitignore$/, '$1.gitignore');
    const words = { name: project.name, profile: profile ?? project.name };
    files.write(join(project.root, target), fillIn(session, path, words));
  }
}

function say(session: Session, name: string, text: string): void {
  session.events({ type: 'message', level: 'info', name, text });
}

/** Checks the project and its connection, as `debug` does; what is wrong is told, and fails nothing. */
async function validate(session: Session, root: string): Promise<void> {
  if (isSet(session, 'skip_debug')) return;
  say(session, 'Note', 'Running debug to validate the project...');
  const { host, events, invocation } = session;
  const flags = { ...invocation.flags, PROJECT_DIR: root };
  const checked = createSession({
    host: { ...host, workingDirectory: root },
    events,
    invocation: { ...invocation, flags },
    settings: session.settings,
  });
  try {
    const { success } = await debugCommand.run(checked);
    if (!success) say(session, 'Note', 'The profile may need adjustments: see what debug told above.');
  } finally {
    await checked.close();
  }
}

/** Gives a project that is there a profile of its own, unless it has one. */
async function setUpProfile(session: Session, root: string): Promise<NewProject> {
  const { host, sink } = session;
  if (textFlag(session, 'profile') !== undefined) {
    throw new DiagnosticError(
      diagnostic('C016', 'this project is there already, and names its profile itself', {
        dbtMessage: 'Can not init existing project with specified profile, edit dbt_project.yml instead',
        hint: 'Leave out --profile, or write its name into dbt_project.yml.',
      }),
    );
  }
  const name = readWantedProfile({ host, folder: root, sink }) ?? '';
  if (isSet(session, 'skip_profile_setup')) return { name, root };
  say(session, 'SettingUpProfile', 'Setting up your profile.');
  const folder = textFlag(session, 'profiles_dir') ?? root;
  const path = join(folder, 'profiles.yml');
  if (readProfileNames({ host, folder, sink }).includes(name)) {
    say(session, 'Note', `The profile ${name} already exists in ${path}: it stays as it is.`);
  } else {
    const sample = fillIn(session, 'profiles.yml', { name, profile: name });
    const before = host.files.exists(path) ? `${host.files.readText(path).trimEnd()}\n\n` : '';
    host.files.writeAtomic(path, before + sample);
    const text = `Profile ${name} written to ${path} using target's sample configuration.`;
    say(session, 'ProfileWrittenWithSample', text);
  }
  await validate(session, root);
  return { name, root };
}

/** The folder of the project in which `init` was called without a name. */
function projectHere(session: Session): string | undefined {
  const root = textFlag(session, 'project_dir');
  if (root === undefined || textFlag(session, 'project_name') !== undefined) return undefined;
  // As in dbt, projects in folders above do not count.
  for (let at = dirname(session.host.workingDirectory); ; at = dirname(at)) {
    if (at === root) return undefined;
    if (dirname(at) === at) break;
  }
  return session.host.files.exists(join(root, 'dbt_project.yml')) ? root : undefined;
}

/** A profile that was named has to be there. */
function checkProfile(session: Session): void {
  const profile = textFlag(session, 'profile');
  const folder = textFlag(session, 'profiles_dir');
  if (profile === undefined || folder === undefined) return;
  const names = readProfileNames({ host: session.host, folder, sink: session.sink });
  if (names.includes(profile)) return;
  throw new DiagnosticError(
    diagnostic('P030', `there is no profile named '${profile}'`, {
      dbtMessage: `Could not find profile named '${profile}'`,
      hint: `Profiles are read from ${join(folder, 'profiles.yml')}.`,
    }),
  );
}

/**
 * Makes a new project in a folder of its name: a seed, two models with tests, and a profile for a DuckDB file. Without a name,
 * in the folder of a project, it gives that project a profile.
 */
export const initCommand: Command<NewProject> = {
  name: 'init',
  async run(session) {
    const here = projectHere(session);
    if (here !== undefined) return setUpProfile(session, here);
    const name = projectName(session);
    const root = resolve(session.host.workingDirectory, name);
    if (session.host.files.exists(root)) {
      throw new DiagnosticError(
        diagnostic('C005', `A project called ${name} already exists here.`, {
          hint: 'Choose another name, or remove the folder.',
        }),
      );
    }
    checkProfile(session);
    const project = { name, root };
    copyStarter(session, project);
    if (textFlag(session, 'profile') !== undefined) await validate(session, root);
    say(
      session,
      'ProjectCreated',
      `Your new project "${name}" was created!\n\n  cd ${name}\n  sluice build\n`,
    );
    return project;
  },
  succeeded: always,
};
