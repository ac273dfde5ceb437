import { targetFilePath } from '../context/index.ts';
import type { Diagnostic, Note, SourceText, Span } from '../diagnostics/index.ts';
import type { CompiledNode, SpanMap, SpanSegment } from '../domain/index.ts';

export interface MapSqlDiagnosticOptions {
  /** An engine error whose span, when it has one, points into the text of `statement`. */
  readonly diagnostic: Diagnostic;
  /** What was sent to the engine: the compiled SQL, or a larger statement that contains it. */
  readonly statement: string;
  readonly compiled: CompiledNode;
}

/** Where the compiled SQL begins in a statement; -1 when the statement does not hold it. */
function offsetOfCode(statement: string, code: string): number {
  if (code.trim() === '') return -1;
  const whole = statement.indexOf(code);
  if (whole !== -1) return whole;
  // Macros may trim the SQL before they put it into a statement.
  const trimmed = statement.indexOf(code.trim());
  return trimmed === -1 ? -1 : trimmed - (code.length - code.trimStart().length);
}

/** The last segment that starts at or before an offset. */
function segmentAt(
  spanMap: SpanMap,
  offset: number,
): { readonly segment: SpanSegment; readonly index: number } | null {
  let low = 0;
  let high = spanMap.length - 1;
  if (high < 0) return null;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((spanMap[middle] as SpanSegment).start <= offset) low = middle;
    else high = middle - 1;
  }
  return { segment: spanMap[low] as SpanSegment, index: low };
}

/** The place in the author's file that produced the text from `start` to `end`. */
function originOf(compiled: CompiledNode, start: number, end: number): SpanSegment | null {
  const found = segmentAt(compiled.spanMap, start);
  if (found === null) return null;
  const { segment, index } = found;
  if (!segment.verbatim) return segment;
  const next = compiled.spanMap[index + 1]?.start ?? compiled.compiledCode.length;
  const from = Math.min(segment.origin.end, segment.origin.start + Math.max(0, start - segment.start));
  const length = Math.max(0, Math.min(end, next) - start);
  return {
    ...segment,
    origin: { ...segment.origin, start: from, end: Math.min(segment.origin.end, from + length) },
  };
}

/** The compiled text under the caret, as a second place. */
function compiledNote(compiled: CompiledNode, start: number, end: number): Note {
  const { node, compiledCode } = compiled;
  const source: SourceText = {
    path: targetFilePath(node, 'compiled'),
    text: compiledCode,
  };
  return { message: 'in the compiled SQL', span: { source, start, end } };
}

const textOf = (span: Span): string => span.source.text.slice(span.start, span.end);

/**
 * The same diagnostic at the place in the author's file that produced the text at fault, with the macros in between and,
 * where a macro or an expression produced the text, the compiled SQL as a second place. A diagnostic about
 * something else than the node's own SQL stays as it is.
 */
export function mapSqlDiagnostic(options: MapSqlDiagnosticOptions): Diagnostic {
  const { diagnostic, statement, compiled } = options;
  const { span } = diagnostic;
  if (span === undefined) return diagnostic;
  const offset = offsetOfCode(statement, compiled.compiledCode);
  const start = span.start - offset;
  const end = span.end - offset;
  if (offset === -1 || start < 0 || start > compiled.compiledCode.length) return diagnostic;
  const origin = originOf(compiled, start, end);
  if (origin === null) return diagnostic;
  const inMacro = origin.stack.some(({ name }) => !name.includes(' '));
  const isWritten =
    origin.verbatim && !inMacro && textOf(origin.origin) === compiled.compiledCode.slice(start, end);
  return Object.freeze({
    ...diagnostic,
    span: origin.origin,
    // The macros that sent the statement say nothing about text that the author wrote.
    stack: origin.stack,
    notes: isWritten ? diagnostic.notes : [...diagnostic.notes, compiledNote(compiled, start, end)],
  });
}
