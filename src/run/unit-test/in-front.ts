import type { DeclaredResource, UniqueId } from '../../domain/index.ts';

type Parents = ReadonlyMap<UniqueId, ReadonlySet<UniqueId>>;

/** The unit tests of a plan that run in front of their models. */
export interface UnitTestsInFront {
  /** Everything else that is planned. */
  readonly others: ReadonlySet<UniqueId>;
  /** By unit test the model that it has its turn with. */
  readonly turn: ReadonlyMap<UniqueId, UniqueId>;
  /** The plan's edges with the unit tests in them. */
  readonly inFrontOf: (parents: Parents) => Map<UniqueId, ReadonlySet<UniqueId>>;
}

/**
 * dbt's rule for `build`: the unit tests of a model run one after the other just before it, and when one fails the others and
 * the model are skipped. A unit test whose model is not built is left out.
 */
export function unitTestsInFront(
  unitTests: ReadonlyMap<UniqueId, DeclaredResource>,
  selected: ReadonlySet<UniqueId>,
): UnitTestsInFront {
  const turn = new Map<UniqueId, UniqueId>();
  const byModel = new Map<UniqueId, UniqueId[]>();
  for (const id of [...selected].sort()) {
    const model = unitTests.get(id)?.dependsOn.nodes[0];
    if (model === undefined || !selected.has(model)) continue;
    turn.set(id, model);
    byModel.set(model, [...(byModel.get(model) ?? []), id]);
  }
  return {
    others: new Set([...selected].filter((id) => !unitTests.has(id))),
    turn,
    inFrontOf(parents) {
      const found = new Map<UniqueId, ReadonlySet<UniqueId>>(parents);
      for (const [model, tests] of byModel) {
        const above = parents.get(model) ?? new Set();
        for (const [at, test] of tests.entries()) {
          found.set(test, at === 0 ? above : new Set([tests[at - 1] as UniqueId]));
        }
        found.set(model, new Set([...above, tests.at(-1) as UniqueId]));
      }
      return found;
    },
  };
}
