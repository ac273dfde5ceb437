import { type Diagnostic, DiagnosticError } from '../../diagnostics/index.ts';
import type { CompiledNode, Node } from '../../domain/index.ts';
import { failureOf } from '../../run/index.ts';
import { shadowScope } from '../on-shadow.ts';
import type { World } from '../world.ts';

/** What an enforced contract complains of, by the macro that a build asks. */
export async function contractViolations(
  node: Node,
  compiled: CompiledNode,
  world: World,
): Promise<readonly Diagnostic[]> {
  if (node.resourceType !== 'model' || !node.contract.enforced) return [];
  const { environment } = world;
  const macro = environment.library.findAnywhere('get_assert_columns_equivalent');
  if (macro === undefined) return [];
  try {
    await shadowScope(world, node, compiled.compiledCode).call(macro, [compiled.compiledCode]);
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return failureOf(error, { node, compiled, environment }).diagnostics;
  }
}
