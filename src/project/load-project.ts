import { join, resolve } from 'node:path';
import { isMapping, mappingGet, mappingRecord } from '../base/index.ts';
import { DiagnosticError, DiagnosticList, type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { Package, Project, Target } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja, Scope } from '../jinja/index.ts';
import { createBaseScope } from './base-scope.ts';
import { queryCommentOf } from './build-package.ts';
import { findInstalledPackages } from './installed-packages.ts';
import { type LoadedPackage, loadPackage, readProjectFile } from './load-package.ts';
import { type EngineLookup, type LoadedTarget, loadTarget } from './load-target.ts';
import { dbtVariable, locateOutputs, locateProject } from './locate-project.ts';
import { renderYaml, renderYamlText } from './render-yaml.ts';
import { targetValues } from './target-values.ts';
import { readCliVars } from './vars.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

export interface LoadProjectOptions {
  readonly host: Host;
  readonly jinja: Jinja;
  /** The engines there are: found by the `type` of a target. */
  readonly engines: EngineLookup;
  /** Absolute folder of the shipped templates; the built-in packages lie in `macros/` below it. */
  readonly templatesRoot: string;
  /** Warnings go here. Errors are thrown together, as one `DiagnosticError`. */
  readonly sink: DiagnosticSink;
  readonly projectDir?: string | undefined;
  readonly profilesDir?: string | undefined;
  readonly profile?: string | undefined;
  readonly target?: string | undefined;
  readonly targetPath?: string | undefined;
  readonly logPath?: string | undefined;
  readonly threads?: number | undefined;
  /** `--vars`: YAML text, or the mapping itself. */
  readonly cliVars?: unknown;
  /** Whether `require-dbt-version` is enforced. Default true. */
  readonly versionCheck?: boolean;
  /**
   * What the command can do without: `clean` and `deps` need neither a profile nor packages. Without a profile the target is
   * empty; templates see its values as empty text. Default: everything is needed.
   */
  readonly without?: readonly ('profile' | 'packages')[];
  /** Names that the templates of YAML files see besides `env_var`, `var`, `target` and `dbt_version`. */
  readonly otherNames?: Scope;
}

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

interface Load {
  readonly options: LoadProjectOptions;
  readonly list: DiagnosticList;
  readonly root: string;
  readonly cliVars: Dict;
}

function loadInto(load: Load): Project {
  const { list, options, root } = load;
  const file = rootFile(load);
  const fileVars = varsFromFile(load, file);
  const loadedTarget = targetFor(load, file);
  const target = loadedTarget?.target ?? NO_TARGET;
  const scope = createBaseScope({
    ...scopeParts(options),
    vars: { ...fileVars, ...load.cliVars },
    target: targetValues(target),
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
  return Object.freeze({
    name: own.package.name,
    root,
    packages: [own.package, ...others],
    target,
    ...outputs,
    packagesInstallPath: installPath,
    cleanTargets: cleanTargets(own.values, options.targetPath),
    cliVars: load.cliVars,
    flags: isMapping(own.values['flags']) ? mappingRecord(own.values['flags']) : {},
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

function rootFile({ options, list, root }: Load): YamlFile {
  const file = readProjectFile({ host: options.host, folder: root, shownFrom: root, sink: list });
  list.throwIfErrors();
  if (file !== undefined) return file;
  const path = join(root, 'dbt_project.yml');
  throw new DiagnosticError(
    diagnostic('P001', `there is no dbt_project.yml in ${root}`, {
      hint: 'Go into a project, name its folder with --project-dir, or start a new one with `init`.',
      dbtMessage: `No dbt_project.yml found at expected path ${path}\nVerify that each entry within packages.yml (and their transitive dependencies) contains a file named dbt_project.yml\n`,
    }),
  );
}

/** The variables of `vars.yml`, which stand in place of `vars:`; undefined when there is no such file or it is empty. */
function varsFromFile({ options, list, root }: Load, project: YamlFile): Dict | undefined {
  const file = readYamlFile({ host: options.host, path: join(root, 'vars.yml'), root, sink: list });
  const vars = isMapping(file?.value) ? mappingGet(file.value, 'vars') : undefined;
  if (!isMapping(vars)) return undefined;
  const written = isMapping(project.value) ? mappingGet(project.value, 'vars') : undefined;
  if (isMapping(written) && Object.keys(mappingRecord(written)).length > 0) {
    list.report(
      diagnostic('P023', 'variables stand in vars.yml and in dbt_project.yml', {
        span: project.keySpanOf(['vars']),
        hint: 'Move all of them to one of the two files.',
        dbtMessage: 'Variables cannot be defined in both vars.yml and dbt_project.yml. ',
      }),
    );
  }
  return mappingRecord(vars);
}

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
    return loadPackage({ ...packageParts(load), scope, file, root: folder, isRoot: false, isInternal })
      .package;
  };
  const builtIn = ['core', ...(target.type === '' ? [] : [target.type])].map((name) =>
    loadFrom(join(options.templatesRoot, 'macros', name), true),
  );
  const skipsInstalled = options.without?.includes('packages') === true;
  const folders = skipsInstalled
    ? []
    : findInstalledPackages({ host: options.host, root, installPath, sink: list }).folders;
  const all = [...builtIn, ...folders.map((folder) => loadFrom(folder, false))].filter(
    (each) => each !== undefined,
  );
  reportCollisions(list, [own.package, ...all]);
  return all;
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

/** The entries of `selectors.yml`, with their strings rendered. */
function selectorsOf(
  load: Load,
  scope: Scope,
): { readonly entries: readonly unknown[]; readonly file?: YamlFile } {
  const { options, list, root } = load;
  const file = readYamlFile({ host: options.host, path: join(root, 'selectors.yml'), root, sink: list });
  if (file === undefined || file.value === null) return { entries: [] };
  const written = isMapping(file.value) ? mappingGet(file.value, 'selectors') : undefined;
  if (!Array.isArray(written)) {
    list.report(
      diagnostic('P044', 'selectors.yml wants a list `selectors`', {
        span: { source: file.source, start: 0, end: file.source.text.length },
        dbtMessage:
          'Could not parse selector file data: \nValid root-level selector definitions: union, intersection, string, dictionary. No lists. \nhttps://docs.getdbt.com/reference/node-selection/yaml-selectors',
      }),
    );
    return { entries: [], file };
  }
  const entries = renderYaml({ jinja: options.jinja, scope, file, sink: list }, written, ['selectors']);
  return { entries: entries as readonly unknown[], file };
}
