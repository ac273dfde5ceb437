import { isMapping, mappingEntries, mappingGet, mappingRecord, pythonJson } from '../base/index.ts';
import { parseYaml, type YamlMapping } from '../base/yaml/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Package, Project } from '../domain/index.ts';
import { fromPlain, hostFunction } from '../jinja/index.ts';

/** A variable that is there; its value may well be null. */
export interface FoundVar {
  readonly value: unknown;
}

function inMapping(mapping: unknown, name: string): FoundVar | undefined {
  if (!isMapping(mapping)) return undefined;
  const value = mappingGet(mapping as YamlMapping, name);
  return value === undefined ? undefined : { value };
}

/** A variable in the `vars:` of one file, as code of `packageName` sees it: the package's section, then the top level. */
function inFile(owner: Package | undefined, packageName: string, name: string): FoundVar | undefined {
  if (owner === undefined) return undefined;
  return inMapping(mappingGet(owner.vars, packageName), name) ?? inMapping(owner.vars, name);
}

/**
 * A variable as code of `packageName` sees it: `--vars`, then the root project's section for the package, the root project's
 * top level, and last the package's own file. Values are as written: text in them is not rendered.
 */
export function lookupVar(project: Project, packageName: string, name: string): FoundVar | undefined {
  const fromCommandLine = inMapping(project.cliVars, name);
  if (fromCommandLine !== undefined) return fromCommandLine;
  const root = project.packages.find((each) => each.isRoot);
  const own = project.packages.find((each) => each.name === packageName);
  return inFile(root, packageName, name) ?? (own === root ? undefined : inFile(own, packageName, name));
}

/** Python's `json.dumps(value, sort_keys=True, indent=4)`. */
function indentedJson(value: unknown, around = ''): string {
  const inside = `${around}    `;
  const wrap = (open: string, parts: readonly string[], close: string) =>
    parts.length === 0 ? open + close : `${open}\n${inside}${parts.join(`,\n${inside}`)}\n${around}${close}`;
  if (Array.isArray(value))
    return wrap(
      '[',
      value.map((each) => indentedJson(each, inside)),
      ']',
    );
  if (!isMapping(value)) return pythonJson(value);
  const sorted = [...mappingEntries(value)].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return wrap(
    '{',
    sorted.map(([key, each]) => `${pythonJson(String(key))}: ${indentedJson(each, inside)}`),
    '}',
  );
}

export interface MissingVar {
  readonly name: string;
  /** Variables of the command line: dbt lists these. */
  readonly supplied: Readonly<Record<string, unknown>>;
  /** The node that asks; undefined for project files. */
  readonly nodeName?: string;
}

/** The error of a `var()` without a value or default. */
export function missingVar(request: MissingVar): DiagnosticError {
  const { name } = request;
  const who = request.nodeName ?? '<Configuration>';
  return new DiagnosticError(
    diagnostic('P020', `the variable '${name}' has no value`, {
      hint: `Give it with --vars '{"${name}": ...}', in \`vars:\`, or write a default: var('${name}', ...).`,
      dbtMessage: `Required var '${name}' not found in config:\nVars supplied to ${who} = ${indentedJson(request.supplied)}`,
    }),
  );
}

export interface VarFunctionOptions {
  lookup(name: string): FoundVar | undefined;
  /** The error to throw for a variable without a value or default; null where it is none, and the variable is `none`. */
  missing(name: string): DiagnosticError | null;
  readonly onRead?: (name: string) => void;
}

/** `var(name, default)` with `var.has_var(name)`, as templates call it. */
export function varFunction(options: VarFunctionOptions): unknown {
  return hostFunction('var', (positional, keywords) => {
    const name = String(positional[0] ?? keywords['var_name']);
    options.onRead?.(name);
    const found = options.lookup(name);
    if (found !== undefined) return fromPlain(found.value);
    if (positional.length > 1) return positional[1];
    if ('default' in keywords) return keywords['default'];
    const error = options.missing(name);
    if (error !== null) throw error;
    return null;
  });
}

/** The text or value of `--vars` as a record. Throws a `DiagnosticError` when it is not a mapping. */
export function readCliVars(vars: unknown): Readonly<Record<string, unknown>> {
  if (vars === undefined || vars === null) return {};
  if (typeof vars !== 'string') return isMapping(vars) ? mappingRecord(vars) : refuse(String(vars));
  const parsed = parseYaml(vars);
  if (parsed.errors.length > 0 || !isMapping(parsed.value)) return refuse(vars);
  return mappingRecord(parsed.value);
}

function refuse(text: string): never {
  throw new DiagnosticError(
    diagnostic('P024', 'the value of --vars is not a YAML mapping', {
      hint: `Write it like --vars '{"key": "value"}'.`,
      dbtMessage: `Invalid value for '--vars': String '${text}' is not valid YAML`,
    }),
  );
}
