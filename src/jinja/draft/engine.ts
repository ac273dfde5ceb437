import { Float } from '../../base/index.ts';
import { DiagnosticError, diagnostic, lineSpan, type SourceText, type Span } from '../../diagnostics/index.ts';
import type { Block, BlockKind, Jinja, MacroTemplate, Scope, StaticCall, Template } from '../contract.ts';
import { PyDict, PySet } from '../values/dict.ts';
import { isDict, mappingEntries } from '../values/mapping.ts';
import { PyIterator, PyView, Namespace } from '../values/collections.ts';
import { CALL, GETATTR, hostFunction, type Keywords, TYPE, STR } from '../values/protocol.ts';
import { PythonError } from '../values/python-error.ts';
import { ReturnSignal } from '../values/return-signal.ts';
import { PyTuple } from '../values/tuple.ts';
import { ChainableUndefined, Undefined } from '../values/undefined.ts';
import * as B from './builtins.ts';
import { Compiler, Context, Parser, renameMacros } from './own.ts';
import * as P from './pyrt.ts';

/** Options of the engine. */
export interface JinjaOptions {
  /** Plain Jinja: macros can be called by name in the template that defines them. dbt's macros only go through the scope. */
  readonly localMacros?: boolean;
}

const environment = B.env();

/** Python's `str`. */
export const strOf = (value: unknown): string => P.str(value);
export const reprOf = (value: unknown): string => P.repr(value);
export const truthOf = (value: unknown): boolean => P.truth(value);
export const typeNameOf = (value: unknown): string => P.typeName(value);
export const lengthOf = (value: unknown): number => P.len(value);
export const iterate = (value: unknown): unknown[] => P.iter(value);
export const equalOf = (a: unknown, b: unknown): boolean => P.eq(a, b);
export const getAttribute = (value: unknown, name: string): unknown => P.getattr(value, name);
export const getItem = (value: unknown, key: unknown): unknown => P.getitem(value, key);
export const isCallable = (value: unknown): boolean => P.isCallable(value);
/** Calls a callable runtime value: the result, or a promise of it. */
export const callValue = (callee: unknown, positional: readonly unknown[] = [], keywords: Keywords = {}): unknown => P.call(callee, [...positional], keywords);

/** Python's `json.dumps`. */
export function toJson(value: unknown, options: { readonly sortKeys?: boolean; readonly indent?: number | null } = {}): string {
  return B.json(value, { sort: options.sortKeys ?? false, indent: options.indent ?? null });
}

/** A runtime value as plain data: dicts become objects, tuples and sets arrays; floats keep their box. */
export function toPlain(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Float) return value;
  if (value instanceof Undefined) return null;
  if (Array.isArray(value) || value instanceof PySet) return Array.from(value as Iterable<unknown>, toPlain);
  if (value instanceof PyView) return value.toArray().map(toPlain);
  if (value instanceof PyIterator) return value.rest().map(toPlain);
  if (value instanceof Namespace) return toPlain(value.attributes);
  if (isDict(value)) {
    const object: Record<string, unknown> = {};
    for (const [key, item] of mappingEntries(value))
      Object.defineProperty(object, typeof key === 'string' ? key : P.str(key), { value: toPlain(item), writable: true, enumerable: true, configurable: true });
    return object;
  }
  return value;
}

/** Plain data as fresh runtime values that templates may change. */
export function fromPlain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value instanceof PyTuple ? value : value.map(fromPlain);
  if (value instanceof Map) return PyDict.from([...value].map(([k, v]) => [k, fromPlain(v)] as const));
  if (value instanceof PyDict) return PyDict.from(value.entries().map(([k, v]) => [k, fromPlain(v)] as const));
  if (isDict(value)) return PyDict.from(mappingEntries(value).map(([k, v]) => [k, fromPlain(v)] as const));
  return value;
}

/** dbt's `return(x)`. */
export const returnFunction: unknown = hostFunction('return', (positional, keywords) => {
  throw new ReturnSignal(positional.length > 0 ? positional[0] : (keywords['data'] ?? null));
});

export const namespaceFunction: unknown = B.globals['namespace'];

type Compiled = (context: unknown) => unknown;

