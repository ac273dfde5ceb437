import type { Call, Expression, LoopControl, Output, SetBlock, Statement, Target, Text } from '../ast.ts';
import { TemplateSyntaxError } from '../front/syntax-error.ts';
import { captureSymbols, withSymbols } from './analysis.ts';
import { type Emitter, type Frame, literal } from './emitter.ts';
import {
  callCode,
  conditionCode,
  expressionCode,
  filterCode,
  mayEnd,
  nameCode,
  textCode,
} from './expressions.ts';
import { callerCode, macroValueCode } from './functions.ts';
import { forCode } from './loops.ts';
import { outputValuesCode } from './native-output.ts';
import type { Symbols } from './symbols.ts';
import { declareVariables } from './variables.ts';

/** Assigns code to a target. */
function assignCode(emitter: Emitter, target: Target, value: string, frame: Frame): void {
  if (target.kind === 'name') emitter.write(`${frame.symbols.find(target.name)}=${value};`);
  else if (target.kind === 'namespace target') {
    const object = nameCode(target.name, frame);
    emitter.write(`setAttribute(${object},${literal(target.attribute)},${value},${emitter.mark(target)});`);
  } else {
    const parts = emitter.temporary();
    emitter.write(`${parts}=unpack(${value},${target.items.length},${emitter.mark(target)});`);
    target.items.forEach((item, index) => {
      assignCode(emitter, item, `${parts}[${index}]`, frame);
    });
  }
}

function textStatement(emitter: Emitter, node: Text, frame: Frame): void {
  const { variable, kind } = frame.buffer;
  const text = emitter.text(node.text);
  if (kind === 'traced') emitter.write(`${variable}.text(${text},${emitter.place(node)});`);
  else emitter.write(kind === 'values' ? `${variable}.push(${text});` : `${variable}+=${text};`);
}

/** Writes a call whose text keeps its origins; a conditional expression passes the wish on to its branches. */
function tracedCode(emitter: Emitter, node: Expression, slot: string, frame: Frame): string {
  if (node.kind === 'call') return callCode(emitter, node, frame, { slot });
  if (node.kind !== 'conditional' || node.otherwise === null) return expressionCode(emitter, node, frame);
  const test = conditionCode(emitter, node.test, { ...frame, soft: true });
  const branch = (each: Expression) => tracedCode(emitter, each, slot, { ...frame, soft: true });
  return `(${test}?${branch(node.value)}:${branch(node.otherwise)})`;
}

function tracedOutput(emitter: Emitter, node: Output, frame: Frame): void {
  const { variable } = frame.buffer;
  const place = emitter.place(node);
  if (node.value.kind !== 'call' && node.value.kind !== 'conditional') {
    emitter.write(`${variable}.value(${textCode(emitter, node.value, frame)},${place});`);
    return;
  }
  const slot = emitter.temporary();
  const value = tracedCode(emitter, node.value, slot, frame);
  emitter.write(
    `${slot}=new Slot();${variable}.value(str(${value},${emitter.mark(node)}),${place},${slot});`,
  );
}

/** `return(x)` as a statement: an error thrown for each return would cost more than all else that most macros do. */
function endingCode(emitter: Emitter, node: Call, frame: Frame, slot?: string): string {
  const value = emitter.temporary();
  const code = callCode(emitter, node, frame, { ...(slot === undefined ? {} : { slot }), mayEnd: true });
  emitter.write(`if((${value}=${code})instanceof ReturnSignal)return ${value};`);
  return value;
}

/** The same where the text of a call is put out, as it is unless the macro ends. */
function endingOutput(emitter: Emitter, node: Output, call: Call, frame: Frame): void {
  const { variable, kind } = frame.buffer;
  if (kind !== 'traced') {
    emitter.write(`${variable}+=str(${endingCode(emitter, call, frame)},${emitter.mark(call)});`);
    return;
  }
  const place = emitter.place(node);
  const slot = emitter.temporary();
  emitter.write(`${slot}=new Slot();`);
  const value = endingCode(emitter, call, frame, slot);
  emitter.write(`${variable}.value(str(${value},${emitter.mark(node)}),${place},${slot});`);
}

function outputStatement(emitter: Emitter, node: Output, frame: Frame): void {
  if (mayEnd(emitter, node.value)) endingOutput(emitter, node, node.value, frame);
  else if (frame.buffer.kind === 'traced') tracedOutput(emitter, node, frame);
  else if (frame.buffer.kind === 'values') outputValuesCode(emitter, node, frame);
  else {
    const { variable, isOuter = false } = frame.buffer;
    emitter.write(`${variable}+=${textCode(emitter, node.value, { ...frame, isShown: isOuter })};`);
  }
}

/** Adds a text that was computed to the output. */
function addText(emitter: Emitter, code: string, node: Statement, frame: Frame): void {
  const { variable, kind } = frame.buffer;
  if (kind === 'traced') emitter.write(`${variable}.value(${code},${emitter.place(node)});`);
  else emitter.write(kind === 'values' ? `${variable}.push(${code});` : `${variable}+=${code};`);
}

/** The result of a block, which has to be text where text is collected. */
function resultCode(
  emitter: Emitter,
  { code, node, frame }: { readonly code: string; readonly node: Expression; readonly frame: Frame },
): string {
  return frame.buffer.kind === 'values' ? code : emitter.blockText(code, node, frame.buffer);
}

