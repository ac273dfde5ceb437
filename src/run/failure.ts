import { mapSqlDiagnostic } from '../compile/index.ts';
import { errorOfMacro, macroTrace, type RunEnvironment, withMacroNames } from '../context/index.ts';
import {
  type Code,
  type Diagnostic,
  DiagnosticError,
  diagnostic,
  type Span,
  type StackFrame,
} from '../diagnostics/index.ts';
import type { CompiledNode, Node, Project, SourceDefinition } from '../domain/index.ts';
import { systemDiagnostic } from '../host/index.ts';
import { atDeclaredColumns } from './contract-place.ts';

/** What went wrong with a node: dbt's text for artifacts and logs, and diagnostics for people. */
export interface Failure {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a failure is told about. */
export interface FailureScene {
  readonly node: Node | SourceDefinition;
  readonly compiled: CompiledNode | null;
  readonly environment: Pick<RunEnvironment, 'project'>;
}

/** `model orders (models/orders.sql)`, as dbt names a node in messages. */
export function nodeLabel(node: Node | SourceDefinition): string {
  return `${node.resourceType} ${node.name} (${node.originalFilePath})`;
}

/** An error outside any node, as dbt prints it: its kind, then the indented sentence. */
export function plainErrorText(each: Diagnostic): string {
  return [each.kind, ...each.dbtMessage.split('\n').map((line) => `  ${line}`)].join('\n');
}

/** An error of an operation, as dbt prints it: its kind with the macro, then the indented sentence and the macros. */
export function operationErrorText(each: Diagnostic, project: Project): string {
  return plainErrorText(errorOfMacro(each, project));
}

/** The node that an error is told of: of a unit test perhaps the input that could not be made. */
function labelOf({ stack }: Diagnostic, node: FailureScene['node']): string {
  const input =
    node.resourceType === 'unit_test' ? stack.find(({ name }) => name.startsWith('model ')) : null;
  return input ? `${input.name} (${node.originalFilePath})` : nodeLabel(node);
}

/**
 * `Runtime Error in model orders (models/orders.sql)` and the indented sentence, as dbt prints an error of a node. Errors of
 * its inside name no node, and what is none of its own errors has no kind either.
 */
function nodeErrorText(each: Diagnostic, scene: FailureScene): string {
  if (each.kind === '') return each.dbtMessage;
  if (each.kind === 'Internal Error') return plainErrorText(each);
  const label = labelOf(each, scene.node);
  const lines = [
    ...withMacroNames(each.dbtMessage).split('\n'),
    ...macroTrace(each, label, scene.environment.project),
  ];
  return [`${each.kind} in ${label}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** An error as dbt tells it inside another one: with its node where a template ended it, else by its kind alone. */
export function errorTextWithin(each: Diagnostic, scene: FailureScene): string {
  return each.kind === 'Compilation Error' ? nodeErrorText(each, scene) : plainErrorText(each);
}

/** The text of an unexpected exception: only its sentence, as a stack says nothing to people. */
function bugDiagnostic(error: unknown): Diagnostic {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return diagnostic('I001', text);
}

/** The diagnostics that an exception carries, or what the system refused; anything else that is thrown is a bug and says so. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  return error instanceof DiagnosticError
    ? error.diagnostics
    : [systemDiagnostic(error) ?? bugDiagnostic(error)];
}

/** The path of positions in a statement, as the engine reports them. */
const SQL_PATH = '<sql>';

/** Whether a place lies in the macros that Sluice brings along: the author cannot mend anything there. */
function isBuiltIn(span: Span, { environment }: FailureScene): boolean {
  const folder = span.source.path.split('/')[0];
  return environment.project.packages.some((each) => each.isInternal && each.name === folder);
}

/** The innermost place that the author wrote: an error in a built-in macro belongs to whoever called it. */
function atAuthor(each: Diagnostic, scene: FailureScene): Diagnostic {
  const { node } = scene;
  if (each.span === undefined) return inFile(each, node.span);
  const isStatement = each.span.source.path === SQL_PATH;
  if (!isStatement && !isBuiltIn(each.span, scene)) return each;
  const isNode = (frame: StackFrame) => frame.name === `${node.resourceType} ${node.name}`;
  const caller = each.stack.find(
    (frame) => frame.span !== undefined && !isBuiltIn(frame.span, scene) && !isNode(frame),
  );
  const whole =
    node.resourceType === 'test'
      ? node.span
      : node.resourceType === 'unit_test'
        ? (node.patchSpan ?? node.span)
        : undefined;
  const own = whole ?? each.stack.find(isNode)?.span ?? node.span;
  const notes = isStatement
    ? [...each.notes, { message: 'in the statement that was sent', span: each.span }]
    : each.notes;
  return inFile({ ...each, notes }, caller?.span ?? own);
}

/** The diagnostic at a place, or without one when the place is in no file: operations are in none. */
function inFile({ span: _span, ...rest }: Diagnostic, place: Span): Diagnostic {
  return place.source.path === '' ? rest : { ...rest, span: place };
}

/** What the macros that compare a query with its contract raise. */
const BROKEN_CONTRACT: Code = 'J116';

function mapped(each: Diagnostic, scene: FailureScene): Diagnostic {
  const { node, compiled } = scene;
  const own = each.uniqueId === undefined ? { ...each, uniqueId: node.uniqueId } : each;
  if (own.code === BROKEN_CONTRACT && node.resourceType === 'model') return atDeclaredColumns(own, node);
  if (own.span?.source.path !== SQL_PATH || compiled === null) return atAuthor(own, scene);
  const found = mapSqlDiagnostic({ diagnostic: own, statement: own.span.source.text, compiled });
  return atAuthor(found, scene);
}

/** Frames of macros that Sluice brings along tell an author nothing: every statement passes through the same ones. */
function withoutBuiltIns(each: Diagnostic, scene: FailureScene): Diagnostic {
  const stack = each.stack.filter((frame) => frame.span === undefined || !isBuiltIn(frame.span, scene));
  return { ...each, stack };
}

/** Turns what a node threw into the parts of its result. Positions in SQL are led back to the author's file. */
export function failureOf(error: unknown, scene: FailureScene): Failure {
  const found = diagnosticsOf(error);
  return {
    message: found.map((each) => nodeErrorText(each, scene)).join('\n'),
    diagnostics: found.map((each) => withoutBuiltIns(mapped(each, scene), scene)),
  };
}
