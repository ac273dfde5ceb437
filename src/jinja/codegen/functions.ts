import type { CallBlock, Macro, Parameter, Statement } from '../ast.ts';
import { TemplateSyntaxError } from '../front/syntax-error.ts';
import { macroSymbols, undeclared } from './analysis.ts';
import { type Emitter, type Frame, literal, type Returns } from './emitter.ts';
import { expressionCode } from './expressions.ts';
import type { Symbols } from './symbols.ts';
import { declareVariables } from './variables.ts';

/** Names that a macro receives without declaring them, in the order in which it is given them. */
const SPECIAL = ['caller', 'kwargs', 'varargs'] as const;

function specialParameters(node: Macro | CallBlock): string[] {
  const used = undeclared(node.body, SPECIAL);
  const declared = node.parameters.map(({ name }) => name);
  const caller = node.parameters.find(({ name }) => name === 'caller');
  if (used.has('caller') && caller !== undefined && caller.fallback === null) {
    throw new TemplateSyntaxError(
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
      node,
      'TemplateAssertionError',
    );
  }
  return SPECIAL.filter((name) => used.has(name) && !declared.includes(name));
}

/** Gives every parameter that was not passed its default, in order: later defaults see earlier parameters. */
function defaultsCode(emitter: Emitter, parameters: readonly Parameter[], frame: Frame): void {
  for (const { name, fallback } of parameters) {
    const variable = frame.symbols.find(name) as string;
    const value =
      fallback === null
        ? `notProvided(${literal(name)})`
        : expressionCode(emitter, fallback, { ...frame, symbols: withChecks(frame.symbols, parameters) });
    emitter.write(`if(${variable}===undefined)${variable}=${value};`);
  }
}

/** Within defaults, parameters may still be without a value. */
function withChecks(symbols: Symbols, parameters: readonly Parameter[]): Symbols {
  const checked = symbols.copy();
  for (const { name } of parameters) checked.loads.set(checked.find(name) as string, { from: 'nothing' });
  return checked;
}

interface MacroParts {
  readonly name: string | null;
  readonly frameName: string;
  readonly parameters: readonly Parameter[];
  readonly special: readonly string[];
  readonly body: readonly Statement[];
  readonly returns: Returns;
}

function macroCode(emitter: Emitter, parts: MacroParts, parent: Symbols): string {
  const symbols = macroSymbols(parent, parts);
  const names = [...parts.parameters.map(({ name }) => name), ...parts.special];
  const variables = names.map((name) => symbols.find(name) as string);
  const traced = emitter.variant.asynchronous;
  const frame: Frame = { symbols, buffer: { variable: 'o', kind: traced ? 'traced' : 'text' }, soft: false };
  const frameVariable = emitter.hoist(`frameOf(${parts.frameName})`);
  const body = emitter.functionBody(frameVariable, parts.returns, () => {
    emitter.write(traced ? 'const o=new Output();' : 'let o="";');
    emitter.write(`const F=${frameVariable};`);
    declareVariables(emitter, symbols);
    defaultsCode(emitter, parts.parameters, frame);
    emitter.statements(parts.body, frame);
    emitter.returnText(traced ? 'o.finish(T,F,C)' : 'o');
  });
  const shape = {
    name: parts.name,
    parameters: parts.parameters.map(({ name }) => name),
    caller: parts.special.includes('caller'),
    kwargs: parts.special.includes('kwargs'),
    varargs: parts.special.includes('varargs'),
  };
  const code = `${emitter.functionKeyword}(${['T', ...variables].join(',')}){${body}}`;
  return `macro(${JSON.stringify(shape)},${code},C,${macroUsesCaller(parts)})`;
}

/** Whether `caller` is a declared parameter that the body reads: the macro accepts it then as well. */
function macroUsesCaller({ parameters, special, body }: MacroParts): boolean {
  if (special.includes('caller')) return true;
  return parameters.some(({ name }) => name === 'caller') && undeclared(body, ['caller']).has('caller');
}

/** The macro of a `{% macro %}` block, or of one of dbt's blocks, as a runtime value. */
export function macroValueCode(
  emitter: Emitter,
  node: Macro,
  options: { readonly symbols: Symbols; readonly isRoot: boolean },
): string {
  const parts = {
    name: node.name,
    frameName: options.isRoot ? 'null' : literal(node.name),
    parameters: macroParameters(node),
    special: specialParameters(node),
    body: node.body,
    returns: options.isRoot ? ('value' as const) : ('origin' as const),
  };
  return macroCode(emitter, parts, options.symbols);
}

/** A materialization has one parameter, which nobody passes. */
function macroParameters(node: Macro): readonly Parameter[] {
  if (node.block !== 'materialization') return node.parameters;
  const fallback = node.options.get('supported_languages') ?? {
    kind: 'list' as const,
    items: [{ kind: 'constant' as const, value: 'sql', start: node.start, end: node.start }],
    start: node.start,
    end: node.start,
  };
  return [{ name: 'supported_languages', fallback, type: null }];
}

/** The `caller` of a call block. */
export function callerCode(emitter: Emitter, node: CallBlock, frame: Frame): string {
  const parts = {
    name: null,
    frameName: literal('caller'),
    parameters: node.parameters,
    special: specialParameters(node),
    body: node.body,
    returns: 'nothing' as const,
  };
  return macroCode(emitter, parts, frame.symbols);
}
