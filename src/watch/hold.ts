import type { CheckReport, UniqueId } from '../domain/index.ts';
import type { Graph } from '../graph/index.ts';
import type { Pending } from './pending.ts';

/** What a check says of what may be built. */
export interface Hold {
  /** Changed nodes that are not built: they, or what reads from them, would break. */
  readonly held: ReadonlySet<UniqueId>;
  /** Nodes with an error of their own: building them is in vain. */
  readonly failing: ReadonlySet<UniqueId>;
}

/** Keeps book of what is broken: it stays so until a check finds it well. */
export function noteBroken(pending: Pending, errors: Set<UniqueId>, report: CheckReport): void {
  for (const { node, status } of report.results) {
    if (status === 'error') errors.add(node.uniqueId);
    else if (status !== 'skipped') errors.delete(node.uniqueId);
  }
  for (const id of report.broken) pending.broken.add(id);
  for (const id of pending.broken) if (!errors.has(id)) pending.broken.delete(id);
}

/** Which of the nodes that are to be built must wait. */
export function holdBack(options: {
  readonly nodes: Iterable<UniqueId>;
  readonly errors: ReadonlySet<UniqueId>;
  readonly broken: ReadonlySet<UniqueId>;
  readonly graph: Graph;
}): Hold {
  const { nodes, errors, broken, graph } = options;
  const held = new Set<UniqueId>();
  for (const id of nodes) {
    const isBreaking = broken.size > 0 && [...graph.descendants([id])].some((each) => broken.has(each));
    if (errors.has(id) || isBreaking) held.add(id);
  }
  return { held, failing: errors };
}
