import type { SourceText } from '../diagnostics/index.ts';
import type { TemplateTree } from './ast.ts';
import { callKeywords } from './blocks/call-keywords.ts';
import { type Compiled, type CompileOptions, compileTemplate } from './compile.ts';
import type { Rendered, RenderOptions, Scope, Template } from './contract.ts';
import { diagnose } from './diagnose.ts';
import { nativeValue } from './native/pieces.ts';
import { type Context, createContext, enter, leave } from './runtime/context.ts';
import type { Output } from './runtime/output.ts';

type VariantName = 'sync' | 'async' | 'native';

const VARIANTS = {
  sync: { asynchronous: false, native: false },
  async: { asynchronous: true, native: false },
  native: { asynchronous: false, native: true },
} as const;

/** Compiles variants when they are first asked for, and keeps them. */
class Variants {
  readonly #compiled = new Map<string, Compiled>();
  readonly #compile: (options: CompileOptions) => Compiled;
  readonly #source: SourceText;

  constructor(source: SourceText, compile: (options: CompileOptions) => Compiled) {
    this.#source = source;
    this.#compile = compile;
  }

  get(variant: VariantName, chainableUndefined: boolean): Compiled {
    const key = `${variant}${chainableUndefined}`;
    let compiled = this.#compiled.get(key);
    if (compiled === undefined) {
      compiled = this.#compile({ source: this.#source, ...VARIANTS[variant], chainableUndefined });
      this.#compiled.set(key, compiled);
    }
    return compiled;
  }
}

/** A context that has been entered. */
function open({ scope, options, source }: RenderRequest): Context {
  const context = createContext(scope, options.frameName ?? source.path);
  enter(context);
  return context;
}

function renderNow(variants: Variants, variant: VariantName, request: RenderRequest): unknown {
  let context: Context | undefined;
  try {
    const { run } = variants.get(variant, request.options.chainableUndefined ?? false);
    context = open(request);
    const result = run(context);
    return variant === 'native' ? nativeValue(result as unknown[]) : result;
  } catch (error) {
    throw diagnose(error, request.source);
  } finally {
    if (context !== undefined) leave(context);
  }
}

interface RenderRequest {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly options: RenderOptions;
}

async function renderLater(variants: Variants, request: RenderRequest): Promise<Rendered> {
  let context: Context | undefined;
  try {
    const { run, frame } = variants.get('async', request.options.chainableUndefined ?? false);
    context = open(request);
    const output = (await run(context)) as Output;
    return output.rendered(frame, context);
  } catch (error) {
    throw diagnose(error, request.source);
  } finally {
    if (context !== undefined) leave(context);
  }
}

/** A parsed template as others see it. */
export function createTemplate(tree: TemplateTree, source: SourceText): Template {
  const variants = new Variants(source, (each) => compileTemplate(tree, each));
  return Object.freeze({
    source,
    renderSync: (scope: Scope, renderOptions: RenderOptions = {}) =>
      renderNow(variants, 'sync', { source, scope, options: renderOptions }) as string,
    render: (scope: Scope, renderOptions: RenderOptions = {}) =>
      renderLater(variants, { source, scope, options: renderOptions }),
    renderNative: (scope: Scope, renderOptions: RenderOptions = {}) =>
      renderNow(variants, 'native', { source, scope, options: renderOptions }),
    callKeywords: (name: string) => callKeywords(tree, name),
  });
}
