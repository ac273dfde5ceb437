import type { ContextEnvironment } from '../../context/index.ts';
import type { Macro, UniqueId } from '../../domain/index.ts';

/** What dbt puts around the tested relation. */
const WRAPPER = 'get_where_subquery';

/** Macros by id and by name: those given and what they call, however deep. */
interface Reach {
  readonly ids: ReadonlySet<UniqueId>;
  readonly byName: ReadonlyMap<string, Macro>;
}

function reachOf(macros: readonly Macro[], { library }: ContextEnvironment): Reach {
  const byName = new Map<string, Macro>();
  const ids = new Set<UniqueId>();
  const visit = (each: Macro) => {
    if (ids.has(each.uniqueId)) return;
    ids.add(each.uniqueId);
    byName.set(each.name, each);
    for (const id of library.dependenciesOf(each)) {
      const next = library.macros.get(id);
      if (next !== undefined) visit(next);
    }
  };
  for (const each of macros) visit(each);
  return { ids, byName };
}

/** The macros from which a test's context starts. */
function rootsOf(testMacro: Macro, { library, project }: ContextEnvironment): readonly Macro[] {
  const overrides = project.flags['support_custom_ref_kwargs'] === true ? ['ref', 'source'] : [];
  const found = [WRAPPER, ...overrides].flatMap((name) => library.find(name, project.name) ?? []);
  return [...found, testMacro];
}

/**
 * Contexts for parsing generic tests. dbt shows them what the test macro calls, and nothing else: a test of a package may call
 * that package's macros without naming it, although it is used in another package, and a macro that stands only in the test's
 * arguments is undefined until the test is compiled.
 */
export function createTestReach(context: ContextEnvironment): (testMacro: Macro) => ContextEnvironment {
  const known = new Map<UniqueId, ContextEnvironment>();
  return (testMacro) => {
    const before = known.get(testMacro.uniqueId);
    if (before !== undefined) return before;
    const { library } = context;
    const reach = reachOf(rootsOf(testMacro, context), context);
    const visible = (macro: Macro | undefined) =>
      macro !== undefined && reach.ids.has(macro.uniqueId) ? macro : undefined;
    const find = (name: string, packageName: string) =>
      visible(library.find(name, packageName)) ?? reach.byName.get(name);
    const findLocal = (name: string, packageName: string) =>
      visible(library.findLocal(name, packageName)) ??
      (visible(library.find(name, packageName)) === undefined ? reach.byName.get(name) : undefined);
    const narrowed: ContextEnvironment = {
      ...context,
      library: {
        ...library,
        find,
        findLocal,
        meaningOf: (name, packageName) =>
          findLocal(name, packageName) ?? (library.hasNamespace(name) ? 'package' : find(name, packageName)),
        findIn: (packageName, name) => visible(library.findIn(packageName, name)),
      },
    };
    known.set(testMacro.uniqueId, narrowed);
    return narrowed;
  };
}
