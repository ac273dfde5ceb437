import { join, resolve } from 'node:path';
import { isMapping, mappingRecord } from '../base/index.ts';
import { DiagnosticError, DiagnosticList, type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { Package, Project, Target } from '../domain/index.ts';
import type { Scope } from '../jinja/index.ts';
import { createBaseScope } from './base-scope.ts';
import { queryCommentOf } from './build-package.ts';
import { checkCatalogs } from './check-catalogs.ts';
import { findInstalledPackages } from './installed-packages.ts';
import { type LoadedPackage, loadPackage, readProjectFile } from './load-package.ts';
import type { Load, LoadProjectOptions } from './load-project-options.ts';
import { type LoadedTarget, loadTarget } from './load-target.ts';
import { dbtVariable, locateOutputs, locateProject } from './locate-project.ts';
import { renderYamlText } from './render-yaml.ts';
import { rootFile, selectorsOf, varsFromFile } from './root-files.ts';
import { targetValues } from './target-values.ts';
import { readCliVars } from './vars.ts';
import type { YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

/**
 * Loads a project: dbt_project.yml, the target, the built-in and the installed packages, selectors.yml. Throws a
 * `DiagnosticError` with everything found when the project cannot be used.
 */
export function loadProject(options: LoadProjectOptions): Project {
  const list = new DiagnosticList();
  const root = locateProject(options.host, options.projectDir);
  const cliVars = readCliVars(options.cliVars);
  const load: Load = { options, list, root, cliVars };
  try {
    const project = loadInto(load);
    list.throwIfErrors();
    return project;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const others = list.errors.filter((each) => !error.diagnostics.includes(each));
    throw new DiagnosticError([...others, ...error.diagnostics]);
  } finally {
    for (const each of list.all) if (each.severity !== 'error') options.sink.report(each);
  }
}

function loadInto(load: Load): Project {
  const { list, options, root } = load;
  const file = rootFile(load);
  const fileVars = varsFromFile(load, file);
  const loadedTarget = targetOrEverythingWrong(load, file);
  const target = loadedTarget?.target ?? NO_TARGET;
  const scope = createBaseScope({
    ...scopeParts(options),
    vars: { ...fileVars, ...load.cliVars },
    target: targetValues(target),
    missingVarsAreNone: options.missingVarsAreNone === true,
  });
  const own = loadPackage({
    ...packageParts(load),
    scope,
    file,
    root,
    isRoot: true,
    isInternal: false,
    ...(fileVars === undefined ? {} : { varsFromFile: fileVars }),
  });
  list.throwIfErrors();
  const installPath = resolve(root, textOf(own.values, 'packages-install-path') ?? 'dbt_packages');
  const others = packagesBesides(load, own, target, installPath);
  const outputs = locateOutputs({
    ...options,
    root,
    values: own.values,
    targetPath: options.targetPath,
    logPath: options.logPath,
  });
  const selectors = selectorsOf(load, scope);
  const flags = isMapping(own.values['flags']) ? mappingRecord(own.values['flags']) : {};
  if (options.without === undefined || options.without.length === 0) {
    checkCatalogs({
      load,
      scope,
      projectName: own.package.name,
      engine: target.type,
      isSecondForm: flags['use_catalogs_v2'] === true,
    });
  }
  return Object.freeze({
    name: own.package.name,
    root,
    packages: [own.package, ...others],
    target,
    ...outputs,
    packagesInstallPath: installPath,
    cleanTargets: cleanTargets(own.values, options.targetPath),
    cliVars: load.cliVars,
    flags,
    queryComment: queryCommentOf(own.values),
    selectors: selectors.entries,
    selectorsSource: selectors.file?.source ?? null,
    profilesPath: loadedTarget?.profilesPath ?? null,
  });
}

const NO_TARGET: Target = Object.freeze({
  profileName: '',
  name: '',
  type: '',
  threads: 1,
  database: '',
  schema: '',
  credentials: {},
});

const textOf = (values: Dict, key: string): string | undefined => {
  const value = values[key];
  return typeof value === 'string' ? value : undefined;
};

function scopeParts(options: LoadProjectOptions) {
  return {
    env: options.host.env,
    ...(options.otherNames === undefined ? {} : { others: options.otherNames }),
    renderVar: (text: string, scope: Scope): unknown =>
      options.jinja.parseTemplate({ path: '--vars', text }).renderSync(scope),
  };
}

function packageParts({ options, list }: Load) {
  return {
    host: options.host,
    jinja: options.jinja,
    sink: list,
    versionCheck: options.versionCheck ?? true,
  };
}

function cleanTargets(values: Dict, targetPath: string | undefined): readonly string[] {
  const written = values['clean-targets'];
  if (Array.isArray(written)) return written.map(String);
  return [targetPath ?? textOf(values, 'target-path') ?? 'target'];
}

/** The target. When it cannot be had, what is wrong with the project's file whatever the target is told along. */
function targetOrEverythingWrong(load: Load, file: YamlFile): LoadedTarget | undefined {
  try {
    return targetFor(load, file);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const list = new DiagnosticList();
    const scope = createBaseScope({ ...scopeParts(load.options), vars: {}, target: null });
    const parts = { ...packageParts(load), file, root: load.root, isRoot: true, isInternal: false };
    loadPackage({ ...parts, scope, sink: list });
    const independent = list.errors.filter((each) => TARGET_FREE.has(each.code));
    throw new DiagnosticError([...error.diagnostics, ...independent]);
  }
}

/** Faults of dbt_project.yml that no target makes go away: its keys, their types, its name, its versions. */
const TARGET_FREE: ReadonlySet<string> = new Set(['P003', 'P004', 'P005', 'P007', 'P009', 'P010', 'P011']);

function targetFor(load: Load, file: YamlFile): LoadedTarget | undefined {
  const { options, list, root, cliVars } = load;
  if (options.without?.includes('profile') === true) return undefined;
  const parts = { ...scopeParts(options), vars: cliVars, target: null };
  const scope = createBaseScope({ ...parts, secrets: 'placeholder' });
  const values = isMapping(file.value) ? mappingRecord(file.value) : {};
  const written = textOf(values, 'profile');
  return loadTarget({
    host: options.host,
    jinja: options.jinja,
    sink: list,
    engines: options.engines,
    projectRoot: root,
    projectName: textOf(values, 'name') ?? 'project',
    projectProfile:
      written === undefined
        ? null
        : String(renderYamlText({ jinja: options.jinja, scope, file }, written, ['profile'])),
    scope,
    profilesDir: options.profilesDir,
    profile: options.profile ?? dbtVariable(options.host, 'PROFILE'),
    target: options.target ?? dbtVariable(options.host, 'TARGET'),
    threads: options.threads,
  });
}

/** The built-in packages, then the installed ones. Package files do not see `--vars`. */
function packagesBesides(
  load: Load,
  own: LoadedPackage,
  target: Target,
  installPath: string,
): readonly Package[] {
  const { options, list, root } = load;
  const scope = createBaseScope({ ...scopeParts(options), vars: {}, target: targetValues(target) });
  const loadFrom = (folder: string, isInternal: boolean): Package | undefined => {
    const file = readProjectFile({ host: options.host, folder, shownFrom: root, sink: list });
    if (file === undefined && !isInternal) reportUnreadable(list, folder);
    if (file === undefined || !isMapping(file.value)) return undefined;
    const parts = { ...packageParts(load), scope, file, root: folder, isRoot: false, isInternal };
    return loadPackage(isInternal ? parts : { ...parts, sink: asOfPackage(list, folder) }).package;
  };
  const builtIn = ['core', ...(target.type === '' ? [] : [target.type])].map((name) =>
    loadFrom(join(options.templatesRoot, 'macros', name), true),
  );
  const skipsInstalled = options.without?.includes('packages') === true;
  const folders = skipsInstalled
    ? []
    : findInstalledPackages({
        host: options.host,
        jinja: options.jinja,
        cliVars: load.cliVars,
        folder: root,
        root,
        installPath,
        sink: list,
      }).folders;
  const all = [...builtIn, ...folders.map((folder) => loadFrom(folder, false))].filter(
    (each) => each !== undefined,
  );
  reportCollisions(list, [own.package, ...all]);
  return all;
}

/** What is wrong with the file of an installed package is told as that package's fault. */
function asOfPackage(list: DiagnosticList, folder: string): DiagnosticSink {
  return {
    report(each) {
      const { dbtMessage } = each;
      const at = dbtMessage.lastIndexOf('\n\nError encountered in ');
      if (at === -1) return list.report(each);
      const inner = `${dbtMessage.slice(0, at).replaceAll('\n', '\n  ')}${dbtMessage.slice(at)}`;
      return list.report({
        ...each,
        dbtMessage: `Failed to read package: Runtime Error\n  ${inner}\n\nError encountered in ${folder}`,
      });
    },
  };
}

function reportUnreadable(list: DiagnosticList, folder: string): void {
  const path = join(folder, 'dbt_project.yml');
  list.report(
    diagnostic('P042', `the installed package in ${folder} has no dbt_project.yml`, {
      hint: 'Install it again, or remove its folder.',
      dbtMessage: `Failed to read package: Runtime Error\n  No dbt_project.yml found at expected path ${path}\n  Verify that each entry within packages.yml (and their transitive dependencies) contains a file named dbt_project.yml\n  \n\nError encountered in ${folder}`,
    }),
  );
}

function reportCollisions(list: DiagnosticList, packages: readonly Package[]): void {
  const first = new Map<string, Package>();
  for (const each of packages) {
    const before = first.get(each.name);
    if (before === undefined) {
      first.set(each.name, each);
      continue;
    }
    list.report(
      diagnostic('P041', `two packages are named '${each.name}'`, {
        hint: `One lies in ${before.root}, the other in ${each.root}.`,
        dbtMessage: `dbt found more than one package with the name "${each.name}" included in this project. Package names must be unique in a project. Please rename one of these packages.`,
      }),
    );
  }
}
