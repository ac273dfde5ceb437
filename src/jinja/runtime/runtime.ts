import { Float } from '../../base/index.ts';
import type { SourceText } from '../../diagnostics/index.ts';
import { spanPosition } from '../../diagnostics/index.ts';
import { constantPiece } from '../native/pieces.ts';
import { returnFunction } from '../return-function.ts';
import {
  isDict,
  isNumber,
  type Keywords,
  mappingEntries,
  numberOf,
  PyDict,
  PyRange,
  PyTuple,
  PythonError,
  ReturnSignal,
  raise,
  TRACE,
  TYPE,
  Undefined,
} from '../values/index.ts';
import { checkText } from '../values/limits.ts';
import { slotsOf } from '../values/slots.ts';
import { isText, TextLike, unmarked } from '../values/text-like.ts';
import { getAttribute, getItem, getSlice, STRICT, setAttribute } from './access.ts';
import { applyFilter, applyTest, filterNamed, testNamed } from './apply.ts';
import {
  add,
  divide,
  floorDivide,
  modulo,
  multiply,
  negate,
  plus,
  raiseToPower,
  subtract,
} from './arithmetic.ts';
import { callValue, NO_KEYWORDS } from './call.ts';
import { contains, equals, greater, greaterOrEqual, less, lessOrEqual } from './compare.ts';
import { type Context, tick } from './context.ts';
import type { Environment } from './environment.ts';
import { type CodeFrame, spanOf, trace } from './frame.ts';
import { iterate, sizeGuard, truth, unpack } from './iteration.ts';
import { Loop } from './loop.ts';
import { createMacro } from './macro.ts';
import { Output, passOn, Slot } from './output.ts';
import { Slice } from './slice.ts';
import { shown, str } from './text.ts';
import { typeName } from './type-name.ts';

const EMPTY: readonly unknown[] = Object.freeze([]);

/** `f(**extra)`: keywords and those of a dict. */
function mergeKeywords(own: Keywords, extra: unknown): Keywords {
  if (extra instanceof Undefined) extra.fail();
  if (!isDict(extra)) return raise('TypeError', 'argument after ** must be a mapping');
  const merged: Record<string | symbol, unknown> = Object.assign(Object.create(null), own);
  for (const [key, value] of mappingEntries(extra)) {
    if (typeof key !== 'string') return raise('TypeError', 'keywords must be strings');
    if (key in merged) raise('TypeError', `got multiple values for keyword argument '${key}'`);
    merged[key] = value;
  }
  return merged as Keywords;
}

/** `f(*extra)`. */
function spread(extra: unknown): unknown[] {
  if (extra === null || typeof extra === 'number' || typeof extra === 'boolean') {
    return raise('TypeError', 'argument after * must be an iterable');
  }
  return iterate(extra);
}

/** Texts that are more than their characters stay within templates: functions of the host receive plain ones. */
function plainArguments(positional: readonly unknown[]): readonly unknown[] {
  for (const each of positional) if (each instanceof TextLike) return positional.map(unmarked);
  return positional;
}

function plainKeywords(keywords: Keywords): Keywords {
  if (keywords === NO_KEYWORDS) return keywords;
  let plain: Record<string | symbol, unknown> | undefined;
  for (const name in keywords) {
    if (!(keywords[name] instanceof TextLike)) continue;
    plain ??= Object.assign(Object.create(null) as Record<string | symbol, unknown>, keywords);
    plain[name] = unmarked(keywords[name]);
  }
  return (plain as Keywords | undefined) ?? keywords;
}

const INSIDE: ReadonlySet<string | undefined> = new Set(['builtin_function_or_method', 'method']);

/** A call whose answer may be a promise. */
function call(callee: unknown, positional: readonly unknown[], keywords: Keywords): unknown {
  if (INSIDE.has(slotsOf(callee)[TYPE])) return callValue(callee, positional, keywords);
  return callValue(callee, plainArguments(positional), plainKeywords(keywords));
}

/**
 * The result of a filter or call block, which has to be text. Python finds out when the whole output is joined: what is
 * wrong is kept in `failures` until then, and any later error comes first.
 */
function blockText(value: unknown, failures: { first: PythonError | null }): string {
  if (isText(value)) return str(value);
  failures.first ??= new PythonError(
    'TypeError',
    `sequence item 0: expected str instance, ${typeName(value)} found`,
  );
  return '';
}

/** Raises what the blocks of a text left behind. */
function joinBlocks(failures: { readonly first: PythonError | null }): void {
  if (failures.first !== null) throw failures.first;
}

/** The text of a constant expression: as Jinja computes it, or as Python does where Jinja cannot. */
function foldedText(compute: () => string, evaluate: () => string): string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof PythonError) return evaluate();
    throw error;
  }
}

/** The value of a constant expression: as Jinja computes it, unless that fails or gives what it cannot write down as code. */
function folded(compute: () => unknown, evaluate: () => unknown): unknown {
  try {
    const value = compute();
    if (isWritable(value)) return value;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
  }
  return evaluate();
}

/** Where a constant expression takes a branch that depends on the rendering: Jinja gives up computing it early. */
function notConstant(): never {
  return raise('Impossible', 'not a constant');
}

