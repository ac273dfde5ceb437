import type { Arguments, BinaryOperator, CompareOperator, Expression } from '../ast.ts';
import { repr } from '../runtime/text.ts';

const OPERAND_NAMES: Readonly<Record<CompareOperator, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'lteq',
  '>': 'gt',
  '>=': 'gteq',
  in: 'in',
  'not in': 'notin',
};

const CLASS_NAMES: Readonly<Record<BinaryOperator, string>> = {
  '+': 'Add',
  '-': 'Sub',
  '*': 'Mul',
  '/': 'Div',
  '//': 'FloorDiv',
  '%': 'Mod',
  '**': 'Pow',
  and: 'And',
  or: 'Or',
};

function list(nodes: readonly Expression[]): string {
  return `[${nodes.map(nodeText).join(', ')}]`;
}

function optional(node: Expression | null): string {
  return node === null ? 'None' : nodeText(node);
}

function argumentFields({ positional, keywords, spread, keywordSpread }: Arguments): string {
  const named = keywords.map(([key, value]) => `Keyword(key=${repr(key)}, value=${nodeText(value)})`);
  return `args=${list(positional)}, kwargs=[${named.join(', ')}], dyn_args=${optional(spread)}, dyn_kwargs=${optional(keywordSpread)}`;
}

/** A node as Jinja2 prints its syntax tree. */
function nodeText(node: Expression): string {
  switch (node.kind) {
    case 'constant':
      return `Const(value=${repr(node.value)})`;
    case 'name':
      return `Name(name=${repr(node.name)}, ctx='load')`;
    case 'list':
      return `List(items=${list(node.items)})`;
    case 'tuple':
      return `Tuple(items=${list(node.items)}, ctx='load')`;
    case 'dict': {
      const pairs = node.entries.map(
        ([key, value]) => `Pair(key=${nodeText(key)}, value=${nodeText(value)})`,
      );
      return `Dict(items=[${pairs.join(', ')}])`;
    }
    case 'attribute':
      return `Getattr(node=${nodeText(node.object)}, attr=${repr(node.name)}, ctx='load')`;
    case 'item':
      return `Getitem(node=${nodeText(node.object)}, arg=${nodeText(node.key)}, ctx='load')`;
    case 'slice':
      return `Slice(start=${optional(node.first)}, stop=${optional(node.stop)}, step=${optional(node.step)})`;
    case 'call':
      return `Call(node=${nodeText(node.callee)}, ${argumentFields(node.args)})`;
    case 'filter':
      return `Filter(node=${optional(node.value)}, name=${repr(node.name)}, ${argumentFields(node.args)})`;
    case 'test':
      return `Test(node=${nodeText(node.value)}, name=${repr(node.name)}, ${argumentFields(node.args)})`;
    case 'unary': {
      const name = node.operator === 'not' ? 'Not' : node.operator === '-' ? 'Neg' : 'Pos';
      return `${name}(node=${nodeText(node.operand)})`;
    }
    case 'binary':
      return `${CLASS_NAMES[node.operator]}(left=${nodeText(node.left)}, right=${nodeText(node.right)})`;
    case 'conditional':
      return `CondExpr(test=${nodeText(node.test)}, expr1=${nodeText(node.value)}, expr2=${optional(node.otherwise)})`;
    case 'concatenation':
      return `Concat(nodes=${list(node.items)})`;
    case 'comparison': {
      const operands = node.operations.map(
        ({ operator, operand }) => `Operand(op='${OPERAND_NAMES[operator]}', expr=${nodeText(operand)})`,
      );
      return `Compare(expr=${nodeText(node.first)}, ops=[${operands.join(', ')}])`;
    }
  }
}

function argumentsSource({ positional, keywords, spread, keywordSpread }: Arguments): string {
  const parts = [
    ...positional.map(expressionSource),
    ...keywords.map(([key, value]) => `${key}=${expressionSource(value)}`),
  ];
  if (spread !== null) parts.push(`*${expressionSource(spread)}`);
  if (keywordSpread !== null) parts.push(`**${expressionSource(keywordSpread)}`);
  return parts.join(', ');
}

function sources(nodes: readonly Expression[]): string {
  return nodes.map(expressionSource).join(', ');
}

/**
 * An expression in the spelling that dbt gives to what it did not render: Python's constants and quotes, no parentheses of
 * its own. Expressions that dbt has no spelling for (filters, tests, arithmetic, conditions) are printed as Jinja2 prints its
 * syntax tree, as dbt does.
 */
export function expressionSource(node: Expression): string {
  switch (node.kind) {
    case 'constant':
      return repr(node.value);
    case 'name':
      return node.name;
    case 'list':
      return `[${sources(node.items)}]`;
    case 'tuple':
      return node.items.length === 1 ? `(${sources(node.items)},)` : `(${sources(node.items)})`;
    case 'dict': {
      const pairs = node.entries.map(
        ([key, value]) => `${expressionSource(key)}: ${expressionSource(value)}`,
      );
      return `{${pairs.join(', ')}}`;
    }
    case 'attribute':
      return `${expressionSource(node.object)}.${node.name}`;
    case 'item':
      return `${expressionSource(node.object)}[${expressionSource(node.key)}]`;
    case 'call':
      return `${expressionSource(node.callee)}(${argumentsSource(node.args)})`;
    case 'concatenation':
      return node.items.map(expressionSource).join(' ~ ');
    case 'comparison': {
      const operations = node.operations.map(
        ({ operator, operand }) => `${operator} ${expressionSource(operand)}`,
      );
      return `${expressionSource(node.first)} ${operations.join(' ')}`;
    }
    case 'unary':
      if (node.operator === 'not') return `not ${expressionSource(node.operand)}`;
      return node.operator === '-' ? `-${expressionSource(node.operand)}` : nodeText(node);
    case 'binary':
      if (node.operator !== 'and' && node.operator !== 'or') return nodeText(node);
      return `${expressionSource(node.left)} ${node.operator} ${expressionSource(node.right)}`;
    default:
      return nodeText(node);
  }
}
