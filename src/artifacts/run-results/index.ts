export { type EarlierRun, readEarlierRun } from './read-run-results.ts';
export {
  type RunResultEntry,
  type RunResultsArtifact,
  type RunResultsOptions,
  runResultEntry,
} from './run-results-json.ts';
export { type WriteRunResultsOptions, writeRunResults } from './write-run-results.ts';
