import type { RunEnvironment } from '../context/index.ts';
import type { ConstraintSpec, Node } from '../domain/index.ts';

const KEYS = new Set(['primary_key', 'unique', 'foreign_key']);

function constraintsOf(node: Node): readonly ConstraintSpec[] {
  const own = 'constraints' in node ? node.constraints : [];
  return [...own, ...Object.values(node.columns).flatMap((each) => each.constraints)];
}

/** Whether an enforced contract of the node declares keys. */
function hasKeys(node: Node): boolean {
  return node.contract.enforced && constraintsOf(node).some((each) => KEYS.has(each.type));
}

/** When the last node with keys of a run will be done. */
const lastKeyed = new WeakMap<RunEnvironment, Promise<unknown>>();

/**
 * Runs `work`, after all others of the run when the node has keys: making or dropping a table with a foreign key also changes
 * the table that it references, so that two such transactions side by side conflict.
 */
export async function oneKeyedAtATime<Value>(
  node: Node,
  environment: RunEnvironment,
  work: () => Promise<Value>,
): Promise<Value> {
  if (!hasKeys(node)) return work();
  const turn = (lastKeyed.get(environment) ?? Promise.resolve()).then(work);
  lastKeyed.set(
    environment,
    turn.catch(() => undefined),
  );
  return turn;
}
