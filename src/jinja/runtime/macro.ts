import {
  CALL,
  GETATTR,
  type Keywords,
  PyDict,
  PyTuple,
  REPR,
  raise,
  TRACE,
  TYPE,
  Undefined,
} from '../values/index.ts';
import { NO_KEYWORDS } from './call.ts';
import { type Context, enter, leave } from './context.ts';
import { repr } from './text.ts';

/** What a macro accepts. */
export interface MacroShape {
  /** Null for the `caller` of a call block. */
  readonly name: string | null;
  readonly parameters: readonly string[];
  /** Whether the implicit parameters are passed, in this order, after the declared ones. */
  readonly caller: boolean;
  readonly kwargs: boolean;
  readonly varargs: boolean;
}

type MacroFunction = (slot: unknown, ...values: unknown[]) => unknown;

function quoted(shape: MacroShape): string {
  return repr(shape.name);
}

function unexpectedKeyword(shape: MacroShape, rest: PyDict): never {
  if (rest.has('caller')) {
    raise(
      'TypeError',
      `macro ${quoted(shape)} was invoked with two values for the special caller argument. This is most likely a bug.`,
    );
  }
  return raise('TypeError', `macro ${quoted(shape)} takes no keyword argument ${repr(rest.keys()[0])}`);
}

/** Adds what a macro takes beside its parameters: it reads `caller`, `kwargs` or `varargs`, or may not be given more. */
function bindSpecial(
  shape: MacroShape,
  values: unknown[],
  given: { readonly positional: readonly unknown[]; readonly rest: PyDict | null },
): void {
  const { parameters } = shape;
  const { positional } = given;
  const rest = given.rest ?? new PyDict();
  if (shape.caller && !parameters.includes('caller')) {
    const caller = rest.get('caller');
    rest.delete('caller');
    values.push(
      caller === undefined || caller === null ? new Undefined('caller', 'No caller defined') : caller,
    );
  }
  if (shape.kwargs) values.push(rest);
  else if (rest.size > 0) unexpectedKeyword(shape, rest);
  if (shape.varargs) values.push(PyTuple.of_(positional.slice(parameters.length)));
  else if (positional.length > parameters.length) {
    raise('TypeError', `macro ${quoted(shape)} takes not more than ${parameters.length} argument(s)`);
  }
}

/** Jinja's binding of arguments to the parameters of a macro; undefined where one is absent. */
function bindMacroArguments(
  shape: MacroShape,
  positional: readonly unknown[],
  keywords: Keywords,
): unknown[] {
  const { parameters } = shape;
  const values = positional.slice(0, parameters.length);
  while (values.length < parameters.length) values.push(undefined);
  let rest: PyDict | null = null;
  if (keywords !== NO_KEYWORDS) {
    for (const key in keywords) {
      const index = parameters.indexOf(key);
      if (index >= positional.length) values[index] = keywords[key];
      else {
        rest ??= new PyDict();
        rest.set(key, keywords[key]);
      }
    }
  }
  const isWhole = rest === null && positional.length <= parameters.length;
  if (!isWhole || shape.caller || shape.kwargs || shape.varargs)
    bindSpecial(shape, values, { positional, rest });
  return values;
}

/** A macro as a runtime value. A class, as each node makes a value of every macro that it calls. */
class MacroValue {
  readonly #shape: MacroShape;
  readonly #run: MacroFunction;
  readonly #context: Context;
  readonly #catchesCaller: boolean;

  constructor(shape: MacroShape, run: MacroFunction, context: Context, catchesCaller: boolean) {
    this.#shape = shape;
    this.#run = run;
    this.#context = context;
    this.#catchesCaller = catchesCaller;
  }

  [CALL](positional: readonly unknown[], keywords: Keywords): unknown {
    const context = this.#context;
    const values = bindMacroArguments(this.#shape, positional, keywords);
    enter(context);
    let result: unknown;
    try {
      result = this.#run((keywords as { [TRACE]?: unknown })[TRACE], ...values);
    } catch (error) {
      leave(context);
      throw error;
    }
    if (result instanceof Promise) return leaveLater(result, context);
    leave(context);
    return result;
  }

  get [TYPE](): string {
    return 'Macro';
  }

  [REPR](): string {
    const { name } = this.#shape;
    return `<Macro ${name === null ? 'anonymous' : repr(name)}>`;
  }

  [GETATTR](name: string): unknown {
    const shape = this.#shape;
    const members: Readonly<Record<string, () => unknown>> = {
      name: () => shape.name,
      arguments: () => PyTuple.of_(shape.parameters),
      catch_kwargs: () => shape.kwargs,
      catch_varargs: () => shape.varargs,
      caller: () => this.#catchesCaller,
    };
    return Object.hasOwn(members, name) ? members[name]?.() : undefined;
  }
}

async function leaveLater(result: Promise<unknown>, context: Context): Promise<unknown> {
  try {
    return await result;
  } finally {
    leave(context);
  }
}

/** A macro as a runtime value. */
export function createMacro(
  shape: MacroShape,
  run: MacroFunction,
  context: Context,
  catchesCaller: boolean,
): unknown {
  return new MacroValue(shape, run, context, catchesCaller);
}
