import { ownValue } from '../../../base/index.ts';
import { type Method, type Methods, type MethodTable, methodTable } from '../../methods/method.ts';
import { bindArguments, signature } from '../../runtime/arguments.ts';
import { CALL, GETATTR, type HostFunction, REPR, raise, TYPE } from '../../values/index.ts';

/** The methods of a class and of those it inherits from; later tables override earlier ones. */
export function inherit(...tables: readonly Methods[]): Methods {
  return Object.freeze(Object.assign(Object.create(null), ...tables)) as Methods;
}

/** A method bound to its object, as a callable; undefined when there is no such method. */
export function boundMethod(self: unknown, name: string, methods: Methods): unknown {
  const method = ownValue(methods, name);
  if (method === undefined) return undefined;
  return builtin(name, (positional, keywords) => run(method, self, [positional, keywords]));
}

function run(method: Method, self: unknown, [positional, keywords]: Parameters<HostFunction>): unknown {
  return method.run(self as never, bindArguments(method.signature, positional, keywords));
}

/** A callable that prints as Python's built-in functions do. */
export function builtin(name: string, call: HostFunction): unknown {
  return Object.freeze({
    [CALL]: call,
    [TYPE]: 'builtin_function_or_method',
    [REPR]: () => `<built-in function ${name}>`,
  });
}

/** The functions of a module, as template values by their names. */
export function moduleFunctions(table: MethodTable<null>): Readonly<Record<string, unknown>> {
  const methods = methodTable(table);
  return Object.fromEntries(Object.keys(methods).map((name) => [name, boundMethod(null, name, methods)]));
}

export interface ClassParts {
  /** As `repr` prints it: `datetime.date`. */
  readonly qualifiedName: string;
  /** The parameters of a call of the class, in the notation of `signature`, and what it makes. */
  readonly construct: readonly [parameters: string, make: (bound: readonly unknown[]) => unknown];
  /** Class methods. */
  readonly statics: Methods;
  /** Class attributes such as `min`; made when they are asked for. */
  readonly constants: Readonly<Record<string, () => unknown>>;
  /** Methods, which can be called through the class with the object as the first argument. */
  readonly methods: Methods;
  readonly isInstance: (value: unknown) => boolean;
}

function unboundMethod(name: string, { methods, isInstance, qualifiedName }: ClassParts): unknown {
  const method = ownValue(methods, name);
  if (method === undefined) return undefined;
  return builtin(name, ([self, ...rest], keywords) => {
    if (!isInstance(self)) raise('TypeError', `descriptor '${name}' requires a '${qualifiedName}' object`);
    return run(method, self, [rest, keywords]);
  });
}

/** A Python class as a template value: it can be called, and has class methods and constants. */
export function classObject(parts: ClassParts): unknown {
  const [parameters, make] = parts.construct;
  const target = signature(parts.qualifiedName.split('.').at(-1) ?? '', parameters);
  const attribute = (name: string): unknown => {
    const constant = ownValue(parts.constants, name);
    return constant?.() ?? boundMethod(null, name, parts.statics) ?? unboundMethod(name, parts);
  };
  return Object.freeze({
    [CALL]: (positional: Parameters<HostFunction>[0], keywords: Parameters<HostFunction>[1]) =>
      make(bindArguments(target, positional, keywords)),
    [GETATTR]: attribute,
    [TYPE]: 'type',
    [REPR]: () => `<class '${parts.qualifiedName}'>`,
  });
}
