import type { Output } from '../ast.ts';
import { isConstant } from './analysis.ts';
import type { Emitter, Frame } from './emitter.ts';
import { expressionCode } from './expressions.ts';

/** `{{ }}` of a template that evaluates to a value: the value itself is collected. */
export function outputValuesCode(emitter: Emitter, node: Output, frame: Frame): void {
  const { variable } = frame.buffer;
  const { value } = node;
  if (value.kind === 'constant' && typeof value.value === 'string') {
    emitter.write(`${variable}.push(constantPiece(${emitter.text(value.value)}));`);
    return;
  }
  const code = expressionCode(emitter, value, frame);
  emitter.write(`${variable}.push(${isConstant(value) ? `constantPiece(${code})` : code});`);
}
