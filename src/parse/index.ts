export { type ParseOptions, parseProject } from './parse-project.ts';
