import type { Call, Expression, Macro, Parameter, Statement } from '../ast.ts';
import { subexpressions } from '../codegen/analysis.ts';

/** What a statement holds, in the order of its text as Jinja keeps it. */
function partsOf(node: Statement): readonly (Expression | Statement | null)[] {
  switch (node.kind) {
    case 'output':
    case 'do':
    case 'set':
      return [node.value];
    case 'load':
      return [node.template];
    case 'if':
      return [node.test, ...node.body, ...node.otherwise];
    case 'for':
      return [node.iterable, ...node.body, ...node.otherwise, node.test];
    case 'set block':
      return [node.filter, ...node.body];
    case 'macro':
      return [...fallbacks(node.parameters), ...node.body];
    case 'call block':
      return [node.call, ...fallbacks(node.parameters), ...node.body];
    case 'filter block':
      return [...node.body, node.filter];
    case 'with':
      return [...node.values, ...node.body];
    case 'block':
      return node.body;
    default:
      return [];
  }
}

function fallbacks(parameters: readonly Parameter[]): readonly (Expression | null)[] {
  return parameters.map(({ fallback }) => fallback);
}

const STATEMENTS: ReadonlySet<string> = new Set<Statement['kind']>([
  'text',
  'output',
  'if',
  'for',
  'set',
  'set block',
  'do',
  'macro',
  'call block',
  'filter block',
  'with',
  'break',
  'continue',
  'block',
  'load',
]);

const isStatement = (node: Expression | Statement): node is Statement => STATEMENTS.has(node.kind);

function* nodesIn(node: Expression | Statement | null): Generator<Expression | Statement> {
  if (node === null) return;
  yield node;
  const parts = isStatement(node) ? partsOf(node) : subexpressions(node);
  for (const part of parts) yield* nodesIn(part);
}

/** Every call in the statements, outer before inner. */
export function* callsIn(body: readonly Statement[]): Generator<Call> {
  for (const statement of body) {
    for (const node of nodesIn(statement)) if (node.kind === 'call') yield node;
  }
}

/** Every macro in the statements. */
export function* macrosIn(body: readonly Statement[]): Generator<Macro> {
  for (const statement of body) {
    for (const node of nodesIn(statement)) if (node.kind === 'macro') yield node;
  }
}
