import { relative } from 'node:path';
import { type ParsedYaml, parseYaml, type YamlPath, type YamlRange } from '../base/yaml/index.ts';
import {
  type Diagnostic,
  type DiagnosticSink,
  diagnostic,
  type SourceText,
  type Span,
} from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';

/** A YAML file of a project, read, with the places of its keys and values. */
export interface YamlFile {
  readonly absolutePath: string;
  readonly source: SourceText;
  /** As `ParsedYaml.value`; null when the text is not YAML. */
  readonly value: unknown;
  readonly isValid: boolean;
  spanOf(path: YamlPath): Span | undefined;
  keySpanOf(path: YamlPath): Span | undefined;
}

export interface ReadYamlOptions {
  readonly host: Host;
  readonly path: string;
  /** Folder against which people know the file's path; files outside of it keep their absolute path. */
  readonly root: string;
  readonly sink: DiagnosticSink;
  /** Whether white space at the end of the file counts, as in profiles.yml. Default: dbt cuts it off. */
  readonly keepsEnd?: boolean;
  /** What dbt prints around its words for a syntax error in this file. */
  readonly wrap?: (dbtMessage: string) => string;
}

function shownPath(path: string, root: string): string {
  const inside = relative(root, path);
  return (inside.startsWith('..') ? path : inside).replaceAll('\\', '/');
}

/** What is wrong or doubled in a parsed YAML text, as diagnostics. */
function yamlDiagnostics(
  parsed: ParsedYaml,
  source: SourceText,
  details: {
    readonly wrap?: ((dbtMessage: string) => string) | undefined;
    /** The path that dbt names; `source.path` where it is absent. */
    readonly dbtPath?: string;
  } = {},
): readonly Diagnostic[] {
  const { dbtPath = source.path, wrap = (text: string) => text } = details;
  const spanOf = (range: YamlRange): Span => ({ source, start: range.start, end: range.end });
  const errors = parsed.errors.map((error) =>
    diagnostic('Y001', error.message, {
      hint: error.hint,
      span: spanOf(error),
      dbtMessage: wrap(error.dbtMessage),
    }),
  );
  const duplicates = parsed.duplicates.map((double) => {
    const span = spanOf(double);
    const before = source.text.slice(0, double.start);
    const line = before.split('\n').length;
    const column = double.start - before.lastIndexOf('\n');
    const place = `in "<unicode string>", line ${line}, column ${column}`;
    return diagnostic('Y002', `the key '${double.key}' stands twice; the later value holds`, {
      span,
      notes: [{ message: 'first here', span: spanOf(double.first) }],
      dbtMessage: `Duplicate key '${double.key}' ${place} in file \`${dbtPath}\``,
    });
  });
  return [...errors, ...duplicates];
}

/** Reads a YAML file. Problems go to the sink; undefined when there is no such file. */
export function readYamlFile(options: ReadYamlOptions): YamlFile | undefined {
  const { host, path, sink } = options;
  if (host.files.stat(path)?.isDirectory !== false) return undefined;
  const shown = shownPath(path, options.root);
  let text: string;
  try {
    text = host.files.readText(path);
    if (options.keepsEnd !== true) text = text.trimEnd();
  } catch (error) {
    sink.report(diagnostic('P013', `${shown} cannot be read: ${(error as Error).message}`));
    return undefined;
  }
  return yamlFileOf({ absolutePath: path, source: { path: shown, text }, sink, ...pickWrap(options) });
}

function pickWrap(options: ReadYamlOptions): { readonly wrap?: (dbtMessage: string) => string } {
  return options.wrap === undefined ? {} : { wrap: options.wrap };
}

/** A YAML text as a file: for texts that were read elsewhere. */
function yamlFileOf(options: {
  readonly absolutePath: string;
  readonly source: SourceText;
  readonly sink: DiagnosticSink;
  readonly wrap?: (dbtMessage: string) => string;
}): YamlFile {
  const { source, sink } = options;
  const parsed = parseYaml(source.text);
  for (const each of yamlDiagnostics(parsed, source, { wrap: options.wrap, dbtPath: options.absolutePath }))
    sink.report(each);
  const spanAt = (range: YamlRange | undefined): Span | undefined =>
    range && { source, start: range.start, end: range.end };
  return {
    absolutePath: options.absolutePath,
    source,
    value: parsed.value,
    isValid: parsed.errors.length === 0,
    spanOf: (at) => spanAt(parsed.locate(at)),
    keySpanOf: (at) => spanAt(parsed.locateKey(at)),
  };
}
