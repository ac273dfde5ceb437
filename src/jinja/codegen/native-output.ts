import type { Expression, Output } from '../ast.ts';
import { subexpressions } from './analysis.ts';
import { type Emitter, type Frame, literal } from './emitter.ts';
import { expressionCode } from './expressions.ts';

/** Whether Jinja computes the expression when it compiles: no names and no calls. Such values print as text. */
export function isConstant(node: Expression | null): boolean {
  if (node === null || node.kind === 'constant') return true;
  if (node.kind === 'name' || node.kind === 'call') return false;
  if (node.kind === 'conditional' && node.otherwise === null) return false;
  return subexpressions(node).every(isConstant);
}

/** `{{ }}` of a template that evaluates to a value: the value itself is collected. */
export function outputValuesCode(emitter: Emitter, node: Output, frame: Frame): void {
  const { variable } = frame.buffer;
  const { value } = node;
  if (value.kind === 'constant' && typeof value.value === 'string') {
    emitter.write(`${variable}.push(constantPiece(${literal(value.value)}));`);
    return;
  }
  const code = expressionCode(emitter, value, frame);
  emitter.write(`${variable}.push(${isConstant(value) ? `constantPiece(${code})` : code});`);
}
