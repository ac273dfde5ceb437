import { type Position, positionAt } from '../base/index.ts';

/** A text with the name people know it by: a path relative to the project, with forward slashes. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A stretch of a source text. Offsets count UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Line and column (from 1) at which a span starts. */
export function spanPosition(span: Span): Position {
  return positionAt(span.source.text, span.start);
}

/** `models/orders.sql:12:7`, the form that terminals make clickable. */
export function spanLabel(span: Span): string {
  const { line, column } = spanPosition(span);
  return `${span.source.path}:${line}:${column}`;
}

/** The span of a whole line (from 1), without its line break. */
export function lineSpan(source: SourceText, line: number): Span {
  const lines = source.text.split('\n');
  const index = Math.max(0, Math.min(line - 1, lines.length - 1));
  let start = 0;
  for (let i = 0; i < index; i++) start += (lines[i] as string).length + 1;
  return { source, start, end: start + (lines[index] as string).length };
}
