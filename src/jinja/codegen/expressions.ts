import { Float } from '../../base/index.ts';
import type { Arguments, Binary, Call, CompareOperator, Comparison, Expression, Located } from '../ast.ts';
import { FILTERS } from '../filters/index.ts';
import { TemplateSyntaxError } from '../front/syntax-error.ts';
import { TESTS } from '../tests/index.ts';
import { hasSlice, isConstant } from './analysis.ts';
import { type Emitter, type Frame, literal } from './emitter.ts';

const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '//': 'floorDivide',
  '%': 'modulo',
  '**': 'power',
};

const COMPARE: Readonly<Record<CompareOperator, string>> = {
  '==': 'equals',
  '!=': '!equals',
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
  in: 'contains',
  'not in': '!contains',
};

/** Expressions that evaluate to a JavaScript boolean. */
function isBoolean(node: Expression): boolean {
  return (
    node.kind === 'comparison' || node.kind === 'test' || (node.kind === 'unary' && node.operator === 'not')
  );
}

function constantCode(emitter: Emitter, value: unknown): string {
  if (typeof value === 'string') return emitter.text(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Float) return emitter.hoist(`new Float(${value.value})`);
  return String(value);
}

/** The value of a name: its variable, or undefined in Jinja's sense where it holds nothing. */
export function nameCode(name: string, { symbols }: Frame): string {
  const variable = symbols.find(name) as string;
  const isCertain = symbols.findLoad(variable)?.from === 'parameter';
  return isCertain ? variable : `(${variable}===undefined?ofName(${literal(name)}):${variable})`;
}

/** The same where whoever renders wants to know of names that do not exist. */
function toldNameCode(emitter: Emitter, node: Extract<Expression, { kind: 'name' }>, frame: Frame): string {
  const { name } = node;
  if (!emitter.variant.asynchronous) return nameCode(name, frame);
  const variable = frame.symbols.find(name) as string;
  if (frame.symbols.findLoad(variable)?.from === 'parameter') return variable;
  return `(${variable}===undefined?missing(${literal(name)},${emitter.place(node)},F,C):${variable})`;
}

/** Tests and filters that are there to ask whether a name exists. */
const ASKING: ReadonlySet<string> = new Set(['defined', 'undefined', 'default', 'd']);

/** What a test or filter is applied to. */
function operandCode(emitter: Emitter, applied: string, value: Expression, frame: Frame): string {
  return value.kind === 'name' && ASKING.has(applied)
    ? nameCode(value.name, frame)
    : expressionCode(emitter, value, frame);
}

function listCode(emitter: Emitter, items: readonly Expression[], frame: Frame): string {
  return `[${items.map((item) => expressionCode(emitter, item, frame)).join(',')}]`;
}

/** What a call has beside its arguments, as code: the `caller` of a call block, the slot that receives origins. */
export interface CallExtras {
  readonly caller?: string;
  readonly slot?: string;
  /** The call is a statement that may end the macro: the value is then a `ReturnSignal`. */
  readonly mayEnd?: boolean;
}

function keywordsCode(emitter: Emitter, args: Arguments, frame: Frame, extra: CallExtras): string {
  const seen = new Set<string>();
  const parts = args.keywords.map(([name, value]) => {
    if (seen.has(name))
      throw new TemplateSyntaxError(`keyword argument repeated: ${name}`, value, 'SyntaxError');
    seen.add(name);
    return `[${literal(name)}]:${expressionCode(emitter, value, frame)}`;
  });
  if (extra.caller !== undefined) parts.push(`caller:${extra.caller}`);
  if (extra.slot !== undefined) parts.push(`[TRACE]:${extra.slot}`);
  const own = parts.length === 0 ? 'NONE' : `{__proto__:null,${parts.join(',')}}`;
  if (args.keywordSpread === null) return own;
  return `mergeKeywords(${own},${expressionCode(emitter, args.keywordSpread, frame)},${emitter.mark(args.keywordSpread)})`;
}

