import type { Diagnostic } from '../diagnostics/index.ts';
import { spanPosition } from '../diagnostics/index.ts';
import type { Event, NodeResult } from '../domain/index.ts';

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Values of properties must not hold the characters that part them either. */
function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(diagnostic: Diagnostic, folder: string): string {
  const level = { error: 'error', warning: 'warning', note: 'notice' }[diagnostic.severity];
  const { span, code, message, hint } = diagnostic;
  const where: string[] = [];
  if (span !== undefined) {
    const { line, column } = spanPosition(span);
    where.push(`file=${property(`${folder}${span.source.path}`)}`, `line=${line}`, `col=${column}`);
  }
  where.push(`title=${property(code)}`);
  return `::${level} ${where.join(',')}::${escaped(hint === undefined ? message : `${message}\n${hint}`)}`;
}

function ofResult(result: NodeResult, folder: string): string[] {
  if (result.diagnostics.length > 0) return result.diagnostics.map((each) => annotation(each, folder));
  const level = { error: 'error', fail: 'error', warn: 'warning' }[result.status as string];
  if (level === undefined) return [];
  const { node, message } = result;
  const where = `file=${property(`${folder}${node.originalFilePath}`)},title=${property(node.name)}`;
  return [`::${level} ${where}::${escaped(message ?? result.status)}`];
}

/**
 * Lines by which GitHub Actions marks the places of errors and warnings in a change. `folder` is the project's folder seen
 * from the repository, empty or ending with a slash.
 */
export function annotationsOf(event: Event, folder: string): readonly string[] {
  if (event.type === 'diagnostic') return [annotation(event.diagnostic, folder)];
  if (event.type === 'commandFailed') return event.diagnostics.map((each) => annotation(each, folder));
  if (event.type === 'checkFinished')
    return event.report.results.flatMap((each) => each.diagnostics.map((found) => annotation(found, folder)));
  return event.type === 'nodeFinished' ? ofResult(event.result, folder) : [];
}
