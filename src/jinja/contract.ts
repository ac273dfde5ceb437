import type { SourceText, Span, StackFrame } from '../diagnostics/index.ts';

/**
 * Names that a template can see. Looked up when the template runs, at most once per name and render for locals' sake;
 * `undefined` means there is no such name.
 */
export interface Scope {
  get(name: string): unknown;
  /** Told of each use of a name that does not exist, other than asking whether it does; only while rendering with waiting. */
  readonly onMissing?: ((name: string, span: Span) => void) | undefined;
}

/** A piece of rendered text and where it comes from; the shape of the domain's `SpanSegment`. */
export interface RenderedSegment {
  readonly start: number;
  readonly origin: Span;
  readonly verbatim: boolean;
  readonly stack: readonly StackFrame[];
}

export interface Rendered {
  readonly text: string;
  readonly segments: readonly RenderedSegment[];
}

export interface RenderOptions {
  /** Undefined names swallow attributes, items and calls, as while dbt parses. Default false. */
  readonly chainableUndefined?: boolean;
  /** Name of the outermost stack frame in errors, such as `model orders`. Default: the template's path. */
  readonly frameName?: string;
}

/** A parsed template. Each variant is compiled when it is first used, and kept. */
export interface Template {
  readonly source: SourceText;
  /** Renders without waiting: a host function that answers with a promise is an error here. */
  renderSync(scope: Scope, options?: RenderOptions): string;
  /** Renders, awaiting host functions, and records where each piece of text comes from. */
  render(scope: Scope, options?: RenderOptions): Promise<Rendered>;
  /** Evaluates to a value instead of text, as dbt does for YAML (`as_native`, `as_bool`, `as_number`). */
  renderNative(scope: Scope, options?: RenderOptions): unknown;
  /**
   * The keyword arguments of the first call of `name` in the text, unrendered: text literals without quotes, everything else
   * as dbt spells an expression. Null when there is no such call.
   */
  callKeywords(name: string): Readonly<Record<string, string>> | null;
}

export type BlockKind = 'macro' | 'materialization' | 'test' | 'data_test' | 'snapshot' | 'docs' | 'analysis';

/** A block as the scanner finds it: text outside blocks is not parsed. */
export interface Block {
  readonly kind: BlockKind;
  readonly name: string;
  /** From the opening tag to the end of the closing tag. */
  readonly span: Span;
  /** Between the tags. */
  readonly contents: Span;
}

export interface MacroParameter {
  readonly name: string;
  readonly hasDefault: boolean;
  /** The text of a `name: type` annotation. */
  readonly type: string | null;
}

/** A macro-like block, ready to be bound to a scope and called. */
export interface MacroTemplate {
  readonly kind: BlockKind;
  /** The name as written. */
  readonly name: string;
  /** `materialization NAME, adapter='duckdb'` or `default`; null otherwise. */
  readonly adapter: string | null;
  readonly supportedLanguages: readonly string[] | null;
  readonly parameters: readonly MacroParameter[];
  readonly span: Span;
  readonly contents: Span;
  /** Names that the body calls: `['run_query']`, `['dbt_utils', 'star']`, `['adapter', 'dispatch', ...]`; see `MacroCall`. */
  readonly calls: readonly MacroCall[];
  /**
   * The macro as a callable runtime value whose free names are looked up in `scope`. `sync` chooses the variant: calls of the
   * asynchronous one return promises. `return()` ends it with any value.
   */
  bind(scope: Scope, options: { readonly sync: boolean; readonly frameName?: string }): unknown;
}

/** A call found in a macro's text without running it, for `depends_on.macros`. */
export interface MacroCall {
  /** `foo(...)` → `['foo']`; `pkg.foo(...)` → `['pkg', 'foo']`. */
  readonly path: readonly string[];
  /** For `adapter.dispatch('name', 'namespace')`: the literal arguments. */
  readonly dispatch: { readonly macroName: string; readonly macroNamespace: string | null } | null;
}

/** A literal call found in a template without running it: `ref('a')`, `source('a', 'b')`, `config(x=1)`. */
export interface StaticCall {
  readonly name: string;
  readonly positional: readonly unknown[];
  readonly keywords: Readonly<Record<string, unknown>>;
  readonly span: Span;
}

/** What can be known of a macro without parsing it again: a program can keep this for macros that it ships. */
export interface KnownMacro
  extends Pick<MacroTemplate, 'kind' | 'name' | 'adapter' | 'supportedLanguages' | 'parameters' | 'calls'> {
  /** Offsets of the block, and of what stands between its tags. */
  readonly span: readonly [start: number, end: number];
  readonly contents: readonly [start: number, end: number];
}

/** Told of tags that stand outside of all blocks; nothing becomes of them. */
export type OnStrayTag = (tag: { readonly name: string; readonly span: Span }) => void;

/** The functions of this room. Syntax errors are thrown as `DiagnosticError` with `J` codes and spans. */
export interface Jinja {
  /** Parses a template: a model, a hook, a YAML value. */
  parseTemplate(source: SourceText): Template;
  /** Parses the macro-like blocks of a file; text between them is not parsed. */
  parseMacros(source: SourceText, onStray?: OnStrayTag): readonly MacroTemplate[];
  /** Finds blocks without parsing what is outside them. */
  scanBlocks(source: SourceText, kinds: readonly BlockKind[], onStray?: OnStrayTag): readonly Block[];
  /**
   * The calls of a template that holds nothing but literal `ref`, `source` and `config` calls and text; null when it holds
   * more, and must be rendered to know what it calls.
   */
  extractStaticCalls(source: SourceText): readonly StaticCall[] | null;
}
