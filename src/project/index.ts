export { envVarFunction } from './env-var.ts';
export { readIgnoreFile } from './ignore-file.ts';
export { loadProject } from './load-project.ts';
export type { LoadProjectOptions } from './load-project-options.ts';
export { dbtVariable, locateProject } from './locate-project.ts';
export { manifestSelectors } from './manifest-selectors.ts';
export { targetValues } from './target-values.ts';
export { lookupVar, missingVar, readCliVars } from './vars.ts';
