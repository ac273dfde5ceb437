import { type ContextEnvironment, callMacroSync, errorOfMacro } from '../../context/index.ts';
import { DiagnosticError } from '../../diagnostics/index.ts';
import type { Macro } from '../../domain/index.ts';
import type { CustomNames } from '../config/resolve-config.ts';
import { stripped } from '../files/text-rules.ts';

export interface NameRequest {
  readonly packageName: string;
  readonly name: string;
  readonly version: string | number | null;
  readonly custom: CustomNames;
  readonly isSnapshot: boolean;
  /** dbt's dictionary of the node so far, for macros that look at it. */
  readonly toWire: () => Readonly<Record<string, unknown>>;
}

export interface NodeNames {
  readonly database: string | null;
  readonly schema: string | null;
  readonly alias: string;
}

type Component = 'database' | 'schema' | 'alias';

/** Decides where a node lives; remembers which macros decide it. */
export type NodeNamer = (request: NameRequest) => NodeNames;

function text(value: unknown): string {
  return stripped(String(value));
}

/** A string that a macro gave loses the white space around it; null stays null. */
function settled(value: unknown): string | null {
  return value === null || value === undefined ? null : text(value);
}

/**
 * Names by `generate_database_name`, `generate_schema_name` and `generate_alias_name`: of the package that owns the node, else
 * of the root project, else built in. The built-in ones are not called, only imitated: most projects have no others, and then
 * a node costs nothing here.
 */
export function createNodeNamer(environment: ContextEnvironment): NodeNamer {
  const { library, project } = environment;
  const { target } = project;
  const deciding = new Map<string, Macro | null>();

  /** The macro that must be called, or null when the built-in rule holds. */
  const macroFor = (component: Component, packageName: string): Macro | null => {
    const key = `${component}|${packageName}`;
    const known = deciding.get(key);
    if (known !== undefined) return known;
    const macro = library.findGenerateName(component, packageName) ?? null;
    const isBuiltIn = macro === null || isOurs(macro, component);
    deciding.set(key, isBuiltIn ? null : macro);
    return isBuiltIn ? null : macro;
  };

  const isOurs = (macro: Macro, component: Component): boolean => {
    if (!library.internalPackages.includes(macro.packageName)) return false;
    const macroName = `generate_${component}_name`;
    const real = library.dispatch({ macroName, macroNamespace: 'dbt', packageName: macro.packageName });
    return library.internalPackages.includes(real.packageName) && real.name === `default__${macroName}`;
  };

  const builtIn: Readonly<Record<Component, (custom: unknown, request: NameRequest) => string | null>> = {
    database: (custom) => settled(custom ?? target.database),
    schema: (custom) => (custom === null ? text(target.schema) : `${target.schema}_${text(custom)}`),
    alias: (custom, { name, version }) => {
      if (custom) return text(custom);
      return version ? `${name}_v${String(version).replaceAll('.', '_')}` : name;
    },
  };

  const decide = (component: Component, request: NameRequest): string | null => {
    const custom = request.custom[component];
    const macro = macroFor(component, request.packageName);
    if (macro === null) return builtIn[component](custom, request);
    try {
      return settled(callMacroSync({ environment, macro, positional: [custom, request.toWire()] }));
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      throw new DiagnosticError(error.diagnostics.map((each) => errorOfMacro(each, project)));
    }
  };

  return (request) => {
    const database = decide('database', request);
    const schema = decide('schema', request);
    const alias = decide('alias', request) ?? request.name;
    if (!request.isSnapshot) return { database, schema, alias };
    const { targetDatabase, targetSchema } = request.custom;
    return {
      database: targetDatabase ? String(targetDatabase) : database,
      schema: targetSchema ? String(targetSchema) : schema,
      alias,
    };
  };
}
