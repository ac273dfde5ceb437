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

/** Jinja's binding of arguments to the parameters of a macro; undefined where one is absent. */
function bindMacroArguments(
  shape: MacroShape,
  positional: readonly unknown[],
  keywords: Keywords,
): unknown[] {
  const { parameters } = shape;
  const values = positional.slice(0, parameters.length);
  const rest = new PyDict();
  for (const key in keywords) {
    const index = parameters.indexOf(key);
    if (index >= positional.length) values[index] = keywords[key];
    else rest.set(key, keywords[key]);
  }
  values.length = parameters.length;
  const declaresCaller = parameters.includes('caller');
  if (shape.caller && !declaresCaller) {
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
  return values;
}

function call(run: MacroFunction, context: Context, slot: unknown, values: unknown[]): unknown {
  enter(context);
  let result: unknown;
  try {
    result = run(slot, ...values);
  } catch (error) {
    leave(context);
    throw error;
  }
  if (result instanceof Promise) return result.finally(() => leave(context));
  leave(context);
  return result;
}

/** A macro as a runtime value. */
export function createMacro(
  shape: MacroShape,
  run: MacroFunction,
  context: Context,
  catchesCaller: boolean,
): unknown {
  const members: Readonly<Record<string, unknown>> = {
    name: shape.name,
    arguments: PyTuple.of_(shape.parameters),
    catch_kwargs: shape.kwargs,
    catch_varargs: shape.varargs,
    caller: catchesCaller,
  };
  return Object.freeze({
    [CALL]: (positional: readonly unknown[], keywords: Keywords) =>
      call(
        run,
        context,
        (keywords as { [TRACE]?: unknown })[TRACE],
        bindMacroArguments(shape, positional, keywords),
      ),
    [TYPE]: 'Macro',
    [REPR]: () => `<Macro ${shape.name === null ? 'anonymous' : repr(shape.name)}>`,
    [GETATTR]: (name: string) => (Object.hasOwn(members, name) ? members[name] : undefined),
  });
}
