import { join } from 'node:path';
import { pythonJson } from '../base/index.ts';
import { isMarked, setMark } from '../cache/index.ts';
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

/** Beside graph_summary.json: tells that it is that of the parse that is kept, without tests that are awaited. */
const MARK = 'partial_parse.graph';
/** That of every call's id, so that one can take the place of another. */
const ID_LENGTH = 36;

function linkedText({ manifest, awaited }: SummarizedGraph): string {
  const linked = `"linked": ${summaryText(graphSummary(manifest))}`;
  if (awaited === undefined) return linked;
  return `${linked}, "with_test_edges": ${summaryText(graphSummary(manifest, awaited))}`;
}

/**
 * Writes `graph_summary.json`, which dbt writes whenever it orders nodes: the graph as numbers, and for `build` once more
 * with the tests that are awaited.
 */
export function writeGraphSummary(session: Session, { manifest, awaited }: SummarizedGraph): void {
  const { host, invocation } = session;
  const { targetPath } = session.project();
  const of = join(targetPath, 'graph_summary.json');
  const place = { host, path: join(targetPath, MARK), of };
  const head = `{"_invocation_id": "${invocation.id}", `;
  const { manifest: parsed, identity } = session.parsed();
  const isKept =
    awaited === undefined &&
    manifest === parsed &&
    identity !== undefined &&
    invocation.id.length === ID_LENGTH;
  const isRenewed = isKept && isMarked(place, identity) && host.files.overwriteStart(of, Buffer.from(head));
  if (!isRenewed) host.files.write(of, `${head}${linkedText({ manifest, awaited })}}`);
  if (isKept) setMark(place, identity);
}
