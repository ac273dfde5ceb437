import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { adapterPlugin } from '../../src/adapter/index.ts';
import { type Diagnostic, DiagnosticError, DiagnosticList, spanLabel } from '../../src/diagnostics/index.ts';
import type { Project } from '../../src/domain/index.ts';
import { createHost, fakeEnvironment, type Host } from '../../src/host/index.ts';
import { createJinja } from '../../src/jinja/index.ts';
import { type LoadProjectOptions, loadProject } from '../../src/project/index.ts';

const folders: string[] = [];
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

/** A folder of its own with these files. */
export function projectFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-project-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface Loaded {
  readonly project: Project | undefined;
  /** Everything reported or thrown. */
  readonly diagnostics: readonly Diagnostic[];
  /** `code path:line:column`, without the path of the folder. */
  readonly places: readonly string[];
  readonly codes: readonly string[];
}

export interface LoadRequest extends Partial<LoadProjectOptions> {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly home?: string;
  readonly workingDirectory?: string;
}

/** Loads a project of a folder; what it throws is part of the answer. */
export function load(request: LoadRequest): Loaded {
  const { folder, env = {}, home, workingDirectory, ...options } = request;
  const host: Host = {
    ...createHost(workingDirectory ?? folder),
    env: fakeEnvironment(env),
    homeDirectory: home ?? join(folder, 'home'),
    cores: 4,
  };
  const sink = new DiagnosticList();
  const jinja = createJinja();
  let project: Project | undefined;
  let thrown: readonly Diagnostic[] = [];
  try {
    project = loadProject({
      host,
      jinja,
      engines: adapterPlugin,
      sink,
      templatesRoot: join(folder, 'templates'),
      ...options,
    });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    thrown = error.diagnostics;
  }
  const diagnostics = [...sink.all, ...thrown];
  const places = diagnostics.map((each) =>
    `${each.code} ${each.span === undefined ? '' : spanLabel(each.span)}`.replaceAll(`${folder}/`, '').trim(),
  );
  return { project, diagnostics, places, codes: diagnostics.map((each) => each.code) };
}
