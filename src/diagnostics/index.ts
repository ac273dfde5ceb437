export type { CodeEntry, Severity } from './codes/define.ts';
export { CODES, type Code } from './codes/index.ts';
export {
  type Diagnostic,
  type DiagnosticDetails,
  DiagnosticError,
  DiagnosticList,
  type DiagnosticSink,
  diagnostic,
  type Note,
  type StackFrame,
} from './diagnostic.ts';
export { columnSpan, entrySpan } from './entry-span.ts';
export { type FrameOptions, type FramePaint, frame } from './frame.ts';
export { lineSpan, type SourceText, type Span, spanLabel, spanPosition } from './span.ts';
export { type WarningEvent, warningEvent, warningEventNamed } from './warning-name.ts';
