import { nearest } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { Macro, MacroArgument, UniqueId } from '../../domain/index.ts';
import { docsOf } from '../build/build-node.ts';
import { reportConfigFaults } from '../build/report-faults.ts';
import { notAMapping } from '../build/source-config-faults.ts';
import { isDict } from '../config/plain.ts';
import { fixDuplicate } from '../match/report-described-twice.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import { type EntryFields, entryFields } from '../properties/entry-fields.ts';
import type { PropertiesEntry } from '../properties/properties-file.ts';
import { isMacroType } from './macro-types.ts';

function argumentsIn(entry: PropertiesEntry, fields: EntryFields): readonly MacroArgument[] {
  return fields
    .list(entry.value['arguments'])
    .filter(isDict)
    .map((each) => ({
      name: String(each['name']),
      type: fields.textOrNull(each['type']),
      description: fields.text(each['description'], ''),
    }));
}

function checkArguments(
  macro: Macro,
  described: readonly MacroArgument[],
  entry: PropertiesEntry,
  environment: ParseEnvironment,
): void {
  const warn = (message: string, index: number | null) =>
    environment.report(
      diagnostic('N028', message, {
        span: entry.span(index === null ? ['arguments'] : ['arguments', index, 'name']),
        dbtMessage: message,
        uniqueId: macro.uniqueId,
      }),
    );
  described.forEach((each, index) => {
    const declared = macro.arguments[index];
    if (declared !== undefined && declared.name !== each.name) {
      warn(
        `Argument ${each.name} in yaml for macro ${macro.name} does not match the jinja definition.`,
        index,
      );
    }
  });
  if (described.length !== macro.arguments.length) {
    warn(
      `The number of arguments in the yaml for macro ${macro.name} does not match the jinja definition.`,
      null,
    );
  }
  described.forEach((each, index) => {
    if (each.type !== null && each.type.trim() !== '' && !isMacroType(each.type)) {
      warn(`Argument ${each.name} in the yaml for macro ${macro.name} has an invalid type.`, index);
    }
  });
}

function describedMacro(macro: Macro, entry: PropertiesEntry, environment: ParseEnvironment): Macro {
  const fields = entryFields(entry, { report: environment.report });
  const config = fields.dict(entry.value['config'] ?? undefined);
  const configMeta = config['meta'];
  const fault = notAMapping('meta', configMeta);
  const place = { uniqueId: macro.uniqueId, span: entry.span(['config', 'meta']) };
  if (fault !== null) reportConfigFaults([fault], place, environment);
  const meta = {
    ...fields.dict(entry.value['meta'] ?? undefined),
    ...(isDict(configMeta) ? configMeta : {}),
  };
  const docs = docsOf({ docs: config['docs'] ?? entry.value['docs'] });
  const args = argumentsIn(entry, fields);
  const isChecked = environment.flag('validate_macro_args', true);
  if (isChecked && args.length > 0) checkArguments(macro, args, entry, environment);
  return Object.freeze({
    ...macro,
    patchPath: `${entry.file.packageName}://${entry.file.originalFilePath}`,
    description: fields.text(entry.value['description'], ''),
    meta,
    docs,
    config: { meta, docs: { show: docs.show, node_color: docs.nodeColor } },
    arguments: args.length > 0 || !isChecked ? args : macro.arguments,
  });
}

function reportMissing(
  entry: PropertiesEntry,
  macros: ReadonlyMap<UniqueId, Macro>,
  environment: ParseEnvironment,
) {
  const name = String(entry.value['name']);
  const { packageName } = entry.file;
  const own = [...macros.values()]
    .filter((each) => each.packageName === packageName)
    .map((each) => each.name);
  const close = nearest(name, own);
  environment.report(
    diagnostic('N026', `package '${packageName}' has no macro named '${name}'`, {
      span: entry.span(['name']),
      ...(close === undefined ? {} : { hint: `Did you mean '${close}'?` }),
      dbtMessage: `Found patch for macro "${name}" which was not found`,
    }),
  );
}

/** Macros with what `macros:` entries say of them. */
export function describeMacros(
  macros: ReadonlyMap<UniqueId, Macro>,
  entries: readonly PropertiesEntry[],
  environment: ParseEnvironment,
): ReadonlyMap<UniqueId, Macro> {
  if (entries.length === 0) return macros;
  const all = new Map(macros);
  const described = new Map<UniqueId, PropertiesEntry>();
  for (const entry of entries) {
    const name = String(entry.value['name']);
    const id = `macro.${entry.file.packageName}.${name}`;
    const macro = all.get(id);
    if (macro === undefined) {
      reportMissing(entry, macros, environment);
      continue;
    }
    const earlier = described.get(id);
    if (earlier !== undefined) {
      const fix = fixDuplicate({
        first: entry.file.originalFilePath,
        second: earlier.file.originalFilePath,
        name,
        type: 'macros',
      });
      environment.report(
        diagnostic('N012', `macro '${name}' is described twice`, {
          span: entry.span(['name']),
          notes: [{ message: 'the other description', span: earlier.span(['name']) }],
          dbtMessage: `dbt found two schema.yml entries for the same macro in package ${entry.file.packageName} named ${name}. Macros may only be described a single time. To fix this, ${fix}`,
        }),
      );
      continue;
    }
    described.set(id, entry);
    all.set(id, describedMacro(macro, entry, environment));
  }
  return all;
}
