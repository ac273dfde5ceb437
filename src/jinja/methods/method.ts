import { type Signature, signature } from '../runtime/arguments.ts';
import { typeName } from '../runtime/type-name.ts';
import { isInt, raise } from '../values/index.ts';
import { unmarked } from '../values/text-like.ts';

/** A method of a built-in type: its parameters, and what it does to `self` with the bound arguments. */
export interface Method {
  readonly signature: Signature;
  readonly run: (self: never, bound: readonly unknown[]) => unknown;
}

export type Methods = Readonly<Record<string, Method>>;

/** `name` and parameters (see `signature`) with an implementation; `Self` is the type that has the method. */
export type MethodTable<Self> = Readonly<
  Record<string, readonly [parameters: string, run: (self: Self, bound: readonly unknown[]) => unknown]>
>;

/** Makes the methods of a table, by their Python names. */
export function methodTable<Self>(table: MethodTable<Self>): Methods {
  const methods: Record<string, Method> = Object.create(null) as Record<string, Method>;
  for (const [name, [parameters, run]] of Object.entries(table)) {
    methods[name] = { signature: signature(name, parameters), run: run as Method['run'] };
  }
  return Object.freeze(methods);
}

/** An argument that has to be an int (`__index__`). */
export function requireIndex(value: unknown): number {
  if (isInt(value)) return Number(value);
  return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** An argument that has to be a string; `message` names what was expected, `%` stands for the type that came. */
export function requireText(value: unknown, message: string): string {
  const text = unmarked(value);
  if (typeof text === 'string') return text;
  return raise('TypeError', message.replace('%', typeName(value)));
}
