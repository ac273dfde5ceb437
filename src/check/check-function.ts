import { DiagnosticError } from '../diagnostics/index.ts';
import type { FunctionNode } from '../domain/index.ts';
import { executeFunction, failureOf } from '../run/index.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import type { Look } from './look.ts';
import { shadowExecution } from './on-shadow.ts';
import { render } from './render.ts';

/** A function is made in the private database as a build makes it, so that what calls it can be bound. */
export async function checkFunction({ node, world }: Look<FunctionNode>): Promise<Finding> {
  const { compiled, warnings } = await render({ node, world, isBuilt: false });
  try {
    await executeFunction(shadowExecution(world, node, compiled));
    return { ...NOTHING_FOUND, diagnostics: warnings };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { diagnostics } = failureOf(error, { node, compiled, environment: world.environment });
    return { ...NOTHING_FOUND, isCertain: false, diagnostics: [...warnings, ...diagnostics] };
  }
}