function positionalCode(emitter: Emitter, args: Arguments, frame: Frame): string {
  const parts = args.positional.map((each) => expressionCode(emitter, each, frame));
  if (args.spread !== null) {
    parts.push(`...spread(${expressionCode(emitter, args.spread, frame)},${emitter.mark(args.spread)})`);
  }
  return `[${parts.join(',')}]`;
}

/** A call whose result is awaited where it may be a promise. */
export function callCode(emitter: Emitter, node: Call, frame: Frame, extra: CallExtras = {}): string {
  const callee = expressionCode(emitter, node.callee, frame);
  const returned = returnedCall(emitter, node);
  const call = extra.mayEnd === true ? 'callToEnd' : 'call';
  if (returned !== null) return returnCode(emitter, { node, callee, returned, call }, frame);
  const positional = positionalCode(emitter, node.args, frame);
  const keywords = keywordsCode(emitter, node.args, frame, extra);
  return awaited(emitter, `${call}(${callee},${positional},${keywords},${emitter.mark(node)})`);
}

/** Whether the value of a statement may end the macro that it stands in. */
export function mayEnd(emitter: Emitter, node: Expression): node is Call {
  if (emitter.function.returns !== 'value' || node.kind !== 'call') return false;
  const { positional, keywords, spread, keywordSpread } = node.args;
  const isPlain =
    positional.length === 1 && keywords.length === 0 && spread === null && keywordSpread === null;
  return isPlain && isReturn(node);
}

const isReturn = ({ callee }: Call): boolean => callee.kind === 'name' && callee.name === 'return';

function awaited(emitter: Emitter, code: string): string {
  if (!emitter.variant.asynchronous) return code;
  const result = emitter.temporary();
  return `((${result}=${code})instanceof Promise?await ${result}:${result})`;
}

/** `return(f(x))`: the inner call, whose text may become that of the macro. */
function returnedCall(emitter: Emitter, node: Call): Call | null {
  const { asynchronous } = emitter.variant;
  if (!asynchronous || emitter.function.returns === 'nothing' || !isReturn(node)) return null;
  const [only] = node.args.positional;
  return node.args.positional.length === 1 && only?.kind === 'call' ? only : null;
}

interface ReturnedCall {
  readonly node: Call;
  readonly callee: string;
  readonly returned: Call;
  /** The function that calls. */
  readonly call: string;
}

function returnCode(emitter: Emitter, { node, callee, returned, call }: ReturnedCall, frame: Frame): string {
  const slot = emitter.temporary();
  const inner = callCode(emitter, returned, frame, { slot });
  const value = `passOn((${slot}=new Slot(),${inner}),T,${slot},{place:${emitter.place(returned)},code:F,context:C})`;
  return awaited(emitter, `${call}(${callee},[${value}],NONE,${emitter.mark(node)})`);
}

function requireKnown(
  kind: 'filter' | 'test',
  {
    node,
    known,
    frame,
  }: { readonly node: Located & { readonly name: string }; readonly known: object; readonly frame: Frame },
): void {
  if (frame.soft || Object.hasOwn(known, node.name)) return;
  throw new TemplateSyntaxError(`No ${kind} named '${node.name}'.`, node, 'TemplateAssertionError');
}

function appliedCode(
  emitter: Emitter,
  {
    applied,
    value,
    args,
    node,
  }: { readonly applied: string; readonly value: string; readonly args: Arguments; readonly node: Located },
  frame: Frame,
): string {
  const positional = positionalCode(emitter, args, frame);
  const keywords = keywordsCode(emitter, args, frame, {});
  const rest = positional === '[]' && keywords === 'NONE' ? 'EMPTY,NONE' : `${positional},${keywords}`;
  return `${applied}(${value},${rest},${emitter.mark(node)})`;
}

