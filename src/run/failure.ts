import { mapSqlDiagnostic } from '../compile/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic, type StackFrame } from '../diagnostics/index.ts';
import type { CompiledNode, Node } from '../domain/index.ts';

/** What went wrong with a node: dbt's text for artifacts and logs, and diagnostics for people. */
export interface Failure {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** `model orders (models/orders.sql)`, as dbt names a node in messages. */
export function nodeLabel(node: Node): string {
  return `${node.resourceType} ${node.name} (${node.originalFilePath})`;
}

function frameLine(frame: StackFrame, verb: string): string {
  const path = frame.span?.source.path;
  const name = frame.name.includes(' ') ? frame.name : `macro ${frame.name}`;
  return `> ${verb} ${name}${path === undefined ? '' : ` (${path})`}`;
}

/** An error outside any node, as dbt prints it: its kind, then the indented sentence. */
export function plainErrorText(each: Diagnostic): string {
  return [each.kind, ...each.dbtMessage.split('\n').map((line) => `  ${line}`)].join('\n');
}

/** dbt lists the macros between an error and its node below compilation errors. */
function stackLines(each: Diagnostic, node: Node): string[] {
  if (each.kind !== 'Compilation Error') return [];
  const macros = each.stack.filter((frame) => !frame.name.includes(' '));
  if (macros.length === 0) return [];
  const lines = macros.map((frame, index) => frameLine(frame, index === 0 ? 'in' : 'called by'));
  return ['', ...lines, `> called by ${nodeLabel(node)}`];
}

/** `Runtime Error in model orders (models/orders.sql)` and the indented sentence, as dbt prints an error of a node. */
export function nodeErrorText(each: Diagnostic, node: Node): string {
  const lines = [...each.dbtMessage.split('\n'), ...stackLines(each, node)];
  return [`${each.kind} in ${nodeLabel(node)}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** The text of an unexpected exception: only its sentence, as a stack says nothing to people. */
function bugDiagnostic(error: unknown): Diagnostic {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return diagnostic('I001', text);
}

/** The diagnostics that an exception carries; anything else that is thrown is a bug and says so. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  return error instanceof DiagnosticError ? error.diagnostics : [bugDiagnostic(error)];
}

function mapped(each: Diagnostic, node: Node, compiled: CompiledNode | null): Diagnostic {
  const own = each.uniqueId === undefined ? { ...each, uniqueId: node.uniqueId } : each;
  if (compiled === null || own.span?.source.path !== '<sql>') return own;
  return mapSqlDiagnostic({ diagnostic: own, statement: own.span.source.text, compiled });
}

/** Turns what a node threw into the parts of its result. Positions in SQL are led back to the author's file. */
export function failureOf(error: unknown, node: Node, compiled: CompiledNode | null): Failure {
  const found = diagnosticsOf(error);
  return {
    message: found.map((each) => nodeErrorText(each, node)).join('\n'),
    diagnostics: found.map((each) => mapped(each, node, compiled)),
  };
}
