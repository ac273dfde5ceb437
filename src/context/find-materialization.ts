import type { AdapterPlugin } from '../adapter/contract.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Macro, Project } from '../domain/index.ts';

/** Where a macro comes from; the higher wins among materializations made for the same engine. */
const LOCALITY = { builtIn: 1, imported: 2, root: 3 } as const;

interface Candidate {
  readonly macro: Macro;
  readonly locality: number;
  /** Position of its engine in the dispatch order: 0 is the engine of the target itself. */
  readonly specificity: number;
}

export interface FindMaterializationOptions {
  readonly name: string;
  readonly macros: Iterable<Macro>;
  readonly project: Project;
  readonly plugin: AdapterPlugin;
  readonly internalPackages: readonly string[];
}

/** Best candidate first: made for this engine before `default`, then root project, installed package, built-in. */
function inOrder(a: Candidate, b: Candidate): number {
  return a.specificity - b.specificity || b.locality - a.locality;
}

function candidatesOf(options: FindMaterializationOptions): Candidate[] {
  const { name, project, plugin, internalPackages } = options;
  const specificityByName = new Map(
    plugin.dispatchPrefixes.map((prefix, index) => [`materialization_${name}_${prefix}`, index]),
  );
  const candidates: Candidate[] = [];
  for (const macro of options.macros) {
    const specificity = specificityByName.get(macro.name);
    if (specificity === undefined) continue;
    const isBuiltIn = internalPackages.includes(macro.packageName);
    const locality =
      macro.packageName === project.name ? LOCALITY.root : isBuiltIn ? LOCALITY.builtIn : LOCALITY.imported;
    candidates.push({ macro, locality, specificity });
  }
  return candidates.sort(inOrder);
}

function failIfAmbiguous(candidates: readonly Candidate[]): void {
  candidates.forEach((each, index) => {
    const next = candidates[index + 1];
    if (next === undefined || inOrder(each, next) !== 0) return;
    const dbtMessage = `Found two materializations with the name ${each.macro.name} (packages ${each.macro.packageName} and ${next.macro.packageName}). dbt cannot resolve this ambiguity`;
    throw new DiagnosticError(
      diagnostic('J102', `Two packages define the materialization '${each.macro.name}'`, {
        dbtMessage,
        span: each.macro.span,
        notes: [{ message: 'also defined here', span: next.macro.span }],
      }),
    );
  });
}

/**
 * dbt's choice among materializations of one name. An installed package does not replace a built-in one unless the flag
 * `require_explicit_package_overrides_for_builtin_materializations` is turned off.
 */
export function findMaterialization(options: FindMaterializationOptions): Macro | undefined {
  const candidates = candidatesOf(options);
  failIfAmbiguous(candidates);
  const best = candidates[0];
  const hasBuiltIn = candidates.some((each) => each.locality === LOCALITY.builtIn);
  const mayOverride =
    options.project.flags.require_explicit_package_overrides_for_builtin_materializations === false;
  if (best?.locality !== LOCALITY.imported || !hasBuiltIn || mayOverride) return best?.macro;
  return candidates.find((each) => each.locality !== LOCALITY.imported)?.macro;
}
