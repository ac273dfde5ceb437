import type { AdapterPlugin } from '../../src/adapter/contract.ts';
import { type ContextEnvironment, createMacroLibrary, macroName } from '../../src/context/index.ts';
import { type Diagnostic, DiagnosticList, type SourceText } from '../../src/diagnostics/index.ts';
import type { Event, Macro, Package, Project } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';
import { createJinja } from '../../src/jinja/index.ts';

export const jinja = createJinja();

/** The engine's facts that contexts read, without the engine. */
export const plugin: AdapterPlugin = {
  name: 'duckdb',
  classPrefix: 'DuckDB',
  version: '1.11.1',
  dialect: {
    quote: (identifier) => `"${identifier.replaceAll('"', '""')}"`,
    literal: (text) => `'${text.replaceAll("'", "''")}'`,
    render: (relation) =>
      [relation.database, relation.schema, relation.identifier]
        .filter((part) => part !== null)
        .map((part) => `"${part}"`)
        .join('.'),
  },
  macroPackages: ['dbt_duckdb', 'dbt'],
  dispatchPrefixes: ['duckdb', 'default'],
  enforcedConstraints: new Set(['not_null']),
  databaseOf: () => 'dev',
  checkCredentials: () => {},
  open: () => Promise.reject(new Error('no engine here')),
};

export function packageNamed(name: string, changes: Partial<Package> = {}): Package {
  const empty: SourceText = { path: 'dbt_project.yml', text: '' };
  return {
    name,
    version: null,
    root: '/nowhere',
    isRoot: name === 'shop',
    isInternal: name.startsWith('dbt') && name !== 'dbt_utils',
    modelPaths: ['models'],
    seedPaths: ['seeds'],
    testPaths: ['tests'],
    analysisPaths: [],
    macroPaths: ['macros'],
    snapshotPaths: [],
    functionPaths: [],
    osiPaths: [],
    docsPaths: [],
    assetPaths: [],
    quoting: {},
    dispatch: [],
    restrictAccess: false,
    onRunStart: [],
    onRunEnd: [],
    configs: {},
    unrenderedConfigs: {},
    vars: {},
    source: empty,
    ...changes,
  };
}

export function projectOf(packages: readonly Package[], changes: Partial<Project> = {}): Project {
  return {
    name: 'shop',
    root: '/nowhere',
    packages,
    target: {
      profileName: 'shop',
      name: 'dev',
      type: 'duckdb',
      threads: 1,
      database: 'dev',
      schema: 'main',
      credentials: { type: 'duckdb', path: 'dev.duckdb' },
    },
    targetPath: '/nowhere/target',
    targetFolder: 'target',
    logPath: '/nowhere/logs',
    packagesInstallPath: '/nowhere/dbt_packages',
    cleanTargets: [],
    cliVars: {},
    flags: {},
    queryComment: { comment: null, append: false },
    selectors: [],
    selectorsSource: null,
    ...changes,
  };
}

/** Macros of a file. */
export function macrosIn(packageName: string, path: string, text: string): Macro[] {
  const source: SourceText = { path, text };
  return jinja.parseMacros(source).map((template): Macro => {
    const name = macroName(template);
    return {
      resourceType: 'macro',
      uniqueId: `macro.${packageName}.${name}`,
      name,
      packageName,
      path,
      originalFilePath: path,
      macroSql: text.slice(template.span.start, template.span.end),
      dependsOn: { macros: [] },
      description: '',
      meta: {},
      docs: { show: true, nodeColor: null },
      config: {},
      arguments: [],
      supportedLanguages: template.supportedLanguages,
      patchPath: null,
      createdAt: 0,
      source,
      span: template.span,
    };
  });
}

export interface TestEnvironment extends ContextEnvironment {
  readonly events: (event: Event) => void;
  readonly seen: readonly Event[];
  readonly warnings: readonly Diagnostic[];
}

/** A context environment over macros given as text by package. */
export function environmentWith(
  macros: Readonly<Record<string, string>>,
  options: { readonly project?: Project } = {},
): TestEnvironment {
  const project =
    options.project ??
    projectOf([...new Set(['shop', ...Object.keys(macros), 'dbt'])].map((name) => packageNamed(name)));
  const all = Object.entries(macros).flatMap(([name, text]) => macrosIn(name, `${name}.sql`, text));
  const seen: Event[] = [];
  const sink = new DiagnosticList();
  return {
    host: createHost(),
    project,
    invocation: { id: '1', command: 'run', startedAt: new Date(0), flags: { FULL_REFRESH: false }, args: {} },
    jinja,
    plugin,
    library: createMacroLibrary({ macros: all, project, jinja, plugin }),
    events: (event) => seen.push(event),
    seen,
    sink,
    warnings: sink.all,
  };
}
