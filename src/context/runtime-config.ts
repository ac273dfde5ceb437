import { type Package, type Project, packageOf } from '../domain/index.ts';
import { CALL, fromPlain, GETATTR, type HostFunction, TYPE } from '../jinja/index.ts';
import { targetValues } from '../project/index.ts';
import type { ContextEnvironment } from './contract.ts';
import { recordObject } from './node-object.ts';

type Fields = Readonly<Record<string, () => unknown>>;

const owns = (fields: object, name: string): boolean => Object.hasOwn(fields, name);

function fieldsObject(typeName: string, fields: Fields): unknown {
  return recordObject({
    typeName,
    attribute: (name) => (owns(fields, name) ? fields[name]?.() : undefined),
    toDict: () => Object.fromEntries(Object.entries(fields).map(([name, read]) => [name, read()])),
  });
}

/** What a package's file says, under the names of dbt's `Project`. */
function packageFields(each: Package): Fields {
  const configs = (section: string) => () => fromPlain(each.configs[section] ?? {});
  return {
    project_name: () => each.name,
    version: () => each.version,
    project_root: () => each.root,
    model_paths: () => fromPlain(each.modelPaths),
    macro_paths: () => fromPlain(each.macroPaths),
    seed_paths: () => fromPlain(each.seedPaths),
    test_paths: () => fromPlain(each.testPaths),
    analysis_paths: () => fromPlain(each.analysisPaths),
    snapshot_paths: () => fromPlain(each.snapshotPaths),
    docs_paths: () => fromPlain(each.docsPaths),
    asset_paths: () => fromPlain(each.assetPaths),
    quoting: () => fromPlain(each.quoting),
    models: configs('models'),
    seeds: configs('seeds'),
    snapshots: configs('snapshots'),
    sources: configs('sources'),
    data_tests: configs('data_tests'),
    on_run_start: () => fromPlain(each.onRunStart),
    on_run_end: () => fromPlain(each.onRunEnd),
    restrict_access: () => each.restrictAccess,
    vars: () => varsObject(each),
  };
}

/** dbt's provider of variables: the `vars:` of the file, as written. */
function varsObject({ vars }: Package): unknown {
  return recordObject({
    typeName: 'VarProvider',
    attribute: (name) => (name === 'vars' ? fromPlain(vars) : undefined),
    toDict: () => vars,
  });
}

function profileFields(project: Project): Fields {
  const { target } = project;
  return {
    profile_name: () => target.profileName,
    target_name: () => target.name,
    threads: () => target.threads,
    credentials: () => fromPlain({ ...targetValues(target) }),
  };
}

/** The call's flags, as attributes under their upper-case names. */
function flagsObject({ invocation }: ContextEnvironment): unknown {
  const { flags } = invocation;
  return recordObject({
    typeName: 'Flags',
    attribute: (name) => (owns(flags, name) ? fromPlain(flags[name]) : undefined),
    toDict: () => flags,
  });
}

/** The configuration of one package as dbt loads it: the root project's, or that of a package under the same profile. */
function configOf(environment: ContextEnvironment, each: Package): unknown {
  const { project } = environment;
  return fieldsObject('RuntimeConfig', {
    ...packageFields(each),
    ...profileFields(project),
    target_path: () => project.targetPath,
    log_path: () => project.logPath,
    packages_install_path: () => project.packagesInstallPath,
    cli_vars: () => fromPlain(project.cliVars),
    args: () => flagsObject(environment),
    dependencies: () =>
      fromPlain(Object.fromEntries(project.packages.map((one) => [one.name, configOf(environment, one)]))),
  });
}

/**
 * `ref` and `source` as dbt has them: objects that are called. Packages that want to know the project read
 * `builtins.ref.config`.
 */
export function resolverObject(
  environment: ContextEnvironment,
  className: string,
  call: HostFunction,
): unknown {
  const { project } = environment;
  const attribute = (wanted: string): unknown => {
    if (wanted === 'current_project') return project.name;
    const root = packageOf(project, project.name);
    return wanted === 'config' && root !== undefined ? configOf(environment, root) : undefined;
  };
  return Object.freeze({
    [CALL]: call,
    [TYPE]: `dbt.context.providers.${className}`,
    [GETATTR]: attribute,
  });
}