/** Renders statements into a variable of their own: `{% set %}` and `{% filter %}` blocks. */
function captureCode(
  emitter: Emitter,
  {
    body,
    symbols,
    frame,
  }: { readonly body: readonly Statement[]; readonly symbols: Symbols; readonly frame: Frame },
): string {
  const variable = emitter.temporary();
  const failures = { variable: emitter.temporary(), used: false };
  const code = emitter.captured(() => {
    declareVariables(emitter, symbols);
    const buffer = { variable, kind: 'text', failures } as const;
    statementsCode(emitter, body, { ...frame, symbols, soft: false, buffer });
  });
  emitter.write(`${variable}="";`);
  if (failures.used) emitter.write(`${failures.variable}={first:null};`);
  emitter.write(code);
  if (failures.used) emitter.write(`joinBlocks(${failures.variable});`);
  return variable;
}

function setBlock(emitter: Emitter, node: SetBlock, frame: Frame): void {
  const symbols = captureSymbols(frame.symbols, node.body, node.filter);
  const result = emitter.temporary();
  emitter.write('{');
  const text = captureCode(emitter, { body: node.body, symbols, frame });
  const value =
    node.filter === null
      ? text
      : filterCode(emitter, { node: node.filter, value: text }, { ...frame, symbols });
  emitter.write(`${result}=${value};}`);
  assignCode(emitter, node.target, result, frame);
}

function loopControl(emitter: Emitter, node: LoopControl): void {
  if (emitter.function.loops === 0) {
    const message = node.kind === 'break' ? "'break' outside loop" : "'continue' not properly in loop";
    throw new TemplateSyntaxError(message, node, 'SyntaxError');
  }
  emitter.write(`${node.kind};`);
}

/** What each kind of statement turns into. */
const GENERATORS: {
  readonly [Kind in Statement['kind']]: (
    emitter: Emitter,
    node: Extract<Statement, { kind: Kind }>,
    frame: Frame,
  ) => void;
} = {
  text: textStatement,
  output: outputStatement,
  if(emitter, node, frame) {
    emitter.write(`if(${conditionCode(emitter, node.test, { ...frame, soft: true })}){`);
    statementsCode(emitter, node.body, { ...frame, soft: true });
    emitter.write('}');
    if (node.otherwise.length === 0) return;
    emitter.write('else{');
    statementsCode(emitter, node.otherwise, { ...frame, soft: true });
    emitter.write('}');
  },
  for: forCode,
  set(emitter, node, frame) {
    assignCode(emitter, node.target, expressionCode(emitter, node.value, frame), frame);
  },
  'set block': setBlock,
  do(emitter, node, frame) {
    if (mayEnd(emitter, node.value)) endingCode(emitter, node.value, frame);
    else emitter.write(`${expressionCode(emitter, node.value, frame)};`);
  },
  macro(emitter, node, frame) {
    emitter.write(
      `${frame.symbols.find(node.name)}=${macroValueCode(emitter, node, { symbols: frame.symbols, isRoot: false })};`,
    );
  },
  'call block'(emitter, node, frame) {
    const caller = emitter.temporary();
    emitter.write(`${caller}=${callerCode(emitter, node, frame)};`);
    if (frame.buffer.kind !== 'traced') {
      const code = callCode(emitter, node.call, frame, { caller });
      addText(emitter, resultCode(emitter, { code, node: node.call, frame }), node, frame);
      return;
    }
    const slot = emitter.temporary();
    const value = callCode(emitter, node.call, frame, { caller, slot });
    const place = emitter.place(node.call);
    emitter.write(
      `${slot}=new Slot();${frame.buffer.variable}.value(${emitter.blockText(value, node.call, frame.buffer)},${place},${slot});`,
    );
  },
  'filter block'(emitter, node, frame) {
    const symbols = captureSymbols(frame.symbols, node.body, node.filter);
    emitter.write('{');
    const text = captureCode(emitter, { body: node.body, symbols, frame });
    const code = filterCode(emitter, { node: node.filter, value: text }, { ...frame, symbols });
    addText(emitter, resultCode(emitter, { code, node: node.filter, frame }), node, frame);
    emitter.write('}');
  },
  with(emitter, node, frame) {
    const values = node.values.map((value) => {
      const variable = emitter.temporary();
      emitter.write(`${variable}=${expressionCode(emitter, value, frame)};`);
      return variable;
    });
    const symbols = withSymbols(frame.symbols, node.targets, node.body);
    const inner: Frame = { ...frame, symbols, soft: false };
    emitter.write('{');
    for (const [variable, load] of symbols.loads)
      if (load.from === 'parameter') emitter.write(`let ${variable};`);
    declareVariables(emitter, symbols);
    node.targets.forEach((target, index) => {
      assignCode(emitter, target, values[index] as string, inner);
    });
    statementsCode(emitter, node.body, inner);
    emitter.write('}');
  },
  break: loopControl,
  continue: loopControl,
  block(emitter, node, frame) {
    emitter.write('{');
    const symbols = captureSymbols(frame.symbols, node.body, null);
    declareVariables(emitter, symbols);
    statementsCode(emitter, node.body, { ...frame, symbols, soft: false });
    emitter.write('}');
  },
  load(emitter, node) {
    emitter.write(`noLoader(${emitter.mark(node)});`);
  },
};

/** Generates a list of statements. */
export function statementsCode(emitter: Emitter, body: readonly Statement[], frame: Frame): void {
  for (const node of body) {
    const generate = GENERATORS[node.kind] as (emitter: Emitter, node: Statement, frame: Frame) => void;
    generate(emitter, node, frame);
  }
}
