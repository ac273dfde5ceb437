import type { Macro, UniqueId } from '../domain/index.ts';
import type { MacroCall, MacroTemplate } from '../jinja/contract.ts';
import { BASE_NAMES } from './base-names.ts';

export interface MacroDependenciesOptions {
  readonly macro: Macro;
  readonly template: MacroTemplate;
  readonly resolve: (packageName: string, name: string) => Macro | undefined;
  readonly dispatch: (macroName: string, macroNamespace: string | null) => Macro;
}

/** Names that a macro's text may call and that are never macros. */
const NEVER_MACROS = new Set<string>(['ref', 'source', 'config', ...BASE_NAMES]);

/** What one call in the text may mean: `name` or `package.name`, in dbt's order. */
function* possibleNames(call: MacroCall, options: MacroDependenciesOptions): Generator<[string, string]> {
  const own = options.macro.packageName;
  if (call.dispatch !== null) {
    const { macroName, macroNamespace } = call.dispatch;
    if (macroName !== options.macro.name) yield [own, macroName];
    const target = options.dispatch(macroName, macroNamespace);
    yield [target.packageName, target.name];
    return;
  }
  const [first, second, ...rest] = call.path;
  if (first === undefined || rest.length > 0) return;
  if (second === undefined) {
    if (!NEVER_MACROS.has(first) && first !== options.macro.name) yield [own, first];
  } else if (first !== 'adapter') yield [first, second];
}

/**
 * The macros that a macro calls, found in its text. A call of a method (`x.name()`) counts when some macro has that name:
 * dbt cannot tell `package.name()` from it either. Calling itself counts under the full name alone.
 */
export function macroDependencies(options: MacroDependenciesOptions): readonly UniqueId[] {
  const ids = new Set<UniqueId>();
  for (const call of options.template.calls) {
    for (const [packageName, name] of possibleNames(call, options)) {
      const macro = options.resolve(packageName, name);
      if (macro !== undefined) ids.add(macro.uniqueId);
    }
  }
  return [...ids];
}
