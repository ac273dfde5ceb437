export { parseAgain } from './again/parse-again.ts';
export type { ParseOptions } from './create-environment.ts';
export { parseProject } from './parse-project.ts';