/** A filter applied to code; a chain is applied from its innermost filter outwards. */
export function filterCode(
  emitter: Emitter,
  { node, value }: { readonly node: Extract<Expression, { kind: 'filter' }>; readonly value: string | null },
  frame: Frame,
): string {
  requireKnown('filter', { node, known: FILTERS, frame });
  const inner =
    node.value === null
      ? (value as string)
      : node.value.kind === 'filter' && !isComputedEarly(node.value, frame)
        ? filterCode(emitter, { node: node.value, value }, frame)
        : operandCode(emitter, node.name, node.value, frame);
  const applied = emitter.hoist(`filterOf(${literal(node.name)})`);
  return appliedCode(emitter, { applied, value: inner, args: node.args, node }, frame);
}

function testCode(emitter: Emitter, node: Extract<Expression, { kind: 'test' }>, frame: Frame): string {
  requireKnown('test', { node, known: TESTS, frame });
  const applied = emitter.hoist(`testOf(${literal(node.name)})`);
  const value = operandCode(emitter, node.name, node.value, frame);
  return appliedCode(emitter, { applied, value, args: node.args, node }, frame);
}

function comparisonCode(emitter: Emitter, node: Comparison, frame: Frame): string {
  let left = expressionCode(emitter, node.first, frame);
  const parts = node.operations.map(({ operator, operand }, index) => {
    const isLast = index === node.operations.length - 1;
    const shared = isLast ? '' : emitter.temporary();
    const right = expressionCode(emitter, operand, frame);
    const place = emitter.mark({ start: node.start, end: operand.end });
    const code = `${COMPARE[operator]}(${left},${isLast ? right : `(${shared}=${right})`},${place})`;
    left = shared;
    return code;
  });
  return `(${parts.join('&&')})`;
}

function binaryCode(emitter: Emitter, node: Binary, frame: Frame): string {
  const left = expressionCode(emitter, node.left, frame);
  if (node.operator !== 'and' && node.operator !== 'or') {
    const right = expressionCode(emitter, node.right, frame);
    const isConstantPower = node.operator === '**' && isConstant(node.left) && !isConstant(node.right);
    const operation = isConstantPower ? 'powerOfConstant' : ARITHMETIC[node.operator];
    return `${operation}(${left},${right},${emitter.mark(node)})`;
  }
  const kept = emitter.temporary();
  const right = expressionCode(emitter, node.right, frame);
  const [ifTrue, ifFalse] = node.operator === 'and' ? [right, kept] : [kept, right];
  return `(truth(${kept}=${left})?${ifTrue}:${ifFalse})`;
}

function unaryCode(emitter: Emitter, node: Extract<Expression, { kind: 'unary' }>, frame: Frame): string {
  if (node.operator === 'not') return `!${conditionCode(emitter, node.operand, frame)}`;
  const operand = expressionCode(emitter, node.operand, frame);
  return `${node.operator === '-' ? 'negate' : 'plus'}(${operand},${emitter.mark(node)})`;
}

function conditionalCode(
  emitter: Emitter,
  node: Extract<Expression, { kind: 'conditional' }>,
  frame: Frame,
): string {
  const soft = { ...frame, soft: true };
  const otherwise =
    node.otherwise === null && frame.folded === true
      ? 'notConstant()'
      : node.otherwise === null
        ? `noElse(${emitter.place(node)},F)`
        : expressionCode(emitter, node.otherwise, soft);
  return `(${conditionCode(emitter, node.test, soft)}?${expressionCode(emitter, node.value, soft)}:${otherwise})`;
}

/**
 * A constant expression with slices. Jinja computes it when it compiles, where a slice of what has none is undefined; when
 * that fails it leaves the work to Python, where it is an error.
 */
function isComputedEarly(node: Expression, frame: Frame): boolean {
  return frame.folded !== true && node.kind !== 'slice' && hasSlice(node) && isConstant(node);
}

function foldedTextCode(emitter: Emitter, node: Expression, frame: Frame): string {
  const folded = textCode(emitter, node, { ...frame, folded: true });
  return `foldedText(()=>${folded},()=>str(${expressionCode(emitter, node, frame)},${emitter.mark(node)}))`;
}

