import { Float } from '../../base/index.ts';
import type { SourceText } from '../../diagnostics/index.ts';
import { spanPosition } from '../../diagnostics/index.ts';
import { constantPiece } from '../native/pieces.ts';
import {
  isDict,
  isNumber,
  type Keywords,
  mappingEntries,
  numberOf,
  PyDict,
  PyTuple,
  raise,
  TRACE,
  Undefined,
} from '../values/index.ts';
import { checkText } from '../values/limits.ts';
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
import { tick } from './context.ts';
import type { Environment } from './environment.ts';
import { type CodeFrame, spanOf, trace } from './frame.ts';
import { iterate, sizeGuard, truth, unpack } from './iteration.ts';
import { Loop } from './loop.ts';
import { createMacro } from './macro.ts';
import { Output, passOn, Slot } from './output.ts';
import { Slice } from './slice.ts';
import { str } from './text.ts';
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

/** Output that has to be text already: what a filter block or a call block results in. */
function requireText(value: unknown): string {
  if (typeof value === 'string') return value;
  return raise('TypeError', `sequence item 0: expected str instance, ${typeName(value)} found`);
}

/** `constant ** x`. Jinja writes a negative constant without parentheses, so that Python negates the power instead. */
function powerOfConstant(base: unknown, exponent: unknown): unknown {
  const isNegative = isNumber(base) && numberOf(base) < 0;
  return isNegative ? negate(raiseToPower(negate(base), exponent)) : raiseToPower(base, exponent);
}

/** A call at parse time: whoever would have to wait cannot answer. */
function callSync(callee: unknown, positional: readonly unknown[], keywords: Keywords): unknown {
  const result = callValue(callee, positional, keywords);
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
  noLoader: () => raise('TypeError', 'no loader for this environment specified'),
  NONE: NO_KEYWORDS,
  Output,
  passOn,
  plus,
  power: raiseToPower,
  powerOfConstant,
  requireText,
  setAttribute,
  sizeGuard,
  Slice,
  slice: getSlice,
  Slot,
  spread,
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

/** Everything that generated code refers to. */
export function createRuntime(
  environment: Environment,
  options: { readonly asynchronous: boolean; readonly source: SourceText; readonly spans: readonly number[] },
) {
  const { undefinedOf } = environment;
  return {
    ...SHARED,
    attribute: (object: unknown, name: string) => getAttribute(object, name, undefinedOf),
    item: (object: unknown, key: unknown) => getItem(object, key, undefinedOf),
    call: options.asynchronous ? callValue : callSync,
    filterOf: (name: string) => (value: unknown, positional: readonly unknown[], keywords: Keywords) =>
      applyFilter(environment, filterNamed(environment, name), value, { positional, keywords }),
    testOf: (name: string) => (value: unknown, positional: readonly unknown[], keywords: Keywords) =>
      applyTest(environment, testNamed(environment, name), value, { positional, keywords }),
    frameOf: (name: string | null): CodeFrame => ({ name, source: options.source, spans: options.spans }),
    loopOf: (items: readonly unknown[], depth: number, recurse: ((items: unknown) => unknown) | null) =>
      new Loop(items, { depth, recurse, undefinedOf }),
    notProvided: (name: string) => undefinedOf.withHint(`parameter '${name}' was not provided`),
    ofName: undefinedOf.ofName,
  };
}

/** The names of the runtime, which generated code declares. */
export const RUNTIME_NAMES: readonly string[] = Object.keys(
  createRuntime(
    { filters: {}, tests: {}, undefinedOf: STRICT },
    { asynchronous: false, source: { path: '', text: '' }, spans: [] },
  ),
);
