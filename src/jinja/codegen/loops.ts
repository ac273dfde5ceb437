import type { For, Statement, Target } from '../ast.ts';
import { TemplateSyntaxError } from '../front/syntax-error.ts';
import { analyzeBody, assigns, loopSymbols, undeclared } from './analysis.ts';
import type { Emitter, Frame } from './emitter.ts';
import { conditionCode, expressionCode } from './expressions.ts';
import type { Symbols } from './symbols.ts';
import { declareVariables } from './variables.ts';

/** Declares the loop's targets with the parts of an item. */
function declareTargets(emitter: Emitter, target: Target, item: string, symbols: Symbols): void {
  if (target.kind === 'name') emitter.write(`let ${symbols.find(target.name)}=${item};`);
  else if (target.kind === 'tuple target') {
    const parts = emitter.identifier('u');
    emitter.write(`const ${parts}=unpack(${item},${target.items.length},${emitter.mark(target)});`);
    target.items.forEach((each, index) => {
      declareTargets(emitter, each, `${parts}[${index}]`, symbols);
    });
  }
}

function requireAssignable(node: For): void {
  const whole: Statement[] = [node];
  if (!assigns(whole, 'loop')) return;
  throw new TemplateSyntaxError(
    "Can't assign to special loop variable in for-loop target",
    node,
    'TemplateAssertionError',
  );
}

/** The items that pass the loop's own test. */
function filteredItems(emitter: Emitter, node: For, items: string, frame: Frame): string {
  if (node.test === null) return items;
  const symbols = loopSymbols(frame.symbols, {
    target: node.target,
    extended: false,
    body: [],
    test: node.test,
  });
  const kept = emitter.identifier('f');
  const item = emitter.identifier('x');
  emitter.write(`const ${kept}=[];for(const ${item} of ${items}){tick(C);`);
  declareTargets(emitter, node.target, item, symbols);
  declareVariables(emitter, symbols);
  emitter.write(`if(${conditionCode(emitter, node.test, { ...frame, symbols })})${kept}.push(${item});}`);
  return kept;
}

interface LoopParts {
  /** Code of the value that is iterated. */
  readonly iterable: string;
  /** Code of the nesting depth of a recursive loop, from 0. */
  readonly depth: string;
  /** The function that renders a recursive loop. */
  readonly recurse: string | null;
}

function loopBody(emitter: Emitter, node: For, parts: LoopParts, frame: Frame): void {
  const extended = node.recursive || undeclared(node.body, ['loop']).has('loop');
  const symbols = loopSymbols(frame.symbols, { target: node.target, extended, body: node.body, test: null });
  const source = emitter.identifier('a');
  const value = emitter.identifier('v');
  const guard = emitter.identifier('g');
  emitter.write(
    `{const ${value}=${parts.iterable};const ${source}=iterate(${value},${emitter.mark(node.iterable)});`,
  );
  emitter.write(`const ${guard}=sizeGuard(${value});`);
  const items = filteredItems(emitter, node, source, frame);
  const index = emitter.identifier('i');
  const unentered = emitter.identifier('e');
  const loop = symbols.find('loop');
  if (node.otherwise.length > 0) emitter.write(`let ${unentered}=true;`);
  if (extended) emitter.write(`const ${loop}=loopOf(${items},${parts.depth},${parts.recurse ?? 'null'});`);
  const place = emitter.place(node.iterable);
  emitter.write(
    `for(let ${index}=0;(${guard}===null||${guard}(L=${place})),${index}<${items}.length;${index}++){tick(C);`,
  );
  if (extended) emitter.write(`${loop}.position=${index};`);
  declareTargets(emitter, node.target, `${items}[${index}]`, symbols);
  declareVariables(emitter, symbols);
  emitter.function.loops++;
  emitter.statements(node.body, { ...frame, symbols, soft: false });
  emitter.function.loops--;
  emitter.write(node.otherwise.length > 0 ? `${unentered}=false;}` : '}');
  if (node.otherwise.length > 0) {
    emitter.write(`if(${unentered}){`);
    const elseSymbols = analyzeBody(node.otherwise, frame.symbols.inner());
    declareVariables(emitter, elseSymbols);
    emitter.statements(node.otherwise, { ...frame, symbols: elseSymbols, soft: false });
    emitter.write('}');
  }
  emitter.write('}');
}

/** A loop that renders itself for nested items is a function of its own. */
function recursiveLoop(emitter: Emitter, node: For, frame: Frame): void {
  const name = emitter.identifier('r');
  const body = emitter.functionBody('F', 'nothing', () => {
    emitter.write('let o="";');
    const inner: Frame = { ...frame, buffer: { variable: 'o', kind: 'text' } };
    loopBody(
      emitter,
      node,
      { iterable: 'items', depth: 'depth', recurse: `(each)=>${name}(each,depth+1)` },
      inner,
    );
    emitter.returnText('o');
  });
  emitter.write(`const ${name}=${emitter.functionKeyword}(items,depth){${body}};`);
  const iterable = expressionCode(emitter, node.iterable, frame);
  const wait = emitter.variant.asynchronous ? 'await ' : '';
  const { variable, kind } = frame.buffer;
  const result = `${wait}${name}(${iterable},0)`;
  const place = emitter.place(node);
  const add = {
    text: `${variable}+=${result};`,
    values: `${variable}.push(${result});`,
    traced: `${variable}.value(${result},${place});`,
  };
  emitter.write(add[kind]);
}

/** `{% for %}`. */
export function forCode(emitter: Emitter, node: For, frame: Frame): void {
  requireAssignable(node);
  if (node.recursive) {
    recursiveLoop(emitter, node, frame);
    return;
  }
  const iterable = expressionCode(emitter, node.iterable, frame);
  loopBody(emitter, node, { iterable, depth: '0', recurse: null }, frame);
}