/** The text of a value that is printed. */
export function textCode(emitter: Emitter, node: Expression, frame: Frame): string {
  return isComputedEarly(node, frame)
    ? foldedTextCode(emitter, node, frame)
    : plainTextCode(emitter, node, frame);
}

/** The text of a value, without a detour where it is text already. */
function plainTextCode(emitter: Emitter, node: Expression, frame: Frame): string {
  if (node.kind === 'constant' && typeof node.value === 'string') return emitter.text(node.value);
  const { isShown = false } = frame;
  const code = expressionCode(emitter, node, isShown ? { ...frame, isShown: false } : frame);
  return node.kind === 'concatenation' ? code : `${isShown ? 'shown' : 'str'}(${code},${emitter.mark(node)})`;
}

/** A JavaScript boolean: the truth of an expression. */
export function conditionCode(emitter: Emitter, node: Expression, frame: Frame): string {
  const isSplit = node.kind === 'binary' && !isComputedEarly(node, frame);
  if (isSplit && (node.operator === 'and' || node.operator === 'or')) {
    const operator = node.operator === 'and' ? '&&' : '||';
    return `(${conditionCode(emitter, node.left, frame)}${operator}${conditionCode(emitter, node.right, frame)})`;
  }
  const code = expressionCode(emitter, node, frame);
  return isBoolean(node) ? code : `truth(${code},${emitter.mark(node)})`;
}

/** JavaScript that evaluates an expression to a runtime value. */
export function expressionCode(emitter: Emitter, node: Expression, frame: Frame): string {
  if (frame.folded === true && !isConstant(node)) return 'notConstant()';
  const code = evaluationCode(emitter, node, frame);
  if (!isComputedEarly(node, frame)) return code;
  return `folded(()=>${evaluationCode(emitter, node, { ...frame, folded: true })},()=>${code})`;
}

function evaluationCode(emitter: Emitter, node: Expression, frame: Frame): string {
  switch (node.kind) {
    case 'constant':
      return constantCode(emitter, node.value);
    case 'name':
      return toldNameCode(emitter, node, frame);
    case 'list':
      return listCode(emitter, node.items, frame);
    case 'tuple':
      return `tupleOf(${listCode(emitter, node.items, frame)})`;
    case 'dict': {
      const entries = node.entries.map((entry) => listCode(emitter, entry, frame)).join(',');
      return `dictOf([${entries}],${emitter.mark(node)})`;
    }
    case 'attribute':
      return `attribute(${expressionCode(emitter, node.object, frame)},${literal(node.name)},${emitter.mark(node)})`;
    case 'item': {
      const object = expressionCode(emitter, node.object, frame);
      if (node.key.kind === 'slice' && frame.folded !== true) {
        return `slice(${object},${expressionCode(emitter, node.key, frame)},${emitter.mark(node)})`;
      }
      return `item(${object},${expressionCode(emitter, node.key, frame)},${emitter.mark(node)})`;
    }
    case 'slice': {
      const parts = [node.first, node.stop, node.step];
      return `new Slice(${parts.map((part) => (part === null ? 'null' : expressionCode(emitter, part, frame))).join(',')})`;
    }
    case 'call':
      return callCode(emitter, node, frame);
    case 'filter':
      return filterCode(emitter, { node, value: null }, frame);
    case 'test':
      return testCode(emitter, node, frame);
    case 'unary':
      return unaryCode(emitter, node, frame);
    case 'binary':
      return binaryCode(emitter, node, frame);
    case 'conditional':
      return conditionalCode(emitter, node, frame);
    case 'concatenation': {
      const texts = node.items.map((each) => plainTextCode(emitter, each, frame)).join('+');
      return `checkText(${texts},${emitter.mark(node)})`;
    }
    case 'comparison':
      return comparisonCode(emitter, node, frame);
  }
}
