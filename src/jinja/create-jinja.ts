import type { SourceText } from '../diagnostics/index.ts';
import type { TemplateTree } from './ast.ts';
import { scanBlocks } from './blocks/scan.ts';
import { staticCallsOf } from './blocks/static-calls.ts';
import type { Jinja } from './contract.ts';
import { diagnose } from './diagnose.ts';
import { parseTemplateTree } from './front/template-parser.ts';
import { parseMacros } from './macro-template.ts';
import { createTemplate } from './template.ts';

/** Options of the engine. */
export interface JinjaOptions {
  /**
   * Whether macros can be called by name in the template that defines them, as in plain Jinja. In dbt they cannot: a macro
   * call always goes through the scope. Default false.
   */
  readonly localMacros?: boolean;
}

function parseTree(source: SourceText): TemplateTree {
  try {
    return parseTemplateTree(source.text);
  } catch (error) {
    throw diagnose(error, source);
  }
}

/** The template engine. */
export function createJinja(options: JinjaOptions = {}): Jinja {
  const localMacros = options.localMacros ?? false;
  return Object.freeze({
    parseTemplate: (source: SourceText) => createTemplate(parseTree(source), { source, localMacros }),
    parseMacros,
    scanBlocks,
    extractStaticCalls: (source: SourceText) => staticCallsOf(parseTree(source), source),
  });
}
