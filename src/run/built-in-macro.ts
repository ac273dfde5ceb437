import type { RunEnvironment } from '../context/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Macro } from '../domain/index.ts';

/** A macro that Sluice itself calls, as the root project sees it: projects may override it. */
export function builtInMacro(environment: RunEnvironment, name: string): Macro {
  const macro = environment.library.find(name, environment.project.name);
  if (macro !== undefined) return macro;
  const message = `dbt could not find a macro with the name "${name}" in any package`;
  throw new DiagnosticError(diagnostic('D108', message));
}
