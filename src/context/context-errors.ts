import { type Code, type DiagnosticDetails, DiagnosticError, diagnostic } from '../diagnostics/index.ts';

/**
 * Ends a template with a coded error. The position is not known here: the engine adds the place of the call and the stack.
 */
export function failTemplate(code: Code, message: string, details: DiagnosticDetails = {}): never {
  throw new DiagnosticError(diagnostic(code, message, details));
}

/** Ends a template with dbt's own sentence about a wrong use of the adapter, a relation or a column. */
export function failAdapter(dbtMessage: string, kind = 'Compilation Error'): never {
  return failTemplate('J109', firstLine(dbtMessage), { kind, dbtMessage });
}

/** The first line of a sentence that dbt writes over several. */
export function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 ? text : text.slice(0, end);
}
