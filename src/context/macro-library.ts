import type { Macro, UniqueId } from '../domain/index.ts';
import type { MacroLibrary, MacroLibraryOptions } from './contract.ts';
import { dispatchMacro } from './dispatch-macro.ts';
import { findMaterialization } from './find-materialization.ts';
import { macroDependencies } from './macro-dependencies.ts';
import { macroTemplates } from './macro-templates.ts';

/** The namespace that stands for all built-in packages together. */
export const BUILT_IN_NAMESPACE = 'dbt';

/** Macros by package and name, in the order in which they were read. */
export type MacroShelves = ReadonlyMap<string, ReadonlyMap<string, Macro>>;

/** Sorts macros by package. The last of two with one name in one package wins, as in dbt's own table. */
function shelve(macros: Iterable<Macro>): MacroShelves {
  const shelves = new Map<string, Map<string, Macro>>();
  for (const macro of macros) {
    const shelf = shelves.get(macro.packageName) ?? new Map<string, Macro>();
    shelves.set(macro.packageName, shelf.set(macro.name, macro));
  }
  return shelves;
}

/** The built-in packages as one namespace: the first package that has a name wins. */
function flatten(shelves: MacroShelves, packages: readonly string[]): ReadonlyMap<string, Macro> {
  const flat = new Map<string, Macro>();
  for (const name of [...packages].reverse()) {
    for (const macro of shelves.get(name)?.values() ?? []) flat.set(macro.name, macro);
  }
  return flat;
}

/**
 * All macros with dbt's rules of finding them. The order of an unqualified name is: the caller's package, the root project,
 * the built-in packages.
 */
export function createMacroLibrary(options: MacroLibraryOptions): MacroLibrary {
  const { project, plugin } = options;
  const macros = new Map<UniqueId, Macro>();
  for (const macro of options.macros) macros.set(macro.uniqueId, macro);
  const internalPackages = plugin.macroPackages;
  const shelves = shelve(macros.values());
  const internals = flatten(shelves, internalPackages);
  const template = macroTemplates(options);
  const isInternal = (name: string) => internalPackages.includes(name);

  const findLocal = (name: string, packageName: string): Macro | undefined =>
    shelves.get(packageName)?.get(name) ?? shelves.get(project.name)?.get(name);
  const find = (name: string, packageName: string): Macro | undefined =>
    findLocal(name, packageName) ?? internals.get(name);

  const hasNamespace = (packageName: string): boolean =>
    packageName === BUILT_IN_NAMESPACE || (!isInternal(packageName) && shelves.has(packageName));

  const findIn = (packageName: string, name: string): Macro | undefined => {
    if (packageName === BUILT_IN_NAMESPACE) return internals.get(name);
    return isInternal(packageName) ? undefined : shelves.get(packageName)?.get(name);
  };

  /** dbt's macro resolver, used where texts are searched without running them: it also knows macros of other packages. */
  const byName = new Map<string, Macro>(internals);
  for (const [name, shelf] of shelves) {
    if (!isInternal(name)) for (const macro of shelf.values()) byName.set(macro.name, macro);
  }
  for (const macro of shelves.get(project.name)?.values() ?? []) byName.set(macro.name, macro);
  const resolve = (packageName: string, name: string): Macro | undefined =>
    shelves.get(packageName)?.get(name) ?? byName.get(name);

  // Templates look the same names up again and again: each macro does at every call.
  const meanings = new Map<string, Map<string, Macro | 'package' | undefined>>();
  const meaningOf = (name: string, packageName: string): Macro | 'package' | undefined => {
    let known = meanings.get(packageName);
    if (known === undefined) {
      known = new Map();
      meanings.set(packageName, known);
    }
    if (!known.has(name)) {
      const own = findLocal(name, packageName);
      known.set(name, own ?? (hasNamespace(name) ? 'package' : internals.get(name)));
    }
    return known.get(name);
  };

  const dispatched = new Map<string, Macro>();
  const materializations = new Map<string, Macro>();

  const library: MacroLibrary = {
    macros,
    internalPackages,
    packageNames: new Set(shelves.keys()),
    find,
    findLocal,
    meaningOf,
    findIn,
    findAnywhere: (name) => {
      const owners = [...shelves].filter(([owner]) => owner !== project.name && !isInternal(owner));
      const imported = owners.map(([, shelf]) => shelf.get(name)).findLast((macro) => macro !== undefined);
      return shelves.get(project.name)?.get(name) ?? imported ?? internals.get(name);
    },
    hasNamespace,
    namesIn: (packageName) => [
      ...new Set([
        ...(shelves.get(packageName)?.keys() ?? []),
        ...(shelves.get(project.name)?.keys() ?? []),
        ...internals.keys(),
      ]),
    ],
    dispatch: (request) => {
      const key = `${request.packageName} ${request.macroNamespace ?? ''} ${request.macroName}`;
      const own = (name: string) => find(name, request.packageName);
      const macro = dispatched.get(key) ?? dispatchMacro({ ...request, project, plugin, find: own, findIn });
      dispatched.set(key, macro);
      return macro;
    },
    findMaterialization(name) {
      const known = materializations.get(name);
      if (known !== undefined) return known;
      const found = findMaterialization({ name, macros: macros.values(), project, plugin, internalPackages });
      if (found !== undefined) materializations.set(name, found);
      return found;
    },
    findGenericTest: ({ name, namespace, packageName }) => resolve(namespace ?? packageName, `test_${name}`),
    findGenerateName: (component, packageName) => {
      const name = `generate_${component}_name`;
      const isImported = packageName !== project.name && !isInternal(packageName);
      const imported = isImported ? shelves.get(packageName)?.get(name) : undefined;
      return imported ?? shelves.get(project.name)?.get(name) ?? internals.get(name);
    },
    dependenciesOf: (macro) =>
      macroDependencies({
        macro,
        template: template(macro),
        resolve,
        dispatch: (macroName, macroNamespace) =>
          dispatchMacro({
            macroName,
            macroNamespace,
            packageName: macro.packageName,
            project,
            plugin,
            find: (name) => byName.get(name),
            findIn,
          }),
      }),
    template,
  };
  return Object.freeze(library);
}
