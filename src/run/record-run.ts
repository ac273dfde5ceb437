import {
  appendHistory,
  type CompiledFields,
  manifestBody,
  writeManifest,
  writeRunResults,
} from '../artifacts/index.ts';
import type { RunEnvironment } from '../context/index.ts';
import type { CompiledNode, Project, RunResult, UniqueId } from '../domain/index.ts';
import { compiledFields } from './compiled-files.ts';
import { isFlagSet } from './flags.ts';

/** Commands that build or test; what others do says nothing about how long a node takes. */
const WITH_HISTORY: ReadonlySet<string> = new Set(['run', 'build', 'test', 'seed', 'snapshot', 'retry']);

/** What was compiled, as the manifest has it. */
function compiledByNode(
  result: RunResult,
  ephemerals: readonly CompiledNode[],
  project: Project,
): ReadonlyMap<UniqueId, CompiledFields> {
  const compiled = [...ephemerals, ...result.results.flatMap((each) => each.compiled ?? [])];
  return new Map(compiled.map((each) => [each.node.uniqueId, compiledFields(each, project)]));
}

/**
 * Writes `run_results.json`, and `manifest.json` once more with the SQL that was compiled, unless `--no-write-json`; adds
 * the run to the history. `ephemerals` are compiled models without a result of their own.
 */
export function recordRun(
  environment: RunEnvironment,
  result: RunResult,
  ephemerals: readonly CompiledNode[] = [],
): void {
  const { host, invocation, manifest, project } = environment;
  if (isFlagSet(invocation, 'WRITE_JSON', true)) {
    const compiled = compiledByNode(result, ephemerals, project);
    // SQL given on the command line stands in the manifest of its run only.
    const isOfProject = ![...compiled.keys()].some((id) => id.startsWith('sql_operation.'));
    if (compiled.size > 0 && isOfProject)
      writeManifest(host, {
        manifest,
        project,
        invocation,
        body: manifestBody({ manifest, compiled }),
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
  }
}
