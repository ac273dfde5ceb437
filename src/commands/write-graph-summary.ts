import { join } from 'node:path';
import { pythonJson } from '../base/index.ts';
import type { Manifest } from '../domain/index.ts';
import { type Edge, type GraphSummary, graphSummary } from '../graph/index.ts';
import type { Session } from './session.ts';

export interface SummarizedGraph {
  readonly manifest: Manifest;
  /** The edges by which `build` has nodes wait for tests. */
  readonly awaited?: readonly Edge[] | undefined;
}

/** As Python prints it, piece by piece: projects have tens of thousands of nodes. */
function summaryText(summary: GraphSummary): string {
  const entries = summary.map(({ name, type, succ }, number) => {
    const following = succ === undefined ? '' : `, "succ": [${succ.join(', ')}]`;
    return `"${number}": {"name": ${pythonJson(name)}, "type": "${type}"${following}}`;
  });
  return `{${entries.join(', ')}}`;
}

/**
 * Writes `graph_summary.json`, which dbt writes whenever it orders nodes: the graph as numbers, and for `build` once more
 * with the tests that are awaited.
 */
export function writeGraphSummary(session: Session, { manifest, awaited }: SummarizedGraph): void {
  const path = join(session.project().targetPath, 'graph_summary.json');
  const linked = `"linked": ${summaryText(graphSummary(manifest))}`;
  const tested =
    awaited === undefined ? '' : `, "with_test_edges": ${summaryText(graphSummary(manifest, awaited))}`;
  session.host.files.write(path, `{"_invocation_id": "${session.invocation.id}", ${linked}${tested}}`);
}
