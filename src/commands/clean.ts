import { basename, dirname, join, relative, resolve } from 'node:path';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Project } from '../domain/index.ts';
import { always, type Command } from './command.ts';
import { isSet } from './flags/read-flags.ts';
import type { Session } from './session.ts';

/** Folders that hold what people wrote. */
function sourceFolders(project: Project): readonly string[] {
  const own = project.packages.find((each) => each.isRoot);
  if (own === undefined) return [];
  const { modelPaths, seedPaths, testPaths, analysisPaths, macroPaths, snapshotPaths, functionPaths } = own;
  return [modelPaths, seedPaths, testPaths, analysisPaths, macroPaths, snapshotPaths, functionPaths]
    .flat()
    .map((path) => resolve(project.root, path));
}

function refuse(sentence: string, hint: string): never {
  throw new DiagnosticError(diagnostic('C004', sentence, { hint, dbtMessage: sentence }));
}

function listed(paths: readonly string[]): string {
  return `[${paths.map((path) => `'${path}'`).join(', ')}]`;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..');
}

/** The folders to delete. Nothing is deleted when one of them must not be. */
function foldersToClean(session: Session): readonly string[] {
  const project = session.project();
  const folders = [...new Set(project.cleanTargets.map((path) => resolve(project.root, path)))];
  const sources = new Set(sourceFolders(project));
  const written = folders.filter((path) => sources.has(path));
  if (written.length > 0)
    refuse(
      `dbt will not clean the following source paths: ${listed(written)}`,
      'Take them out of `clean-targets`.',
    );
  const { files } = session.host;
  // A link on the way leads elsewhere; one at the end is only taken away.
  const realFolder = (path: string) => join(files.realPath(dirname(path)), basename(path));
  const outside = folders.filter(
    (path) => !(isInside(project.root, path) && isInside(files.realPath(project.root), realFolder(path))),
  );
  if (outside.length > 0 && isSet(session, 'clean_project_files_only'))
    refuse(
      `dbt will not clean the following directories outside the project: ${listed(outside)}`,
      'Allow it with --no-clean-project-files-only.',
    );
  return folders;
}

/** Deletes the folders of `clean-targets`. Returns what was deleted. The history of runs lies elsewhere and is kept. */
export const cleanCommand: Command<readonly string[]> = {
  name: 'clean',
  without: ['profile', 'packages'],
  async run(session) {
    const folders = foldersToClean(session);
    const tell = (name: string, text: string, path?: string) => {
      const data = path === undefined ? {} : { path };
      session.events({ type: 'message', level: 'info', name, text, data });
    };
    for (const folder of folders) {
      tell('CheckCleanPath', `Checking ${folder}/*`, folder);
      session.host.files.remove(folder);
      tell('ConfirmCleanPath', `Cleaned ${folder}/*`, folder);
    }
    tell('FinishedCleanPaths', 'Finished cleaning all paths.');
    return folders;
  },
  succeeded: always,
};