/** Whether Jinja keeps a value that it computed when it compiled (its `has_safe_repr`). */
function isWritable(value: unknown): boolean {
  if (value instanceof PyRange) return true;
  if (Array.isArray(value)) return value.every(isWritable);
  if (value instanceof PyDict) return [...value.entries()].every((entry) => entry.every(isWritable));
  return value === null || isText(value) || isNumber(value);
}

/** `constant ** x`. Jinja writes a negative constant without parentheses, so that Python negates the power instead. */
function powerOfConstant(base: unknown, exponent: unknown): unknown {
  const isNegative = isNumber(base) && numberOf(base) < 0;
  return isNegative ? negate(raiseToPower(negate(base), exponent)) : raiseToPower(base, exponent);
}

/** A call at parse time: whoever would have to wait cannot answer. */
function callSync(callee: unknown, positional: readonly unknown[], keywords: Keywords): unknown {
  const result = call(callee, positional, keywords);
  if (!(result instanceof Promise)) return result;
  result.catch(() => undefined);
  return raise(
    'SynchronousCallError',
    'this call can only be answered while a node runs, not while the project is parsed',
  );
}

/** The value of an `if` expression without `else` whose condition is false. Always strict, also while parsing. */
function noElse(place: number, frame: CodeFrame): Undefined {
  const { line } = spanPosition(spanOf(frame, place));
  const hint = `the inline if-expression on line ${line} evaluated to false and no else section was defined.`;
  return new Undefined(undefined, hint);
}

type CallFunction = typeof call;

/** A call that is a statement of a macro: what dbt's `return` throws elsewhere is given back. */
const callToEnd =
  (callOther: CallFunction): CallFunction =>
  (callee, positional, keywords) =>
    callee === returnFunction
      ? new ReturnSignal(unmarked(positional[0]))
      : callOther(callee, positional, keywords);

/** The functions that do not depend on the template or its variant. */
const SHARED = {
  add,
  checkText,
  contains,
  dictOf: (entries: [unknown, unknown][]) => PyDict.from(entries),
  divide,
  EMPTY,
  equals,
  Float,
  floorDivide,
  folded,
  foldedText,
  greater,
  greaterOrEqual,
  iterate,
  less,
  lessOrEqual,
  macro: createMacro,
  mergeKeywords,
  modulo,
  multiply,
  negate,
  noElse,
  notConstant,
  noLoader: () => raise('TypeError', 'no loader for this environment specified'),
  NONE: NO_KEYWORDS,
  Output,
  passOn,
  plus,
  power: raiseToPower,
  powerOfConstant,
  ReturnSignal,
  blockText,
  joinBlocks,
  setAttribute,
  sizeGuard,
  Slice,
  slice: getSlice,
  Slot,
  spread,
  shown,
  str,
  subtract,
  TRACE,
  trace,
  truth,
  tupleOf: (items: unknown[]) => PyTuple.of_(items),
  unpack,
  constantPiece,
  tick,
};

/** What depends on the variant of a template only: made once for thousands of templates. */
function variantRuntime(environment: Environment, asynchronous: boolean) {
  const { undefinedOf } = environment;
  return {
    ...SHARED,
    attribute: (object: unknown, name: string) => getAttribute(object, name, undefinedOf),
    item: (object: unknown, key: unknown) => getItem(object, key, undefinedOf),
    call: asynchronous ? call : callSync,
    callToEnd: callToEnd(asynchronous ? call : callSync),
    filterOf: (name: string) => (value: unknown, positional: readonly unknown[], keywords: Keywords) =>
      applyFilter(environment, filterNamed(environment, name), value, { positional, keywords }),
    testOf: (name: string) => (value: unknown, positional: readonly unknown[], keywords: Keywords) =>
      applyTest(environment, testNamed(environment, name), value, { positional, keywords }),
    loopOf: (items: readonly unknown[], depth: number, recurse: ((items: unknown) => unknown) | null) =>
      new Loop(items, { depth, recurse, undefinedOf }),
    notProvided: (name: string) => undefinedOf.withHint(`parameter '${name}' was not provided`),
    ofName: undefinedOf.ofName,
    missing: (name: string, place: number, frame: CodeFrame, context: Context) => {
      context.onMissing?.(name, spanOf(frame, place));
      return undefinedOf.ofName(name);
    },
  };
}

export interface RuntimeOptions {
  readonly environment: Environment;
  readonly asynchronous: boolean;
  readonly source: SourceText;
  readonly spans: readonly number[];
}

/** Everything that generated code refers to. `environment` is one of a few that are kept. */
export function createRuntime({ environment, asynchronous, source, spans }: RuntimeOptions): object {
  const key = asynchronous ? 'later' : 'now';
  let known = VARIANT_RUNTIMES[key].get(environment);
  if (known === undefined) {
    known = variantRuntime(environment, asynchronous);
    VARIANT_RUNTIMES[key].set(environment, known);
  }
  return Object.assign(Object.create(known), {
    frameOf: (name: string | null): CodeFrame => ({ name, source, spans }),
  });
}

const VARIANT_RUNTIMES = {
  now: new WeakMap<Environment, object>(),
  later: new WeakMap<Environment, object>(),
} as const;

/** The names of the runtime, which generated code declares. */
export const RUNTIME_NAMES: readonly string[] = [
  ...Object.keys(variantRuntime({ filters: {}, tests: {}, undefinedOf: STRICT }, false)),
  'frameOf',
];
