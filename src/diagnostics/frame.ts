import { type CodeLine, codeLines } from './code-lines.ts';
import type { Severity } from './codes/define.ts';
import type { Diagnostic, StackFrame } from './diagnostic.ts';
import { type Span, spanLabel } from './span.ts';

/** How the parts of a frame are coloured; each leaves the text as it is when left out. */
export interface FramePaint {
  readonly severity: (text: string, severity: Severity) => string;
  readonly title: (text: string) => string;
  readonly place: (text: string) => string;
  readonly gutter: (text: string) => string;
  readonly caret: (text: string, severity: Severity) => string;
  readonly help: (text: string) => string;
}

export interface FrameOptions {
  /** Columns of the output; source lines are cut to fit. Default 110. */
  readonly width?: number;
  readonly paint?: FramePaint;
}

const asIs = (text: string) => text;
const PLAIN: FramePaint = { severity: asIs, title: asIs, place: asIs, gutter: asIs, caret: asIs, help: asIs };

/** More lines than this of one span are folded in the middle. */
const MOST_LINES = 5;

interface Excerpt {
  readonly span: Span;
  readonly label: string | undefined;
  readonly severity: Severity;
  readonly width: number;
  readonly paint: FramePaint;
}

function folded(lines: readonly CodeLine[]): readonly (CodeLine | undefined)[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 2), undefined, ...lines.slice(-1)];
}

/** Whether a span is the whole of a text of several lines: then no part of it is worth showing. */
function isWholeText({ source, start, end }: Span): boolean {
  const text = source.text.trim();
  return text.includes('\n') && source.text.slice(start, end).trim() === text;
}

/** The place, then its lines with numbers and carets. */
function excerpt({ span, label, severity, width, paint }: Excerpt): string[] {
  if (isWholeText(span)) return [`  ${paint.place(spanLabel(span))}`];
  const lines = codeLines(span, { width: Math.max(30, width - 12), context: 1 });
  const digits = Math.max(3, String(lines.at(-1)?.number ?? 1).length);
  const gutter = (number: string) => `  ${paint.gutter(`${number.padStart(digits)} |`)}`;
  const drawn = [`  ${paint.place(spanLabel(span))}`];
  for (const line of folded(lines)) {
    if (line === undefined) {
      drawn.push(gutter('...'));
      continue;
    }
    drawn.push(`${gutter(String(line.number))} ${line.text}`.trimEnd());
    if (line.to === line.from) continue;
    const isLast = line === lines.at(-1);
    const words = isLast && label !== undefined ? ` ${label}` : '';
    const carets = paint.caret('^'.repeat(line.to - line.from) + words, severity);
    drawn.push(`${gutter('')} ${' '.repeat(line.from)}${carets}`);
  }
  return drawn;
}

function stackLine(frame: StackFrame, paint: FramePaint): string {
  const where = frame.span === undefined ? '' : ` (${paint.place(spanLabel(frame.span))})`;
  return `  in ${frame.name}${where}`;
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

/**
 * A diagnostic for people: what happened, where, the lines with the place underlined, what belongs to it, what to do. Has no
 * line break at its end.
 */
export function frame(diagnostic: Diagnostic, options: FrameOptions = {}): string {
  const { width = 110, paint = PLAIN } = options;
  const { code, severity, message, span, label, notes, stack, hint } = diagnostic;
  const lines = [`${paint.severity(`${severity}[${code}]`, severity)} ${paint.title(indented(message))}`];
  if (span !== undefined) lines.push(...excerpt({ span, label, severity, width, paint }));
  for (const each of stack) lines.push(stackLine(each, paint));
  for (const note of notes) {
    lines.push(`  ${paint.help('note:')} ${indented(note.message)}`);
    if (note.span !== undefined) {
      lines.push(...excerpt({ span: note.span, label: undefined, severity: 'note', width, paint }));
    }
  }
  if (hint !== undefined) lines.push(`  ${paint.help('help:')} ${indented(hint)}`);
  return lines.join('\n');
}
