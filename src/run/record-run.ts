import { appendHistory, writeRunResults } from '../artifacts/index.ts';
import type { RunEnvironment } from '../context/index.ts';
import type { RunResult } from '../domain/index.ts';
import { isFlagSet } from './flags.ts';

/** Commands that build or test; what others do says nothing about how long a node takes. */
const WITH_HISTORY: ReadonlySet<string> = new Set(['run', 'build', 'test', 'seed', 'snapshot', 'retry']);

/** Writes `run_results.json` unless `--no-write-json`, and adds the run to the history. */
export function recordRun(environment: RunEnvironment, result: RunResult): void {
  const { host, invocation, project } = environment;
  if (isFlagSet(invocation, 'WRITE_JSON', true)) {
    writeRunResults({
      files: host.files,
      targetPath: project.targetPath,
      result,
      invocation,
      env: host.env,
      generatedAt: host.clock.now(),
    });
  }
  if (WITH_HISTORY.has(invocation.command)) {
    appendHistory({
      files: host.files,
      projectRoot: project.root,
      invocation,
      target: project.target.name,
      result,
    });
  }
}
