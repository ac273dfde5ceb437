import { Float } from '../../base/index.ts';
import type { SourceText } from '../../diagnostics/index.ts';
import type { Expression, TemplateTree } from '../ast.ts';
import type { StaticCall } from '../contract.ts';

const STATIC_FUNCTIONS: ReadonlySet<string> = new Set(['ref', 'source', 'config']);

/** Thrown inside this file only: the template has to be rendered. */
class NotStatic extends Error {}

/** Keys that a JavaScript object would put in another order. */
const INDEX_KEY = /^(?:0|[1-9]\d*)$/;

function dictValue(entries: readonly (readonly [Expression, Expression])[]): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const name = literalValue(key);
    if (typeof name !== 'string' || INDEX_KEY.test(name) || name === '__proto__') throw new NotStatic();
    value[name] = literalValue(item);
  }
  return value;
}

function negated(value: unknown): unknown {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  if (value instanceof Float) return new Float(-value.value);
  throw new NotStatic();
}

/** The value of a literal, as plain data. */
function literalValue(node: Expression): unknown {
  switch (node.kind) {
    case 'constant':
      return node.value;
    case 'list':
      return node.items.map(literalValue);
    case 'dict':
      return dictValue(node.entries);
    case 'unary':
      if (node.operator === '-') return negated(literalValue(node.operand));
      throw new NotStatic();
    default:
      throw new NotStatic();
  }
}

function staticCall(node: Expression, source: SourceText): StaticCall {
  if (node.kind !== 'call' || node.callee.kind !== 'name' || !STATIC_FUNCTIONS.has(node.callee.name)) {
    throw new NotStatic();
  }
  const { positional, keywords, spread, keywordSpread } = node.args;
  const names = keywords.map(([name]) => name);
  if (spread !== null || keywordSpread !== null || new Set(names).size !== names.length)
    throw new NotStatic();
  return Object.freeze({
    name: node.callee.name,
    positional: positional.map(literalValue),
    keywords: Object.fromEntries(keywords.map(([name, value]) => [name, literalValue(value)])),
    span: { source, start: node.start, end: node.end },
  });
}

/** See `Jinja.extractStaticCalls`. */
export function staticCallsOf(tree: TemplateTree, source: SourceText): readonly StaticCall[] | null {
  try {
    return tree.body.flatMap((node) => {
      if (node.kind === 'text') return [];
      if (node.kind !== 'output') throw new NotStatic();
      return [staticCall(node.value, source)];
    });
  } catch (error) {
    if (error instanceof NotStatic) return null;
    throw error;
  }
}
