import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Manifest } from '../../domain/index.ts';
import { buildGraph } from '../../graph/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** Reports nodes that read from each other in a circle. */
export function checkCycles(manifest: Manifest, environment: ParseEnvironment): void {
  try {
    buildGraph(manifest);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const each of error.diagnostics) environment.report(each);
  }
}
