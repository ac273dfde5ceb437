import { DiagnosticError, diagnostic, type SourceText } from '../diagnostics/index.ts';
import type { Macro } from '../domain/index.ts';
import type { MacroTemplate } from '../jinja/contract.ts';
import type { MacroLibraryOptions } from './contract.ts';

/** dbt's name of a macro-like block: what its `Macro` is called. */
export function macroName(template: Pick<MacroTemplate, 'kind' | 'name' | 'adapter'>): string {
  if (template.kind === 'materialization') {
    return `materialization_${template.name}_${template.adapter ?? 'default'}`;
  }
  return template.kind === 'test' || template.kind === 'data_test' ? `test_${template.name}` : template.name;
}

/** Finds the compiled form of a macro; a file is compiled once, when the first of its macros is needed. */
export function macroTemplates(options: MacroLibraryOptions): (macro: Macro) => MacroTemplate {
  const byFile = new WeakMap<SourceText, readonly MacroTemplate[]>();
  const byMacro = new WeakMap<Macro, MacroTemplate>();

  const ofFile = (source: SourceText): readonly MacroTemplate[] => {
    const templates = byFile.get(source) ?? options.jinja.parseMacros(source);
    byFile.set(source, templates);
    return templates;
  };

  return (macro) => {
    const known = byMacro.get(macro) ?? options.templates?.get(macro.uniqueId);
    if (known !== undefined) return known;
    const named = ofFile(macro.source).filter((each) => macroName(each) === macro.name);
    const found = named.find((each) => each.span.start === macro.span.start) ?? named.at(-1);
    if (found === undefined) {
      throw new DiagnosticError(
        diagnostic('I001', `The macro '${macro.name}' is not in its file`, { span: macro.span }),
      );
    }
    byMacro.set(macro, found);
    return found;
  };
}