function toDiagnostic(error: unknown, source: SourceText): unknown {
  const line = (error as { line?: number; frames?: { line: number }[] }).line ?? (error as { frames?: { line: number }[] }).frames?.at(-1)?.line ?? 1;
  if (error instanceof PythonError) {
    const syntax = error.type.startsWith('Template') && error.type !== 'TemplateRuntimeError';
    const undefinedName = error.type === 'UndefinedError';
    return new DiagnosticError(
      diagnostic(syntax ? 'J001' : undefinedName ? 'J002' : 'J003', error.message, {
        span: lineSpan(source, line),
        exception: error.type,
        dbtMessage: undefinedName
          ? `${error.message}. This can happen when calling a macro that does not exist. Check for typos and/or install package dependencies with "dbt deps".`
          : error.message,
      }),
    );
  }
  return error;
}

function guard<T>(source: SourceText, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toDiagnostic(error, source);
  }
}

function compile(ast: unknown, name: string, isAsync: boolean): Compiled {
  const js = new Compiler(name, isAsync).compile(ast as never);
  const local = (v: unknown, n: string) => (v === undefined ? new Undefined(n) : v);
  const resolve = (ctx: { get(n: string): unknown; UndefinedClass: typeof Undefined }, n: string) => {
    const v = ctx.get(n);
    return v === undefined ? new ctx.UndefinedClass(n) : v;
  };
  return new Function('P', 'B', 'env', 'R', 'P2', 'TPL', js)(P, B, environment, resolve, local, name) as Compiled;
}

function templateOf(source: SourceText, options: JinjaOptions): Template {
  const ast = guard(source, () => new Parser(source.text, source.path).parse());
  if (!options.localMacros) renameMacros(ast, { __proto__: null } as never);
  let sync: Compiled | null = null;
  let async_: Compiled | null = null;
  const context = (scope: Scope, chainable: boolean | undefined) => new Context(scope as never, environment.globals, (chainable ? ChainableUndefined : Undefined) as never);
  return {
    source,
    renderSync: (scope, o = {}) => guard(source, () => (sync ??= compile(ast, source.path, false))(context(scope, o.chainableUndefined)) as string),
    render: async (scope, o = {}) => {
      try {
        async_ ??= compile(ast, source.path, true);
        const text = (await async_(context(scope, o.chainableUndefined))) as string;
        return { text, segments: [{ start: 0, origin: { source, start: 0, end: source.text.length }, verbatim: text === source.text, stack: [] }] };
      } catch (error) {
        throw toDiagnostic(error, source);
      }
    },
    renderNative(scope, o = {}) {
      const nodes = (ast as unknown as { b: { t: string; e: unknown }[] }).b;
      if (nodes.length === 1 && nodes[0]?.t === 'Out') {
        let value: unknown;
        const capture = { get: (n: string) => (n === '__capture' ? hostFunction('capture', ([v]) => { value = v; return ''; }) : scope.get(n)) };
        const call = { t: 'Template', l: 1, b: [{ t: 'Out', l: 1, e: { t: 'Call', l: 1, f: { t: 'Name', l: 1, v: '__capture' }, a: [nodes[0].e], kw: [], dyn: null, dkw: null } }] };
        guard(source, () => compile(call, source.path, false)(context(capture, o.chainableUndefined)));
        return value;
      }
      return this.renderSync(scope, o);
    },
  };
}

