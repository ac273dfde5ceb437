import { columnSpan, type Diagnostic, type Note } from '../diagnostics/index.ts';
import type { Node } from '../domain/index.ts';

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

function wayOut({ column, given, promised }: Mismatch): string {
  if (promised === '') return `Declare ${column} with its type, or take it out of the query.`;
  if (given === '') return `Select ${column} in the query, or take it out of the declared columns.`;
  return `Cast ${column} to ${promised} in the query, or declare it as ${given}.`;
}

/** The complaint of an enforced contract at the declared columns of its model, with everything that differs. */
export function atDeclaredColumns(found: Diagnostic, node: Node): Diagnostic {
  const wrong = mismatches(found);
  const entry = node.patchSpan;
  const first = wrong.find((each) => each.promised !== '') ?? wrong[0];
  if (first === undefined) return { ...found, span: entry ?? node.span, stack: [] };
  const notes: readonly Note[] = wrong.map((each) => ({ message: sentence(each) }));
  const count = wrong.length === 1 ? '1 of its columns differs' : `${wrong.length} of its columns differ`;
  return {
    ...found,
    message: `${node.name} does not keep its contract: ${count}`,
    hint: wayOut(first),
    span: entry === undefined ? node.span : columnSpan(entry, first.column),
    notes,
    stack: [],
  };
}
