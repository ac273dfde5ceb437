import { join } from 'node:path';
import {
  appendHistory,
  keepLongNodes,
  manifestBody,
  writeManifestInSteps,
  writeRunResults,
} from '../artifacts/index.ts';
import type { RunEnvironment } from '../context/index.ts';
import type { CompiledNode, RunResult } from '../domain/index.ts';
import { isFlagSet } from './flags.ts';
import { nodeOutcomes } from './node-outcomes.ts';

/** Commands that build or test; what others do says nothing about how long a node takes. */
const WITH_HISTORY: ReadonlySet<string> = new Set(['run', 'build', 'test', 'seed', 'snapshot', 'retry']);

/**
 * Writes `run_results.json`, and `manifest.json` once more with the SQL that was compiled, unless `--no-write-json`; adds
 * the run to the history. `ephemerals` are compiled models without a result of their own.
 */
export function recordRun(...run: Parameters<typeof recordRunInSteps>): void {
  for (const _ of recordRunInSteps(...run));
}

/** The same, step by step, for whoever has something else to do in between. What is not finished leaves the old files. */
export function* recordRunInSteps(
  environment: RunEnvironment,
  result: RunResult,
  ephemerals: readonly CompiledNode[] = [],
): Generator<void> {
  const { host, invocation, manifest, project } = environment;
  if (isFlagSet(invocation, 'WRITE_JSON', true)) {
    const found = nodeOutcomes({ results: result.results, ephemerals }, project);
    // SQL given on the command line stands in the manifest of its run only.
    const isOfProject = ![...found.keys()].some((id) => id.startsWith('sql_operation.'));
    if (found.size > 0 && isOfProject) {
      const body = manifestBody({ manifest, outcomes: found, printed: environment.printed?.() });
      yield* writeManifestInSteps(host, { manifest, project, invocation, body });
      const path = join(project.targetPath, 'manifest.json');
      environment.events({ type: 'artifactWritten', kind: 'WritableManifest', path });
    }
    environment.events({
      type: 'artifactWritten',
      kind: invocation.command === 'run-operation' ? 'RunResultsArtifact' : 'RunExecutionResult',
      path: join(project.targetPath, 'run_results.json'),
    });
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
    const isWhole = !isFlagSet(invocation, 'EMPTY') && invocation.flags['SAMPLE'] == null;
    if (isWhole)
      keepLongNodes(
        { files: host.files, projectRoot: project.root, target: project.target.name },
        result.results,
      );
  }
}
