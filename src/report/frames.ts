import { type Diagnostic, type FramePaint, frame } from '../diagnostics/index.ts';
import type { Paint } from './paint.ts';

function framePaint(paint: Paint): FramePaint {
  const bySeverity = { error: paint.bad, warning: paint.warned, note: paint.place };
  return {
    severity: (text, severity) => paint.strong(bySeverity[severity](text)),
    title: paint.strong,
    place: paint.place,
    gutter: paint.faint,
    caret: (text, severity) => bySeverity[severity](text),
    help: paint.good,
  };
}

/** Diagnostics as code frames with an empty line between them. */
export function framesOf(
  diagnostics: readonly Diagnostic[],
  options: { readonly paint: Paint; readonly width: number },
): string {
  const paint = framePaint(options.paint);
  return diagnostics.map((each) => frame(each, { width: options.width, paint })).join('\n\n');
}
