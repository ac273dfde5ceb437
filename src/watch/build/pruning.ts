import { isEphemeral, type Node, type Step, type UniqueId } from '../../domain/index.ts';
import type { AroundNode } from '../../run/index.ts';
import type { Generation } from '../contract.ts';
import type { BuildTarget } from './build-changes.ts';
import type { Content } from './watch-content.ts';

export interface PruningOptions extends BuildTarget {
  readonly generation: Generation;
  readonly content: Content;
}

/** Decides node by node, as a run goes on, what still needs to be built. */
export interface Pruning {
  readonly isWanted: (step: Step) => boolean;
  readonly around: AroundNode;
  /** What was built and holds something else than before; grows as the run goes on. */
  readonly changed: ReadonlySet<UniqueId>;
}

function isTest({ resourceType }: Step): boolean {
  return resourceType === 'test' || resourceType === 'unit_test';
}

/** Stops a run where what was built holds what it held before. */
export function createPruning(options: PruningOptions): Pruning {
  const { generation, nodes, tests, downstream, content } = options;
  const built = new Set<UniqueId>();
  const changed = new Set<UniqueId>();
  const readsOneOf = (id: UniqueId, ids: ReadonlySet<UniqueId>) =>
    generation.graph.parents(id).some((parent) => ids.has(parent));

  const isWanted = (step: Step): boolean => {
    const { uniqueId } = step;
    // A unit test brings its own rows, and is run before its model.
    if (step.resourceType === 'unit_test') return tests.has(uniqueId) || readsOneOf(uniqueId, nodes);
    if (isTest(step)) return tests.has(uniqueId) || readsOneOf(uniqueId, built);
    const isNeeded = nodes.has(uniqueId) || downstream === 'all' || readsOneOf(uniqueId, changed);
    // An ephemeral model is part of whatever reads it: a change of it goes through.
    if (isNeeded && isEphemeral(step as Node)) changed.add(uniqueId);
    return isNeeded;
  };

  return {
    isWanted,
    changed,
    async around(execution, execute) {
      const { node } = execution;
      if (isTest(node) || isEphemeral(node)) return execute();
      const before = await content.before(execution);
      const executed = await execute();
      built.add(node.uniqueId);
      const isSame = await content.after({ execution, executed, before, isShown: nodes.has(node.uniqueId) });
      if (!isSame) changed.add(node.uniqueId);
      return executed;
    },
  };
}