const BLOCK = /\{%-?\s*(macro|materialization|test|data_test|snapshot|docs|analysis)\s+([A-Za-z_]\w*)/g;

function scan(source: SourceText, kinds: readonly BlockKind[]): Block[] {
  const found: Block[] = [];
  const text = source.text.replace(/\{#[\s\S]*?#\}/g, (c) => ' '.repeat(c.length));
  for (const match of text.matchAll(BLOCK)) {
    const kind = match[1] as BlockKind;
    if (!kinds.includes(kind)) continue;
    const end = new RegExp(`\\{%-?\\s*end${kind}\\s*-?%\\}`, 'g');
    end.lastIndex = match.index;
    const close = end.exec(text);
    if (close === null) throw new DiagnosticError(diagnostic('J006', `Reached EOF without finding a close tag for ${kind}`, { span: { source, start: match.index, end: match.index + match[0].length } }));
    const open = text.indexOf('%}', match.index) + 2;
    found.push({ kind, name: match[2] as string, span: { source, start: match.index, end: close.index + close[0].length }, contents: { source, start: open, end: close.index } });
  }
  return found;
}

interface DraftMacro { name: string; kind: string | null; sig: { n: string; d: unknown }[]; opts?: Record<string, { t: string; v?: unknown; items?: { v: unknown }[] }>; b: unknown[]; t: string }

function macrosOf(source: SourceText): MacroTemplate[] {
  return scan(source, ['macro', 'materialization', 'test', 'data_test']).map((block) => {
    const text = source.text.slice(block.span.start, block.span.end);
    const ast = guard(source, () => new Parser(text, source.path).parse()) as unknown as { b: DraftMacro[] };
    const macro = ast.b.find((node) => node.t === 'Macro') as DraftMacro;
    const variants: { sync?: Compiled; async?: Compiled } = {};
    const adapter = macro.opts?.['adapter']?.v ?? null;
    macro.kind = null;
    return {
      kind: block.kind,
      name: block.name,
      adapter: block.kind === 'materialization' ? ((adapter as string | null) ?? 'default') : null,
      supportedLanguages: block.kind === 'materialization' ? (macro.opts?.['supported_languages']?.items?.map((item) => String(item.v)) ?? ['sql']) : null,
      parameters: macro.sig.map((parameter) => ({ name: parameter.n, hasDefault: parameter.d !== null, type: null })),
      span: block.span,
      contents: block.contents,
      calls: callsOf(macro.b),
      bind(scope: Scope, { sync }: { readonly sync: boolean }) {
        const run = (positional: readonly unknown[], keywords: Keywords): unknown => {
          const key = sync ? 'sync' : 'async';
          variants[key] ??= compile(ast, source.path, !sync);
          const context = new Context({ get: (n: string) => (n === macro.name ? undefined : scope.get(n)) } as never, environment.globals);
          const settle = (error: unknown): unknown => {
            if (error instanceof ReturnSignal) return error.value;
            throw toDiagnostic(error, source);
          };
          const inner = () => P.call((context as { vars: Record<string, unknown> }).vars[macro.name], [...positional], keywords);
          if (sync) {
            try {
              variants[key](context);
              return inner();
            } catch (error) {
              return settle(error);
            }
          }
          return (variants[key](context) as Promise<unknown>).then(inner).catch(settle);
        };
        return Object.freeze({
          [CALL]: run,
          [TYPE]: 'Macro',
          [STR]: () => `<Macro '${block.name}'>`,
          [GETATTR]: (n: string) => (n === 'name' ? block.name : n === 'arguments' ? PyTuple.of_(macro.sig.map((p) => p.n)) : undefined),
        });
      },
    };
  });
}

interface Any { t?: string; f?: { t: string; v?: string; n?: { t: string; v?: string }; a?: string }; a?: { t: string; v: unknown }[]; kw?: [string, { t: string; v: unknown }][] }

function callsOf(nodes: unknown): MacroTemplate['calls'] {
  const calls: MacroTemplate['calls'][number][] = [];
  const walk = (x: unknown): void => {
    if (x === null || typeof x !== 'object') return;
    if (Array.isArray(x)) return x.forEach(walk);
    const node = x as Any;
    if (node.t === 'Call') {
      const f = node.f as NonNullable<Any['f']>;
      if (f.t === 'Name') calls.push({ path: [f.v as string], dispatch: null });
      else if (f.t === 'Attr' && f.n?.t === 'Name') {
        const dispatch = f.n.v === 'adapter' && f.a === 'dispatch';
        const keyword = (k: string) => node.kw?.find(([n]) => n === k)?.[1].v as string | undefined;
        const arg = (i: number) => (node.a?.[i]?.t === 'Const' ? (node.a[i].v as string) : undefined);
        const macroName = arg(0) ?? keyword('macro_name');
        calls.push({ path: [f.n.v as string, f.a as string], dispatch: dispatch && macroName ? { macroName, macroNamespace: arg(1) ?? keyword('macro_namespace') ?? null } : null });
      }
    }
    Object.values(x).forEach(walk);
  };
  walk(nodes);
  return calls;
}

/** The template engine. */
export function createJinja(options: JinjaOptions = {}): Jinja {
  return {
    parseTemplate: (source) => templateOf(source, options),
    parseMacros: macrosOf,
    scanBlocks: scan,
    extractStaticCalls: (): readonly StaticCall[] | null => null,
  };
}
export type { Span };
