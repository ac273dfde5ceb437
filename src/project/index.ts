export { STANDARD_COMMENT } from './build-package.ts';
export { envVarFunction, secretsOf } from './env-var.ts';
export { readIgnoreFile } from './ignore-file.ts';
export { loadProject } from './load-project.ts';
export type { LoadProjectOptions } from './load-project-options.ts';
export { dbtVariable, locateProject } from './locate-project.ts';
export { manifestSelectors } from './manifest-selectors.ts';
export type { PackageScalar, PackageSpec } from './package-spec.ts';
export {
  type LockFile,
  type PackagesFile,
  packageSpecs,
  type ReadPackagesOptions,
  readLockFile,
  readPackages,
} from './packages-file.ts';
export { readProfileNames, readWantedProfile } from './profile-names.ts';
export { readProjectName } from './project-name.ts';
export { problemOfValue } from './render-yaml.ts';
export { targetValues } from './target-values.ts';
export { lookupVar, missingVar, readCliVars } from './vars.ts';
export {
  boundsOf,
  compareVersions,
  rangeText,
  readVersion,
  reduceVersions,
  satisfies,
  type VersionRange,
  type VersionSpec,
  versionText,
} from './version-range.ts';
