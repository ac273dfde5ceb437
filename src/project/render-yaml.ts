import { isMapping, mappingEntries, YamlDate, YamlTimestamp } from '../base/index.ts';
import type { YamlPath } from '../base/yaml/index.ts';
import { type Diagnostic, DiagnosticError, type DiagnosticSink, type Span } from '../diagnostics/index.ts';
import type { Jinja, Scope } from '../jinja/index.ts';
import { toPlain, unmarkedText } from '../jinja/index.ts';
import type { YamlFile } from './yaml-file.ts';

export interface RenderYamlOptions {
  readonly jinja: Jinja;
  readonly scope: Scope;
  readonly file: YamlFile;
  readonly sink: DiagnosticSink;
  /** Values at these paths stay as written. Default: everything is rendered. */
  readonly skip?: (path: YamlPath) => boolean;
  /** Changes a value after its strings were rendered: secrets, ... */
  readonly finish?: (value: unknown, path: YamlPath) => unknown;
}

/** What dbt adds for undefined names in nodes; values of project files have no macros to look for. */
const UNDEFINED_ADVICE = /\. This can happen when calling a macro that does not exist\. .*$/s;

/** A span inside a value's text as a span of the file; the whole value where the text was folded or escaped. */
function inFile(span: Span | undefined, text: string, whole: Span | undefined): Span | undefined {
  if (whole === undefined) return span;
  if (span === undefined || span.source.text !== text) return whole;
  const at = whole.source.text.slice(whole.start, whole.end).indexOf(text);
  if (at < 0) return whole;
  const start = whole.start + at;
  return { source: whole.source, start: start + span.start, end: start + span.end };
}

/**
 * Points a diagnostic about a YAML value's template to the place in the file, and adds what dbt says around it. `whole` is
 * where the value stands.
 */
export function problemOfValue(problem: Diagnostic, text: string, whole: Span | undefined): Diagnostic {
  const span = inFile(problem.span, text, whole);
  const stack = problem.stack.map((frame) => {
    const at = inFile(frame.span, text, whole);
    return at === undefined ? frame : { ...frame, span: at };
  });
  const isCompilation = problem.kind === 'Compilation Error';
  const sentence = problem.dbtMessage.replace(UNDEFINED_ADVICE, '');
  const dbtMessage = isCompilation ? `Could not render ${text}: ${sentence}` : problem.dbtMessage;
  return Object.freeze({ ...problem, ...(span === undefined ? {} : { span }), stack, dbtMessage });
}

/**
 * One YAML text, rendered to a value as dbt renders it. Throws a `DiagnosticError` whose spans point into the file. Text
 * without Jinja only loses a final line break, as it does in a template.
 */
export function renderYamlText(
  options: Pick<RenderYamlOptions, 'jinja' | 'scope' | 'file'>,
  text: string,
  path: YamlPath,
): unknown {
  if (!text.includes('{')) return unmarkedText(text);
  try {
    const template = options.jinja.parseTemplate({ path: options.file.source.path, text });
    return toPlain(template.renderNative(options.scope));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const whole = options.file.spanOf(path);
    throw new DiagnosticError(error.diagnostics.map((each) => problemOfValue(each, text, whole)));
  }
}

function renderLeaf(options: RenderYamlOptions, value: unknown, path: YamlPath): unknown {
  if (options.skip?.(path) === true) return value;
  if (value instanceof YamlDate || value instanceof YamlTimestamp) return value.toJSON();
  if (typeof value !== 'string') return value;
  try {
    return renderYamlText(options, value, path);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const each of error.diagnostics) options.sink.report(each);
    return value;
  }
}

/**
 * Renders all strings of a YAML value, keys excepted. What fails is reported and stays as written, so that every bad template
 * of a file is found at once.
 */
export function renderYaml(options: RenderYamlOptions, value: unknown, path: YamlPath = []): unknown {
  const done = renderInner(options, value, path);
  return options.finish === undefined ? done : options.finish(done, path);
}

function renderInner(options: RenderYamlOptions, value: unknown, path: YamlPath): unknown {
  if (Array.isArray(value)) return value.map((item, at) => renderYaml(options, item, [...path, at]));
  if (!isMapping(value)) return renderLeaf(options, value, path);
  const entries = mappingEntries(value).map(
    ([key, each]) => [key, renderYaml(options, each, [...path, key])] as const,
  );
  return value instanceof Map ? new Map(entries) : Object.fromEntries(entries);
}
