import type { SourceText } from '../diagnostics/index.ts';
import type { Macro, TemplateTree } from './ast.ts';
import type { Variant } from './codegen/emitter.ts';
import { type Generated, generateMacro, generateTemplate } from './codegen/generate.ts';
import { FILTERS } from './filters/index.ts';
import { NATIVE_FILTERS } from './native/markers.ts';
import { CHAINABLE, STRICT } from './runtime/access.ts';
import type { Context } from './runtime/context.ts';
import type { CodeFrame } from './runtime/frame.ts';
import { createRuntime, RUNTIME_NAMES } from './runtime/runtime.ts';
import { TESTS } from './tests/index.ts';

/** A template or macro as a function, with the frame under which its errors are reported. */
export interface Compiled {
  readonly run: (context: Context) => unknown;
  readonly frame: CodeFrame;
}

export interface CompileOptions extends Variant {
  readonly source: SourceText;
  /** Undefined names swallow attributes, items and calls. */
  readonly chainableUndefined: boolean;
}

const environmentsWith = (filters: typeof FILTERS) => ({
  chainable: { filters, tests: TESTS, undefinedOf: CHAINABLE },
  strict: { filters, tests: TESTS, undefinedOf: STRICT },
});

const ENVIRONMENTS = { native: environmentsWith(NATIVE_FILTERS), plain: environmentsWith(FILTERS) } as const;

type Make = (runtime: unknown, texts: readonly string[]) => Compiled['run'];

/** How many functions are kept: most models of a project are templates of a few forms. */
const KEPT = 1024;

const makers = new Map<string, Make>();

/** Code as a function. This is the one place where code is made from text. */
function makerOf(body: string): Make {
  const known = makers.get(body);
  if (known !== undefined) return known;
  // Declaring only what occurs saves the JavaScript engine much of its work.
  const used = RUNTIME_NAMES.filter((name) => body.includes(name));
  const make = new Function('rt', 'K', `"use strict";const {${used.join(',')}}=rt;${body}`) as Make;
  if (makers.size >= KEPT) makers.delete(makers.keys().next().value as string);
  makers.set(body, make);
  return make;
}

/** Turns generated code into the function of one template. */
function instantiate(generated: Generated, options: CompileOptions): Compiled {
  const { source, asynchronous } = options;
  const environment =
    ENVIRONMENTS[options.native ? 'native' : 'plain'][options.chainableUndefined ? 'chainable' : 'strict'];
  const runtime = createRuntime({ environment, source, asynchronous, spans: generated.spans });
  const run = makerOf(generated.body)(runtime, generated.texts);
  return { run, frame: { name: null, source, spans: generated.spans } };
}

/** Compiles a template to a function `(context) => text`, `Promise<Output>`, or list of values. */
export function compileTemplate(tree: TemplateTree, options: CompileOptions): Compiled {
  return instantiate(generateTemplate(tree, options), options);
}

/** Compiles a macro to a function `(context) => macro`. */
export function compileMacro(macro: Macro, options: CompileOptions): Compiled {
  return instantiate(generateMacro(macro, options), options);
}
