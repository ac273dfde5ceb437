import {
  CALL,
  GETATTR,
  type HostFunction,
  hostFunction,
  isDict,
  type Keywords,
  mappingEntries,
  raise,
  strOf,
  TYPE,
} from '../jinja/index.ts';

/** A parameter: its name alone when it is required, or its name and default. */
export type Parameter = string | readonly [name: string, defaultValue: unknown];

const nameOf = (parameter: Parameter): string => (typeof parameter === 'string' ? parameter : parameter[0]);

/** Names as Python lists them: two are joined, and from three on the last comma stays. */
function listed(names: readonly string[]): string {
  const quoted = names.map((each) => `'${each}'`);
  if (quoted.length < 3) return quoted.join(' and ');
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
}

function failOnMissing(name: string, missing: readonly string[]): never {
  const list = listed(missing);
  const plural = missing.length === 1 ? 'argument' : 'arguments';
  return raise('TypeError', `${name}() missing ${missing.length} required positional ${plural}: ${list}`);
}

/** Methods count the object that they belong to; functions that a class only holds do not. */
const isMethod = (name: string): boolean =>
  name.includes('.') && !name.startsWith('BaseContext.') && !name.endsWith('.add_ephemeral_prefix');

function failOnSurplus(name: string, parameters: readonly Parameter[], given: number): never {
  const self = isMethod(name) ? 1 : 0;
  const most = parameters.length + self;
  const least = parameters.filter((each) => typeof each === 'string').length + self;
  const count = least === most ? `${most}` : `from ${least} to ${most}`;
  const takes = `${count} positional argument${most === 1 ? '' : 's'}`;
  return raise('TypeError', `${name}() takes ${takes} but ${given + self} were given`);
}

/**
 * Values for parameters in their order, as Python assigns arguments to them. Raises Python's `TypeError` for missing, surplus
 * and unknown ones.
 */
export function bindArguments(
  name: string,
  parameters: readonly Parameter[],
  positional: readonly unknown[],
  keywords: Keywords,
): unknown[] {
  if (positional.length > parameters.length) failOnSurplus(name, parameters, positional.length);
  for (const key of Object.keys(keywords)) {
    const index = parameters.findIndex((each) => nameOf(each) === key);
    if (index === -1) raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
    if (index < positional.length) raise('TypeError', `${name}() got multiple values for argument '${key}'`);
  }
  const missing: string[] = [];
  const values = positional.slice();
  for (const parameter of parameters.slice(positional.length)) {
    const key = nameOf(parameter);
    if (key in keywords) values.push(keywords[key]);
    else if (typeof parameter === 'string') missing.push(key);
    else values.push(parameter[1]);
  }
  if (missing.length > 0) failOnMissing(name, missing);
  return values;
}

/**
 * A function for templates whose arguments arrive in the order of `parameters`, by position or by name. Its name is Python's:
 * `BaseAdapter.execute` for a method.
 */
export function pythonFunction(
  name: string,
  parameters: readonly Parameter[],
  call: (...values: unknown[]) => unknown,
): unknown {
  return hostFunction(name.slice(name.lastIndexOf('.') + 1), (positional, keywords) =>
    call(...bindArguments(name, parameters, positional, keywords)),
  );
}

/** An object that templates call, of a class that Python would name. */
export function callableObject(typeName: string, call: HostFunction): unknown {
  return Object.freeze({ [CALL]: call, [GETATTR]: () => undefined, [TYPE]: typeName });
}

/** A function for templates that takes any arguments. */
export function freeFunction(name: string, call: HostFunction): unknown {
  return hostFunction(name, call);
}

/** The entries of a dict argument under string keys; null when the value is not a dict. */
export function dictArgument(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isDict(value)) return null;
  return Object.fromEntries(mappingEntries(value).map(([key, item]) => [strOf(key), item]));
}
