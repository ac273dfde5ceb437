export { type EarlierRun, readEarlierRun } from './read-run-results.ts';
export { createRunJournal, type RunJournal, recoverRunResults } from './run-journal.ts';
export {
  type RunResultEntry,
  type RunResultsArtifact,
  type RunResultsOptions,
  runResultEntry,
} from './run-results-json.ts';
export { type WriteRunResultsOptions, writeRunResults } from './write-run-results.ts';
