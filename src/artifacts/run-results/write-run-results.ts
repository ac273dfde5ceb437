import { join } from 'node:path';
import { pythonJson } from '../../base/index.ts';
import type { Files } from '../../host/index.ts';
import { type RunResultsOptions, runResultsArtifact } from './run-results-json.ts';

export interface WriteRunResultsOptions extends RunResultsOptions {
  readonly files: Files;
  /** Absolute path of the target folder. */
  readonly targetPath: string;
}

/** Writes `run_results.json` (v6) in one step: a reader sees the old file or the new one. Returns its path. */
export function writeRunResults(options: WriteRunResultsOptions): string {
  const path = join(options.targetPath, 'run_results.json');
  options.files.writeAtomic(path, pythonJson(runResultsArtifact(options)));
  return path;
}
