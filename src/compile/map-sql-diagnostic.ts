import type { Diagnostic } from '../diagnostics/index.ts';
import type { CompiledNode } from '../domain/index.ts';

export interface MapSqlDiagnosticOptions {
  /** An engine error whose span, when it has one, points into the text of `statement`. */
  readonly diagnostic: Diagnostic;
  /** What was sent to the engine: the compiled SQL, or a larger statement that contains it. */
  readonly statement: string;
  readonly compiled: CompiledNode;
}

/** The same diagnostic at the place in the author's file that produced the text at fault. */
export function mapSqlDiagnostic(_options: MapSqlDiagnosticOptions): Diagnostic {
  throw new Error('not written yet');
}
