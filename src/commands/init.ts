import { join, resolve } from 'node:path';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { always, type Command } from './command.ts';
import { isSet, textFlag } from './flags/read-flags.ts';
import type { Session } from './session.ts';
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

function copyStarter(session: Session, project: NewProject): void {
  const { files } = session.host;
  const starter = join(templatesRoot(files), 'starter');
  const profile = textFlag(session, 'profile');
  const ownsProfile = profile === undefined && !isSet(session, 'skip_profile_setup');
  for (const path of files.walk(starter)) {
    if (path === 'profiles.yml' && !ownsProfile) continue;
    // npm leaves files named .gitignore out of packages.
    const target = path.replace(/(^|\/)gitignore$/, '$1.gitignore');
    const text = files
      .readText(join(starter, path))
      .replace(PLACEHOLDER, project.name)
      .replace(PROFILE_PLACEHOLDER, profile ?? project.name);
    files.write(join(project.root, target), text);
  }
}

/** Makes a new project in a folder of its name: a seed, two models with tests, and a profile for a DuckDB file. */
export const initCommand: Command<NewProject> = {
  name: 'init',
  async run(session) {
    const name = projectName(session);
    const root = resolve(session.host.workingDirectory, name);
    if (session.host.files.exists(root)) {
      throw new DiagnosticError(
        diagnostic('C005', `A project called ${name} already exists here.`, {
          hint: 'Choose another name, or remove the folder.',
        }),
      );
    }
    const project = { name, root };
    copyStarter(session, project);
    const text = `Your new project "${name}" was created!\n\n  cd ${name}\n  sluice build\n`;
    session.events({ type: 'message', level: 'info', name: 'ProjectCreated', text });
    return project;
  },
  succeeded: always,
};
