import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { adapterPlugin } from '../../src/adapter/index.ts';
import { manifestBody, manifestHead } from '../../src/artifacts/index.ts';
import { type Diagnostic, DiagnosticList } from '../../src/diagnostics/index.ts';
import type { Invocation, Manifest, Project } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';
import { createJinja } from '../../src/jinja/index.ts';
import { parseProject } from '../../src/parse/index.ts';
import { loadProject } from '../../src/project/index.ts';
import { projectFolder } from '../support/project-folder.ts';

export interface Parsed {
  readonly project: Project;
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
  /** manifest.json, read back. */
  readonly json: () => Record<string, Record<string, unknown>>;
}

const templatesRoot = resolve(import.meta.dirname, '..', '..', 'templates');

export interface ParseFolderOptions {
  readonly flags?: Readonly<Record<string, unknown>>;
}

/** Parses the project in a folder. */
export function parseFolder(root: string, options: ParseFolderOptions = {}): Parsed {
  const host = createHost(root);
  const jinja = createJinja();
  const sink = new DiagnosticList();
  const project = loadProject({
    host,
    jinja,
    engines: adapterPlugin,
    templatesRoot,
    sink,
    projectDir: root,
    profilesDir: root,
  });
  const invocation: Invocation = {
    id: 'test',
    command: 'parse',
    startedAt: new Date(0),
    flags: options.flags ?? {},
    args: {},
  };
  const plugin = adapterPlugin('duckdb');
  const manifest = parseProject({
    project,
    host,
    jinja,
    plugin,
    invocation,
    createdAt: Date.now() / 1000,
    sink,
    events: () => {},
  });
  const bytes = () => [
    manifestHead({ manifest, project, invocation, generatedAt: new Date(0) }),
    ...manifestBody({ manifest }),
  ];
  return {
    project,
    manifest,
    diagnostics: sink.all,
    json: () => JSON.parse(Buffer.concat(bytes()).toString()),
  };
}

/** Parses a project of these files. */
export function parseFiles(
  files: Readonly<Record<string, string>>,
  options: ParseFolderOptions = {},
): Parsed {
  const folder = projectFolder(files);
  try {
    const parsed = parseFolder(folder.root, options);
    parsed.json();
    return parsed;
  } finally {
    folder.remove();
  }
}

/** What dbt made of the project of this name in `projects/`. */
export function golden(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'golden', `${name}.json`), 'utf8'));
}

/** The folder of a project in `projects/`. */
export function projectRoot(name: string): string {
  return join(import.meta.dirname, 'projects', name);
}
