import { type Diagnostic, DiagnosticError, type Note } from '../../diagnostics/index.ts';
import type { CompiledNode, Node } from '../../domain/index.ts';
import { failureOf } from '../../run/index.ts';
import { columnSpan } from '../config-span.ts';
import { shadowScope } from '../on-shadow.ts';
import type { World } from '../world.ts';

interface Mismatch {
  readonly column: string;
  readonly given: string;
  readonly promised: string;
}

/** The rows of the table below dbt's sentence. */
function mismatches({ dbtMessage }: Diagnostic): readonly Mismatch[] {
  const rows = dbtMessage.split('\n').filter((line) => line.startsWith('| '));
  return rows
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length === 6 && !/^-+$/.test(cells[1] ?? '') && cells[1] !== 'column_name')
    .map(([, column = '', given = '', promised = '']) => ({ column, given, promised }));
}

function sentence({ column, given, promised }: Mismatch): string {
  if (promised === '') return `${column}: the model gives ${given}, and the contract does not have it`;
  if (given === '') return `${column}: the contract promises ${promised}, and the model does not give it`;
  return `${column}: the contract promises ${promised}, and the model gives ${given}`;
}

/** The complaint at the declared columns, with what differs. */
function atColumns(node: Node, found: Diagnostic): Diagnostic {
  const wrong = mismatches(found);
  const entry = node.patchSpan;
  const first = wrong.find((each) => each.promised !== '') ?? wrong[0];
  if (first === undefined || entry === undefined) return { ...found, span: entry ?? node.span };
  const notes: readonly Note[] = wrong.map((each) => ({ message: sentence(each) }));
  const message = `${node.name} does not keep its contract: ${wrong.length} of its columns ${wrong.length === 1 ? 'differs' : 'differ'}`;
  return { ...found, message, span: columnSpan(entry, first.column), notes, stack: [] };
}

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
    const { diagnostics } = failureOf(error, { node, compiled, environment });
    return diagnostics.map((each) => atColumns(node, each));
  }
}
