import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { RunResult } from '../domain/index.ts';

/**
 * What `compile` and `show` do with a failing node: they stop with its error. dbt's text of it is the node's message below
 * the name of the outer error.
 */
export function throwFirstError(result: RunResult): void {
  const failed = result.results.find(({ status }) => status === 'error');
  if (failed === undefined) return;
  const message = failed.message ?? failed.status;
  const [first = diagnostic('I001', message), ...rest] = failed.diagnostics;
  throw new DiagnosticError([{ ...first, kind: 'Runtime Error', dbtMessage: message }, ...rest]);
}
