import { DiagnosticError, diagnostic, type SourceText } from '../diagnostics/index.ts';
import type { Expression, Macro } from './ast.ts';
import { macroCallsOf } from './blocks/macro-calls.ts';
import { scanBlocks } from './blocks/scan.ts';
import { macrosIn } from './blocks/walk.ts';
import { type Compiled, compileMacro } from './compile.ts';
import type { Block, KnownMacro, MacroTemplate, OnStrayTag, Scope } from './contract.ts';
import { diagnose } from './diagnose.ts';
import { parseTemplateTree } from './front/template-parser.ts';
import { callValue } from './runtime/call.ts';
import { type Context, createContext } from './runtime/context.ts';
import { CALL, GETATTR, type Keywords, REPR, ReturnSignal, TYPE } from './values/index.ts';
import { slotsOf } from './values/slots.ts';

const MATERIALIZATION_OPTIONS: ReadonlySet<string> = new Set(['default', 'adapter', 'supported_languages']);

function requireKnownOptions(macro: Macro, block: Block): void {
  for (const [option, value] of macro.options) {
    if (macro.block === 'materialization' && !MATERIALIZATION_OPTIONS.has(option)) {
      const message = `materialization '${macro.name}' received unknown argument '${option}'.`;
      const start = value?.start ?? macro.start;
      throw new DiagnosticError(
        diagnostic('J007', message, { span: { source: block.span.source, start, end: value?.end ?? start } }),
      );
    }
  }
}

/** Reads the one macro of a block. */
function parseBlock(block: Block): Macro {
  const { source, start, end } = block.span;
  try {
    const tree = parseTemplateTree(source.text, { stretch: { start, end } });
    const [macro] = macrosIn(tree.body);
    if (macro === undefined) throw new Error(`a ${block.kind} holds no macro`);
    requireKnownOptions(macro, block);
    return macro;
  } catch (error) {
    throw diagnose(error, source);
  }
}

function textOption(macro: Macro, name: string): string | null {
  const option = macro.options.get(name);
  return option?.kind === 'constant' && typeof option.value === 'string' ? option.value : null;
}

function listOption(option: Expression | null | undefined): string[] {
  if (option?.kind !== 'list' && option?.kind !== 'tuple') return ['sql'];
  return option.items.map((item) => (item.kind === 'constant' ? String(item.value) : ''));
}

interface Binding {
  readonly source: SourceText;
  readonly context: Context;
  readonly macro: unknown;
}

/** Ends a macro: `return()` gives its value, errors that nobody above will place are placed. */
function settle(error: unknown, { source, context }: Binding): unknown {
  if (error instanceof ReturnSignal) return error.value;
  throw context.usage.depth === 0 ? diagnose(error, source, { inMacro: true }) : error;
}

/** What a macro gives: its text, or what it returned. */
const resultOf = (result: unknown): unknown => (result instanceof ReturnSignal ? result.value : result);

function callBound(binding: Binding, positional: readonly unknown[], keywords: Keywords): unknown {
  try {
    const result = callValue(binding.macro, positional, keywords);
    return result instanceof Promise
      ? result.then(resultOf, (error: unknown) => settle(error, binding))
      : resultOf(result);
  } catch (error) {
    return settle(error, binding);
  }
}

type Heading = Pick<
  MacroTemplate,
  'kind' | 'name' | 'adapter' | 'supportedLanguages' | 'parameters' | 'calls'
>;

function headingOf(block: Block, macro: Macro): Heading {
  const isMaterialization = macro.block === 'materialization';
  let calls: Heading['calls'] | undefined;
  return {
    kind: block.kind,
    name: macro.name,
    adapter: isMaterialization ? (textOption(macro, 'adapter') ?? 'default') : null,
    supportedLanguages: isMaterialization ? listOption(macro.options.get('supported_languages')) : null,
    parameters: macro.parameters.map(({ name, fallback, type }) => ({
      name,
      hasDefault: fallback !== null,
      type,
    })),
    get calls() {
      calls ??= macroCallsOf([macro]);
      return calls;
    },
  };
}

/** A macro of a file, compiled when it is first called. */
function createMacroTemplate(block: Block, heading: Heading, macro: () => Macro): MacroTemplate {
  const { source } = block.span;
  const compiled: { sync?: Compiled; async?: Compiled } = {};
  const compile = (sync: boolean): Compiled => {
    const options = { source, native: false, chainableUndefined: false };
    const key = sync ? 'sync' : 'async';
    try {
      compiled[key] ??= compileMacro(macro(), { ...options, asynchronous: !sync });
    } catch (error) {
      throw diagnose(error, source);
    }
    return compiled[key];
  };
  return Object.freeze({
    kind: heading.kind,
    name: heading.name,
    adapter: heading.adapter,
    supportedLanguages: heading.supportedLanguages,
    parameters: heading.parameters,
    span: block.span,
    contents: block.contents,
    get calls() {
      return heading.calls;
    },
    bind: (scope: Scope, options: { readonly sync: boolean; readonly frameName?: string }) => {
      const context = createContext(scope, options.frameName ?? heading.name);
      let binding: Binding | undefined;
      const bound = (): Binding => {
        binding ??= { source, context, macro: compile(options.sync).run(context) };
        return binding;
      };
      return Object.freeze({
        [CALL]: (positional: readonly unknown[], keywords: Keywords) =>
          callBound(bound(), positional, keywords),
        [TYPE]: 'MacroGenerator',
        [REPR]: () => `<Macro '${heading.name}'>`,
        [GETATTR]: (name: string) => slotsOf(bound().macro)[GETATTR]?.(name),
      });
    },
  });
}

/** See `Jinja.parseMacros`. */
export function parseMacros(source: SourceText, onStray?: OnStrayTag): readonly MacroTemplate[] {
  return scanBlocks(source, ['macro', 'materialization', 'test', 'data_test'], onStray).map((block) => {
    const macro = parseBlock(block);
    return createMacroTemplate(block, headingOf(block, macro), () => macro);
  });
}

/** Macros of which the headings are known: the rest of each is parsed when it is first called. */
export function knownMacroTemplates(
  source: SourceText,
  known: readonly KnownMacro[],
): readonly MacroTemplate[] {
  return known.map((heading) => {
    const [start, end] = heading.span;
    const [first, last] = heading.contents;
    const { kind, name } = heading;
    const block: Block = {
      kind,
      name,
      span: { source, start, end },
      contents: { source, start: first, end: last },
    };
    return createMacroTemplate(block, heading, () => parseBlock(block));
  });
}
