import type { SourceText } from '../diagnostics/index.ts';
import type { TemplateTree } from './ast.ts';
import { scanBlocks } from './blocks/scan.ts';
import { staticCallsOf } from './blocks/static-calls.ts';
import type { Jinja, KnownMacro, MacroTemplate, OnStrayTag, Template } from './contract.ts';
import { diagnose } from './diagnose.ts';
import { parseTemplateTree } from './front/template-parser.ts';
import { knownMacroTemplates, parseMacros } from './macro-template.ts';
import { createTemplate } from './template.ts';

/** Options of the engine. */
export interface JinjaOptions {
  /**
   * Whether macros can be called by name in the template that defines them, as in plain Jinja. In dbt they cannot: a macro
   * call always goes through the scope. Default false.
   */
  readonly localMacros?: boolean;
  /** What is known already of the macros of a file; each is parsed when it is first called. */
  readonly knownMacros?: (source: SourceText) => readonly KnownMacro[] | undefined;
}

/** dbt's prefix: no name of a scope has it, so that a call never finds the macro of the same text. */
const MACRO_PREFIX = 'dbt_macro__';

function parseTree(source: SourceText, macroPrefix: string): TemplateTree {
  try {
    return parseTemplateTree(source.text, { macroPrefix });
  } catch (error) {
    throw diagnose(error, source);
  }
}

/** How many templates are kept. */
const KEPT = 4096;

/**
 * Remembers templates by path and text: a model is rendered when it is parsed and again when it is run, and all tests of
 * one kind in a file have the same text.
 */
function remembering(parse: (source: SourceText) => Template): (source: SourceText) => Template {
  const known = new Map<string, Template>();
  return (source) => {
    const key = `${source.path}\n${source.text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const template = parse(source);
    if (known.size >= KEPT) known.delete(known.keys().next().value as string);
    known.set(key, template);
    return template;
  };
}

/** How many files with macros are kept. */
const KEPT_MACRO_FILES = 1024;

const macroFiles = new Map<string, readonly MacroTemplate[]>();

/**
 * Remembers the macros of a file by path and text, for all sessions of a process: a macro holds nothing of a session, and
 * one that calls many commands reads its packages once. A file with tags out of place is read again, which tells of them.
 */
function rememberMacros(
  source: SourceText,
  read: (onStray: OnStrayTag) => readonly MacroTemplate[],
  onStray?: OnStrayTag,
): readonly MacroTemplate[] {
  const key = `${source.path}\n${source.text}`;
  const found = macroFiles.get(key);
  if (found !== undefined) return found;
  let strays = 0;
  const templates = read((tag) => {
    strays++;
    onStray?.(tag);
  });
  if (strays > 0) return templates;
  if (macroFiles.size >= KEPT_MACRO_FILES) macroFiles.delete(macroFiles.keys().next().value as string);
  macroFiles.set(key, templates);
  return templates;
}

/** The template engine. */
export function createJinja(options: JinjaOptions = {}): Jinja {
  const prefix = options.localMacros === true ? '' : MACRO_PREFIX;
  return Object.freeze({
    parseTemplate: remembering((source) => createTemplate(parseTree(source, prefix), source)),
    parseMacros: (source: SourceText, onStray?: OnStrayTag) => {
      const read = (tell: OnStrayTag): readonly MacroTemplate[] => {
        const known = options.knownMacros?.(source);
        return known === undefined ? parseMacros(source, tell) : knownMacroTemplates(source, known);
      };
      return rememberMacros(source, read, onStray);
    },
    scanBlocks,
    extractStaticCalls: (source: SourceText) => staticCallsOf(parseTree(source, prefix), source),
  });
}
