import { type Diagnostic, DiagnosticError, spanPosition } from '../../src/diagnostics/index.ts';
import { fromPlain, isDict, type Mapping, mappingGet, type Scope } from '../../src/jinja/index.ts';

/** A scope with these names; plain data becomes runtime values, anything else is passed as it is. */
export function scopeOf(names: Readonly<Record<string, unknown>> = {}): Scope {
  const values = fromPlain(names);
  return { get: (name) => (isDict(values) ? mappingGet(values as Mapping, name) : undefined) };
}

/** The first diagnostic that the work throws. */
export function failureOf(work: () => unknown): Diagnostic {
  try {
    work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0] as Diagnostic;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The first diagnostic that the work rejects with. */
export async function rejectionOf(work: () => Promise<unknown>): Promise<Diagnostic> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0] as Diagnostic;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** `line:column` of a diagnostic. */
export function placeOf(diagnostic: Diagnostic): string {
  if (diagnostic.span === undefined) return 'nowhere';
  const { line, column } = spanPosition(diagnostic.span);
  return `${line}:${column}`;
}
