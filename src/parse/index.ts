export { parseAgain } from './again/parse-again.ts';
export type { ParseOptions } from './create-environment.ts';
export { createParseMeasure, type ParsePerformance } from './measure.ts';
export { parseProject } from './parse-project.ts';
