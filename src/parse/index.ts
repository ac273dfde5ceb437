export { parseAgain } from './again/parse-again.ts';
export type { ParseOptions } from './create-environment.ts';
export type { KeptFiles } from './files/read-files.ts';
export { createParseMeasure, type ParsePerformance } from './measure.ts';
export { parseProject } from './parse-project.ts';
