import type { Macro, TemplateTree } from '../ast.ts';
import { analyzeBody } from './analysis.ts';
import { Emitter, type Variant } from './emitter.ts';
import { macroValueCode } from './functions.ts';
import { statementsCode } from './statements.ts';
import { Symbols } from './symbols.ts';
import { declareVariables } from './variables.ts';

/** Generated JavaScript: the body of a function of the runtime's names, and the places that it refers to. */
export interface Generated {
  readonly code: string;
  /** Pairs of offsets, by place. */
  readonly spans: readonly number[];
}

function finish(emitter: Emitter, root: string, names: readonly string[]): Generated {
  // In brackets it is compiled at once: it is called in any case, and would be read twice.
  const body = `const F=frameOf(null);${emitter.hoisted}return (${root});`;
  // Declaring only what occurs saves the JavaScript engine much of its work.
  const used = names.filter((name) => body.includes(name));
  return { code: `"use strict";const {${used.join(',')}}=rt;${body}`, spans: emitter.spans };
}

/** Code that makes a function `(context) => text`, or a promise of an `Output`, or a list of values. */
export function generateTemplate(tree: TemplateTree, variant: Variant, names: readonly string[]): Generated {
  const emitter = new Emitter(variant, statementsCode);
  const kind = variant.native ? 'values' : variant.asynchronous ? 'traced' : 'text';
  const start = { values: 'const o=[];', traced: 'const o=new Output();', text: 'let o="";' };
  const symbols = analyzeBody(tree.body, new Symbols(null));
  const body = emitter.functionBody('F', false, () => {
    emitter.write(start[kind]);
    declareVariables(emitter, symbols);
    emitter.statements(tree.body, { symbols, buffer: { variable: 'o', kind, isOuter: true }, soft: false });
    emitter.returnText('o');
  });
  return finish(emitter, `${emitter.functionKeyword} root(C){${body}}`, names);
}

/** Code that makes a function `(context) => macro`. */
export function generateMacro(macro: Macro, variant: Variant, names: readonly string[]): Generated {
  const emitter = new Emitter(variant, statementsCode);
  const value = macroValueCode(emitter, macro, { symbols: new Symbols(null), isRoot: true });
  return finish(emitter, `function root(C){return ${value};}`, names);
}
