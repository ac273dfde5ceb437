export { type BaseScopeOptions, createBaseScope } from './base-scope.ts';
export {
  DEFAULT_PLACEHOLDER,
  type EnvVarOptions,
  envVarFunction,
  readEnvVar,
  revealSecrets,
  SECRET_PREFIX,
} from './env-var.ts';
export { type IgnoreRule, readIgnoreFile } from './ignore-file.ts';
export { type LoadProjectOptions, loadProject } from './load-project.ts';
export type { EngineFacts, EngineLookup } from './load-target.ts';
export { dbtVariable, locateProject } from './locate-project.ts';
export { manifestSelectors } from './manifest-selectors.ts';
export { type RenderYamlOptions, renderYaml, renderYamlText } from './render-yaml.ts';
export { targetValues } from './target-values.ts';
export {
  type FoundVar,
  lookupVar,
  missingVar,
  readCliVars,
  type VarFunctionOptions,
  varFunction,
} from './vars.ts';
export { isPossible, readVersion, satisfies, type VersionSpec, versionText } from './version-range.ts';
export {
  type ReadYamlOptions,
  readYamlFile,
  type YamlFile,
  yamlDiagnostics,
  yamlFileOf,
} from './yaml-file.ts';
