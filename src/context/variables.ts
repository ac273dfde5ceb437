import { isMapping, mappingEntries } from '../base/index.ts';
import type { Package, Project } from '../domain/index.ts';
import {
  CALL,
  fromPlain,
  GETATTR,
  isDict,
  type Jinja,
  raise,
  type Scope,
  strOf,
  TYPE,
  typeNameOf,
} from '../jinja/index.ts';
import { lookupVar, missingVar } from '../project/index.ts';
import { bindArguments, pythonFunction } from './python-call.ts';

/** What a `var()` without a value or default does: answer None, as while parsing, or end the template. */
export type MissingVarRule = 'none' | 'error';

export interface VariablesOptions {
  readonly project: Project;
  readonly packageName: string;
  readonly nodeName: string;
  readonly jinja: Jinja;
  /** Where the Jinja inside a variable's own text looks names up. */
  readonly scope: () => Scope;
  readonly missing: MissingVarRule;
  readonly onRead?: (name: string) => void;
  /** Told when a variable is a template itself, which sees what the template sees. */
  readonly onTemplate?: () => void;
}

/** Variables of one file as code of `packageName` sees them: the top level under the package's section. */
function* ofFile(owner: Package | undefined, packageName: string): Generator<readonly [unknown, unknown]> {
  if (owner === undefined) return;
  yield* mappingEntries(owner.vars);
  const section = owner.vars[packageName];
  if (isMapping(section)) yield* mappingEntries(section);
}

/** Every variable in sight, for the error that lists them. */
function inSight(project: Project, packageName: string): Record<string, unknown> {
  const root = project.packages.find((each) => each.isRoot);
  const own = project.packages.find((each) => each.name === packageName);
  const entries = [
    ...(own === root ? [] : ofFile(own, packageName)),
    ...ofFile(root, packageName),
    ...Object.entries(project.cliVars),
  ];
  return Object.fromEntries(entries.map(([name, value]) => [String(name), value]));
}

/** `var`: callable, with `has_var`. Text values are templates themselves. */
export function variables(options: VariablesOptions): unknown {
  const { project, packageName, nodeName } = options;
  const find = (name: string) => lookupVar(project, packageName, name);
  const render = (name: string, text: string): string => {
    if (!text.includes('{')) return text;
    options.onTemplate?.();
    return options.jinja.parseTemplate({ path: `var ${name}`, text }).renderSync(options.scope());
  };
  const read = (name: string): unknown => {
    const found = find(name);
    return typeof found?.value === 'string' ? render(name, found.value) : fromPlain(found?.value);
  };
  const notGiven = Symbol('not given');
  const call = (positional: readonly unknown[], keywords: Readonly<Record<string, unknown>>): unknown => {
    const [given, fallback] = bindArguments(
      'Var.__call__',
      ['var_name', ['default', notGiven]],
      positional,
      keywords,
    );
    if (isDict(given) || Array.isArray(given)) raise('TypeError', `unhashable type: '${typeNameOf(given)}'`);
    const name = strOf(given);
    options.onRead?.(name);
    if (find(name) !== undefined) return read(name);
    if (fallback !== notGiven) return fallback;
    if (options.missing === 'none') return null;
    throw missingVar({ name, supplied: inSight(project, packageName), nodeName });
  };
  const hasVar = pythonFunction('Var.has_var', ['var_name'], (name) => {
    options.onRead?.(strOf(name));
    return find(strOf(name)) !== undefined;
  });
  return Object.freeze({
    [CALL]: call,
    [GETATTR]: (name: string) => (name === 'has_var' ? hasVar : undefined),
    [TYPE]: `dbt.context.providers.${options.missing === 'none' ? 'ParseVar' : 'RuntimeVar'}`,
  });
}
