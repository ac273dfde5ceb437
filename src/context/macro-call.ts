import { CALL, fromPlain, type HostFunction } from '../jinja/index.ts';
import { createCapture } from './capture.ts';
import { runConfigObject } from './config-object.ts';
import { createContextScope } from './context-scope.ts';
import type { MacroCallOptions, NodeDraft } from './contract.ts';
import { macroFields } from './node-dictionary.ts';
import { parseMembers, withoutNode } from './parse-members.ts';

/** A macro as its own node: what dbt passes for macros that run while parsing. */
function draftOf({ macro, environment }: MacroCallOptions): NodeDraft {
  const { target } = environment.project;
  return {
    resourceType: 'macro',
    uniqueId: macro.uniqueId,
    name: macro.name,
    packageName: macro.packageName,
    path: macro.path,
    originalFilePath: macro.originalFilePath,
    fqn: [],
    alias: macro.name,
    database: target.database,
    schema: target.schema,
    toWire: () => macroFields(macro),
  };
}

/**
 * Calls a macro while parsing, such as `generate_schema_name`, and returns its value. Plain arguments are turned into values
 * that templates know. Errors are thrown as `DiagnosticError`.
 */
export function callMacroSync(options: MacroCallOptions): unknown {
  const { environment, macro } = options;
  const draft = draftOf(options);
  const context = createContextScope({
    library: environment.library,
    packageName: options.packageName ?? macro.packageName,
    sync: true,
    members: (inner) => [
      { config: () => runConfigObject(null) },
      ...parseMembers({
        environment,
        context: inner,
        draft,
        capture: createCapture(),
        missingVar: 'error',
      }).map(withoutNode),
    ],
  });
  const callable = context.macros.callable(macro) as { [CALL]: HostFunction };
  const positional = (options.positional ?? []).map(fromPlain);
  const keywords = Object.fromEntries(
    Object.entries(options.keywords ?? {}).map(([name, value]) => [name, fromPlain(value)]),
  );
  return callable[CALL](positional, keywords);
}
