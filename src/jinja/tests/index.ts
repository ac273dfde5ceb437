import { isLower, isUpper } from '../methods/text-case.ts';
import { signature } from '../runtime/arguments.ts';
import { modulo } from '../runtime/arithmetic.ts';
import { isCallable } from '../runtime/call.ts';
import { contains, equals, greater, greaterOrEqual, less, lessOrEqual } from '../runtime/compare.ts';
import type { Environment, Test } from '../runtime/environment.ts';
import { isIterable } from '../runtime/iteration.ts';
import { str } from '../runtime/text.ts';
import {
  GETITEM,
  isDict,
  isFloat,
  isInt,
  isNumber,
  LEN,
  MAPPING,
  NUMBER,
  Undefined,
} from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';
import { isText, TextLike } from '../values/text-like.ts';

type Check = (value: unknown, argument: unknown, environment: Environment) => boolean;

const isSequence: Check = (value) => {
  if (value instanceof Undefined || typeof value === 'string' || Array.isArray(value) || isDict(value))
    return true;
  const slots = slotsOf(value);
  return slots[LEN] !== undefined && slots[GETITEM] !== undefined;
};

/** Whether two values are one object. Small ints and texts are shared in Python, larger values are not. */
const isSame: Check = (value, other) => value === other && !isFloat(value);

const isNamed =
  (kind: 'filters' | 'tests'): Check =>
  (value, _argument, environment) =>
    typeof value === 'string' && Object.hasOwn(environment[kind], value);

const isAnyNumber: Check = (value) => isNumber(value) || slotsOf(value)[NUMBER] !== undefined;

const UNARY: Readonly<Record<string, Check>> = {
  boolean: (value) => typeof value === 'boolean',
  callable: (value) => isCallable(value) || value instanceof Undefined,
  defined: (value) => !(value instanceof Undefined),
  escaped: (value) => value instanceof TextLike,
  even: (value) => equals(modulo(value, 2), 0),
  false: (value) => value === false,
  filter: isNamed('filters'),
  float: (value) => isFloat(value),
  integer: (value) => isInt(value) && typeof value !== 'boolean',
  iterable: (value) => isIterable(value),
  lower: (value) => isLower(str(value)),
  mapping: (value) => isDict(value) || slotsOf(value)[MAPPING] !== undefined,
  none: (value) => value === null,
  number: isAnyNumber,
  odd: (value) => equals(modulo(value, 2), 1),
  sequence: isSequence,
  string: (value) => isText(value),
  test: isNamed('tests'),
  true: (value) => value === true,
  undefined: (value) => value instanceof Undefined,
  upper: (value) => isUpper(str(value)),
};

const divisible: Check = (value, divisor) => equals(modulo(value, divisor), 0);
const isEqual: Check = (value, other) => equals(value, other);
const isUnequal: Check = (value, other) => !equals(value, other);

const BINARY: Readonly<Record<string, Check>> = {
  '!=': isUnequal,
  '<': less,
  '<=': lessOrEqual,
  '==': isEqual,
  '>': greater,
  '>=': greaterOrEqual,
  divisibleby: divisible,
  eq: isEqual,
  equalto: isEqual,
  ge: greaterOrEqual,
  greaterthan: greater,
  gt: greater,
  in: (value, container) => contains(value, container),
  le: lessOrEqual,
  lessthan: less,
  lt: less,
  ne: isUnequal,
  sameas: isSame,
};

/** Python's names of the parameters, where a test can be given them by name. */
const PARAMETERS: Readonly<Record<string, string>> = {
  divisibleby: 'value num',
  in: 'value seq',
  sameas: 'value other',
};

function define(checks: Readonly<Record<string, Check>>, parameters: string): [string, Test][] {
  return Object.entries(checks).map(([name, check]) => [
    name,
    {
      signature: signature(name, PARAMETERS[name] ?? parameters),
      run: ([value, argument], environment) => check(value, argument, environment),
    },
  ]);
}

/** The tests that can stand after `is`. */
export const TESTS: Readonly<Record<string, Test>> = Object.freeze(
  Object.fromEntries([...define(UNARY, 'value'), ...define(BINARY, 'a b /')]),
);
