import { DiagnosticList } from '../../diagnostics/index.ts';
import { readPackages, readProjectName } from '../../project/index.ts';
import type { Work } from '../work.ts';
import type { Metadata } from './source.ts';

/** What a package in a folder says of itself. Throws a `DiagnosticError` when it holds no project, or cannot be read. */
export function folderMetadata(work: Work, folder: string): Metadata {
  const { host, jinja, cliVars } = work;
  const list = new DiagnosticList();
  const name = readProjectName({ host, folder, sink: list });
  const asked = { host, jinja, cliVars, folder, root: folder, sink: list, rendersDependencies: true };
  const { specs } = readPackages(asked);
  list.throwIfErrors();
  return { name: name as string, packages: specs };
}
