import { type Code, DiagnosticError, diagnostic } from '../diagnostics/index.ts';

/** Stops the work. `dbtMessage` is dbt's sentence where it has one of its own. */
export function fail(
  code: Code,
  message: string,
  details: { readonly hint?: string; readonly dbtMessage?: string } = {},
): never {
  throw new DiagnosticError(diagnostic(code, message, { dbtMessage: message, ...details }));
}
