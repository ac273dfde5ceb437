import type { Diagnostic, SourceText, Span, StackFrame } from '../diagnostics/index.ts';
import type { Node } from '../domain/index.ts';

/** A node's template, and the way from places in it to places in the author's file. */
export interface NodeSource {
  /** What is rendered. */
  readonly template: SourceText;
  /** The same place in the file; spans of other texts stay as they are. */
  locate(span: Span): Span;
}

/** Where the text of a node begins in its file; -1 when the text was made up (generic tests, hooks with escapes). */
function offsetInFile(node: Node): number {
  const { source, start, end } = node.span;
  if (source.text === node.rawCode) return 0;
  const at = source.text.indexOf(node.rawCode, start);
  return node.rawCode !== '' && at !== -1 && at + node.rawCode.length <= Math.max(end, source.text.length)
    ? at
    : -1;
}

/** What stands for the file of text that Sluice makes up. */
const MADE_UP = '<generic test>';

/** The template of a node with its way back to the file. */
export function nodeSource(node: Node): NodeSource {
  const file = node.span.source;
  const offset = offsetInFile(node);
  if (offset === 0 && file.text === node.rawCode) return { template: file, locate: (span) => span };
  // Text that was made up has no file: under one name for all, equal texts are compiled once.
  const template: SourceText = { path: offset === -1 ? MADE_UP : node.originalFilePath, text: node.rawCode };
  const isOwn = ({ source }: Span): boolean =>
    source === template || (source.path === template.path && source.text === template.text);
  const locate = (span: Span): Span => {
    if (!isOwn(span)) return span;
    return offset === -1 ? node.span : { source: file, start: span.start + offset, end: span.end + offset };
  };
  return { template, locate };
}

/** A stack with its places led back to the author's file; the same stack when none of them is in the node's template. */
export function locateStack(stack: readonly StackFrame[], source: NodeSource): readonly StackFrame[] {
  const located = stack.map((frame) => {
    const span = frame.span === undefined ? undefined : source.locate(frame.span);
    return span === undefined || span === frame.span ? frame : { ...frame, span };
  });
  return located.some((frame, index) => frame !== stack[index]) ? located : stack;
}

/** A diagnostic with its places led back to the author's file. */
export function locateDiagnostic(found: Diagnostic, source: NodeSource): Diagnostic {
  return Object.freeze({
    ...found,
    ...(found.span === undefined ? {} : { span: source.locate(found.span) }),
    stack: locateStack(found.stack, source),
  });
}
