import { isEphemeral, type NodeResult, type NodeStatus, type UniqueId } from '../domain/index.ts';
import type { RunPlan } from './plan.ts';

/** Why a node is skipped: the failed ephemeral model it selects from, or just "something above it". */
export interface SkipCause {
  readonly because: UniqueId;
  /** The result of an ephemeral model, which is reported nowhere else. */
  readonly ephemeral: NodeResult | null;
}

/** Remembers which planned nodes must not run. */
export interface SkipLedger {
  /** Marks everything below a finished node when its status asks for it. */
  record(result: NodeResult): void;
  causeFor(uniqueId: UniqueId): SkipCause | undefined;
}

const BUILD_STATUSES: ReadonlySet<NodeStatus> = new Set(['error', 'fail', 'skipped', 'partial success']);
const OTHER_STATUSES: ReadonlySet<NodeStatus> = new Set(['error', 'partial success']);

function descendants(plan: RunPlan, uniqueId: UniqueId): Set<UniqueId> {
  const found = new Set<UniqueId>();
  const open = [uniqueId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const child of plan.children.get(id) ?? []) {
      if (!found.has(child)) {
        found.add(child);
        open.push(child);
      }
    }
  }
  return found;
}

/**
 * dbt's rules: in `build` a failed test, an error or a skip stops everything below; elsewhere an error does. A model with
 * `on_error: continue` stops nothing.
 */
export function createSkipLedger(plan: RunPlan): SkipLedger {
  const skipping = plan.command === 'build' ? BUILD_STATUSES : OTHER_STATUSES;
  const causes = new Map<UniqueId, SkipCause>();
  return {
    record(result) {
      const { node } = result;
      if (node.resourceType === 'model' && node.config['on_error'] === 'continue') return;
      if (!skipping.has(result.status)) return;
      const cause = { because: node.uniqueId, ephemeral: isEphemeral(node) ? result : null };
      for (const id of descendants(plan, node.uniqueId)) causes.set(id, cause);
    },
    causeFor: (uniqueId) => causes.get(uniqueId),
  };
}
