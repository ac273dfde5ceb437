import { type Project, packageOf } from '../domain/index.ts';
import { fromPlain } from '../jinja/index.ts';
import { targetValues } from '../project/index.ts';
import { hostRecord } from './host-record.ts';

/** `adapter.config`: the project and its target, as far as templates read dbt's configuration. */
export function projectConfig(project: Project): unknown {
  const { target } = project;
  const root = packageOf(project, project.name);
  return hostRecord('dbt.config.runtime.RuntimeConfig', {
    project_name: project.name,
    version: root?.version ?? null,
    project_root: project.root,
    profile_name: target.profileName,
    target_name: target.name,
    threads: target.threads,
    credentials: fromPlain({ ...(target.openCredentials ?? target.credentials), ...targetValues(target) }),
    quoting: fromPlain(root?.quoting ?? {}),
    target_path: project.targetPath,
    log_path: project.logPath,
    packages_install_path: project.packagesInstallPath,
    clean_targets: fromPlain(project.cleanTargets),
    model_paths: fromPlain(root?.modelPaths ?? []),
    seed_paths: fromPlain(root?.seedPaths ?? []),
    test_paths: fromPlain(root?.testPaths ?? []),
    analysis_paths: fromPlain(root?.analysisPaths ?? []),
    macro_paths: fromPlain(root?.macroPaths ?? []),
    snapshot_paths: fromPlain(root?.snapshotPaths ?? []),
    docs_paths: fromPlain(root?.docsPaths ?? []),
    asset_paths: fromPlain(root?.assetPaths ?? []),
  });
}
