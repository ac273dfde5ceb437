import type { RunNodeOutcome } from '../artifacts/index.ts';
import { type CompiledNode, isNode, type NodeResult, type Project, type UniqueId } from '../domain/index.ts';
import { compiledFields } from './compiled-files.ts';

export interface RunSoFar {
  readonly results: readonly NodeResult[];
  /** Compiled models without a result of their own. */
  readonly ephemerals: readonly CompiledNode[];
}

/** What became of the nodes, as the manifest has it. */
export function nodeOutcomes(
  { results, ephemerals }: RunSoFar,
  project: Project,
): ReadonlyMap<UniqueId, RunNodeOutcome> {
  const found = new Map<UniqueId, RunNodeOutcome>();
  for (const compiled of ephemerals) {
    found.set(compiled.node.uniqueId, { node: compiled.node, compiled: compiledFields(compiled, project) });
  }
  for (const { node, compiled, buildPath } of results) {
    if (!isNode(node)) continue;
    found.set(node.uniqueId, {
      node,
      compiled: compiled === null ? undefined : compiledFields(compiled, project),
      buildPath,
    });
  }
  return found;
}
