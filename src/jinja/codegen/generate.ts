import type { Macro, TemplateTree } from '../ast.ts';
import { analyzeBody } from './analysis.ts';
import { Emitter, type Variant } from './emitter.ts';
import { macroValueCode } from './functions.ts';
import { statementsCode } from './statements.ts';
import { Symbols } from './symbols.ts';
import { declareVariables } from './variables.ts';

/** Generated JavaScript: the body of a function of the runtime (`rt`) and the texts (`K`), and the places that it refers to. */
export interface Generated {
  readonly body: string;
  /** Pairs of offsets, by place. */
  readonly spans: readonly number[];
  readonly texts: readonly string[];
}

function finish(emitter: Emitter, root: string): Generated {
  // In brackets it is compiled at once: it is called in any case, and would be read twice.
  const body = `const F=frameOf(null);${emitter.hoisted}return (${root});`;
  return { body, spans: emitter.spans, texts: emitter.texts };
}

/** Code that makes a function `(context) => text`, or a promise of an `Output`, or a list of values. */
export function generateTemplate(tree: TemplateTree, variant: Variant): Generated {
  const emitter = new Emitter(variant, statementsCode);
  const kind = variant.native ? 'values' : variant.asynchronous ? 'traced' : 'text';
  const start = { values: 'const o=[];', traced: 'const o=new Output();', text: 'let o="";' };
  const symbols = analyzeBody(tree.body, new Symbols(null));
  const body = emitter.functionBody('F', 'nothing', () => {
    emitter.write(start[kind]);
    declareVariables(emitter, symbols);
    emitter.statements(tree.body, { symbols, buffer: { variable: 'o', kind, isOuter: true }, soft: false });
    emitter.returnText('o');
  });
  return finish(emitter, `${emitter.functionKeyword} root(C){${body}}`);
}

/** Code that makes a function `(context) => macro`. */
export function generateMacro(macro: Macro, variant: Variant): Generated {
  const emitter = new Emitter(variant, statementsCode);
  const value = macroValueCode(emitter, macro, { symbols: new Symbols(null), isRoot: true });
  return finish(emitter, `function root(C){return ${value};}`);
}
