import { fillLines } from '../../base/index.ts';
import { type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import type { Macro, MacroArgument, UniqueId } from '../../domain/index.ts';
import type { Jinja, MacroTemplate } from '../../jinja/contract.ts';
import type { ProjectFile } from '../files/read-files.ts';
import { problemsOf } from './code-extract.ts';
import { strayTags } from './stray-tags.ts';

/** dbt's internal name of a macro-like block. */
function nameOf(template: MacroTemplate): string {
  if (template.kind === 'materialization')
    return `materialization_${template.name}_${template.adapter ?? 'default'}`;
  return template.kind === 'test' || template.kind === 'data_test' ? `test_${template.name}` : template.name;
}

/** Generic tests in a folder of their own declare no arguments to dbt, those among the macros do. */
function argumentsOf(template: MacroTemplate, file: ProjectFile): readonly MacroArgument[] {
  if (file.kind === 'genericTest') return [];
  const named = template.parameters.map(({ name }): MacroArgument => ({ name, type: null, description: '' }));
  if (template.kind !== 'materialization' || named.some((each) => each.name === 'supported_languages'))
    return named;
  return [...named, { name: 'supported_languages', type: null, description: '' }];
}

/** The block's text; dbt reads files without the white space around them. */
function textOf(template: MacroTemplate, file: ProjectFile): string {
  const { text } = file.source;
  const first = text.length - text.trimStart().length;
  const { start, end } = template.span;
  return text.slice(Math.max(start, first), Math.min(end, text.trimEnd().length));
}

function macroOf(template: MacroTemplate, file: ProjectFile, createdAt: number): Macro {
  const name = nameOf(template);
  const docs = { show: true, nodeColor: null };
  return Object.freeze({
    resourceType: 'macro',
    uniqueId: `macro.${file.packageName}.${name}`,
    name,
    packageName: file.packageName,
    path: file.originalFilePath,
    originalFilePath: file.originalFilePath,
    macroSql: textOf(template, file),
    dependsOn: { macros: [] },
    description: '',
    meta: {},
    docs,
    config: { meta: {}, docs: { show: true, node_color: null } },
    arguments: argumentsOf(template, file),
    supportedLanguages: template.kind === 'materialization' ? (template.supportedLanguages ?? ['sql']) : null,
    patchPath: null,
    createdAt,
    source: file.source,
    span: template.span,
  });
}

export interface ExtractMacrosOptions {
  readonly files: readonly ProjectFile[];
  readonly jinja: Jinja;
  readonly createdAt: number;
  readonly sink: DiagnosticSink;
}

function reportDuplicate(macro: Macro, earlier: Macro, sink: DiagnosticSink): void {
  sink.report(
    diagnostic('N027', `package '${macro.packageName}' has two macros named '${macro.name}'`, {
      span: macro.span,
      notes: [{ message: 'the other one', span: earlier.span }],
      dbtMessage: `${fillLines(`dbt found multiple macros named "${macro.name}" in the project "${macro.packageName}".`, { width: 78 })}\n All macros require unique names, to fix this error rename or remove any\nduplicates. They can be found in these files:\n    - ${macro.originalFilePath}\n    - ${earlier.originalFilePath}`,
      uniqueId: macro.uniqueId,
    }),
  );
}

/** The macros, materializations and generic tests of a package's files. */
export function extractMacros(options: ExtractMacrosOptions): readonly Macro[] {
  const { files, jinja, createdAt, sink } = options;
  const found = new Map<UniqueId, Macro>();
  const onStray = strayTags(sink);
  for (const file of files) {
    if (file.contents === '') continue;
    try {
      for (const template of jinja.parseMacros(file.source, onStray)) {
        if (file.kind === 'genericTest' && template.kind !== 'test' && template.kind !== 'data_test')
          continue;
        if (template.kind === 'snapshot' || template.kind === 'docs' || template.kind === 'analysis')
          continue;
        const macro = macroOf(template, file, createdAt);
        const earlier = found.get(macro.uniqueId);
        if (earlier !== undefined) reportDuplicate(macro, earlier, sink);
        else found.set(macro.uniqueId, macro);
      }
    } catch (error) {
      for (const problem of problemsOf(error)) sink.report(problem);
    }
  }
  return [...found.values()];
}
