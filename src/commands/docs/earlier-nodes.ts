import type { EarlierNode } from '../../docs-site/index.ts';
import { graphNode, type UniqueId } from '../../domain/index.ts';
import type { Session } from '../session.ts';

const SHOWN: ReadonlySet<unknown> = new Set(['model', 'seed', 'snapshot', 'analysis']);

/** The project as `--state` has it, and what differs by the rules of `state:modified`; null without a state. */
export function earlierNodes(session: Session): ReadonlyMap<UniqueId, EarlierNode> | null {
  const { manifest, comparisons } = session.earlier();
  if (manifest === undefined) return null;
  const isModified = comparisons.state?.('modified');
  const earlier = new Map<UniqueId, EarlierNode>();
  for (const [id, entry] of manifest.nodes) {
    if (!SHOWN.has(entry['resource_type'])) continue;
    const rawCode = typeof entry['raw_code'] === 'string' ? entry['raw_code'] : '';
    const node = session.manifest().nodes.get(id);
    earlier.set(id, { rawCode, isChanged: node !== undefined && isModified?.(node) === true });
  }
  for (const id of session.graph().ids) {
    const node = graphNode(session.manifest(), id);
    if (node === undefined || earlier.has(id) || manifest.find(id) === undefined) continue;
    earlier.set(id, { rawCode: '', isChanged: isModified?.(node) === true });
  }
  return earlier;
}
