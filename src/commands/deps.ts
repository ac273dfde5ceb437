import { relative } from 'node:path';
import { type DepsResult, readNewPackage, runDeps } from '../deps/index.ts';
import { always, type Command } from './command.ts';
import { isSet, textFlag } from './flags/read-flags.ts';
import type { Session } from './session.ts';

function addedPackage(session: Session) {
  const text = textFlag(session, 'add_package');
  if (text === undefined) return null;
  const source = textFlag(session, 'source') as 'hub' | 'git' | 'local';
  return readNewPackage(text, source);
}

/** Installs the packages that packages.yml asks for, and keeps `package-lock.yml`. */
export const depsCommand: Command<DepsResult> = {
  name: 'deps',
  without: ['profile', 'packages'],
  async run(session) {
    const add = addedPackage(session);
    const project = session.project();
    const { host, jinja, sink, events, signal } = session;
    const way = relative(project.root, project.packagesInstallPath);
    return runDeps({
      host,
      jinja,
      sink,
      events,
      signal,
      root: project.root,
      projectName: project.name,
      installPath: way.startsWith('..') ? project.packagesInstallPath : way || '.',
      cliVars: project.cliVars,
      versionCheck: isSet(session, 'version_check'),
      upgrade: isSet(session, 'upgrade'),
      lockOnly: isSet(session, 'lock'),
      add,
    });
  },
  succeeded: always,
};
