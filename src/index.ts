export type { Diagnostic, Span } from './diagnostics/index.ts';
export { DiagnosticError } from './diagnostics/index.ts';
export { createHost, type Host } from './host/index.ts';
