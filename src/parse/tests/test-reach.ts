import type { ContextEnvironment } from '../../context/index.ts';
import type { Macro, UniqueId } from '../../domain/index.ts';

/** The macros that a macro calls, however deep, by name. */
function calledBy(macro: Macro, { library }: ContextEnvironment): ReadonlyMap<string, Macro> {
  const found = new Map<string, Macro>();
  const seen = new Set<UniqueId>();
  const visit = (each: Macro) => {
    if (seen.has(each.uniqueId)) return;
    seen.add(each.uniqueId);
    found.set(each.name, each);
    for (const id of library.dependenciesOf(each)) {
      const next = library.macros.get(id);
      if (next !== undefined) visit(next);
    }
  };
  visit(macro);
  return found;
}

/**
 * Contexts for parsing generic tests. A test of a package may call that package's macros without naming it, although it is
 * used in another package: dbt puts everything the test macro calls within reach.
 */
export function createTestReach(context: ContextEnvironment): (testMacro: Macro) => ContextEnvironment {
  const known = new Map<UniqueId, ContextEnvironment>();
  return (testMacro) => {
    const before = known.get(testMacro.uniqueId);
    if (before !== undefined) return before;
    const { library } = context;
    const reach = calledBy(testMacro, context);
    const wider: ContextEnvironment = {
      ...context,
      library: {
        ...library,
        find: (name, packageName) => library.find(name, packageName) ?? reach.get(name),
        findLocal: (name, packageName) =>
          library.findLocal(name, packageName) ??
          (library.find(name, packageName) === undefined ? reach.get(name) : undefined),
      },
    };
    known.set(testMacro.uniqueId, wider);
    return wider;
  };
}
