import type { ParseScope } from '../../context/index.ts';
import type { Diagnostic, SourceText } from '../../diagnostics/index.ts';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { RefCall, SourceCall, UniqueId } from '../../domain/index.ts';
import type { Jinja, Template } from '../../jinja/index.ts';
import { mergeConfigCalls } from '../config/merge-values.ts';
import type { Dict } from '../config/plain.ts';
import type { KeptExtract } from './kept-extract.ts';
import { type LiteralTemplate, readLiteralTemplate } from './literal-template.ts';
import { readStaticCalls, type StaticCalls } from './static-calls.ts';

/** Everything that a piece of code asks for: what can be known of it without any other file but the macros it calls. */
export interface CodeExtract {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly metrics: readonly (readonly string[])[];
  readonly functions: readonly (readonly string[])[];
  /** What its `config()` calls say together. */
  readonly config: Dict;
  /** The same for `unrendered_config`: as written where templates are involved. */
  readonly writtenConfig: Dict;
  /** What its `config()` calls say as written; empty where the text was not rendered. */
  readonly writtenCalls: Dict;
  /** Keys of `config()` that stand over everything else in `unrendered_config`. */
  readonly writtenLast: Dict;
  readonly macroIds: readonly UniqueId[];
  /** Read without rendering: hooks are then rendered before refs are noted, as in dbt. */
  readonly isStatic: boolean;
  readonly problems: readonly Diagnostic[];
}

export const EMPTY_EXTRACT: CodeExtract = Object.freeze({
  refs: [],
  sources: [],
  metrics: [],
  functions: [],
  config: {},
  writtenConfig: {},
  writtenCalls: {},
  writtenLast: {},
  macroIds: [],
  isStatic: true,
  problems: [],
});

function fromStaticCalls(calls: StaticCalls): CodeExtract {
  if (calls.configs.length === 0) return { ...EMPTY_EXTRACT, refs: calls.refs, sources: calls.sources };
  const config = mergeConfigCalls(calls.configs.map(([key, value]) => ({ [key]: value })));
  return {
    ...EMPTY_EXTRACT,
    refs: calls.refs,
    sources: calls.sources,
    config,
    writtenConfig: config,
    writtenLast: Object.fromEntries(calls.configs),
  };
}

function fromLiteralTemplate(template: LiteralTemplate): CodeExtract {
  const { refs, sources, configs, written } = template;
  const config = configs.length === 0 ? {} : mergeConfigCalls(configs);
  const writing = { writtenConfig: written ?? config, writtenCalls: written ?? {} };
  return { ...EMPTY_EXTRACT, refs, sources, config, ...writing, isStatic: false };
}

/** A rendered text's captured calls, as an extract. */
export function extractOfScope(options: {
  readonly scope: ParseScope;
  /** Null when the text could not be parsed. */
  readonly template: Template | null;
  readonly problems: readonly Diagnostic[];
}): CodeExtract {
  const { captured } = options.scope;
  const config = captured.configCalls.length === 0 ? {} : mergeConfigCalls(captured.configCalls);
  const written =
    captured.configCalls.length === 0 ? null : (options.template?.callKeywords('config') ?? null);
  return {
    refs: captured.refs,
    sources: captured.sources,
    metrics: captured.metrics,
    functions: captured.functions,
    config,
    writtenConfig: written !== null && Object.keys(written).length > 0 ? written : config,
    writtenCalls: written ?? {},
    writtenLast: {},
    macroIds: captured.macroIds,
    isStatic: false,
    problems: options.problems,
  };
}

/** Diagnostics of a failed render; anything else that was thrown is passed on. */
export function problemsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  throw error;
}

export interface ExtractCodeOptions {
  readonly source: SourceText;
  readonly jinja: Jinja;
  /** Whether calls may be read without rendering: not when a project replaces `ref`, `source`, `config` or `var`. */
  readonly allowLiteral: boolean;
  /** Whether dbt itself reads literal calls without rendering: models only. */
  readonly allowStatic: boolean;
  /** Made only when the code has to be rendered. */
  readonly makeScope: () => ParseScope;
  readonly frameName: string;
  /** What was found before, where it has to be rendered. */
  readonly kept?: KeptExtract | undefined;
}

/** Finds what a piece of code asks for, without rendering where it holds literal calls only. */
export function extractCode(options: ExtractCodeOptions): CodeExtract {
  const { source, jinja } = options;
  const calls = options.allowStatic ? readStaticCalls(source) : null;
  if (calls !== null) return fromStaticCalls(calls);
  const literal = options.allowLiteral ? readLiteralTemplate(source) : null;
  if (literal !== null) return fromLiteralTemplate(literal);
  const known = options.kept?.find();
  if (known !== undefined) return known;
  const scope = options.makeScope();
  let problems: readonly Diagnostic[] = [];
  let template: Template | null = null;
  try {
    template = jinja.parseTemplate(source);
    template.renderSync(scope.scope, { chainableUndefined: true, frameName: options.frameName });
  } catch (error) {
    problems = problemsOf(error);
  }
  const extract = extractOfScope({ scope, template, problems });
  if (problems.length === 0) options.kept?.keep(extract, scope.captured);
  return extract;
}
