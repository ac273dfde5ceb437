import { Float } from '../../base/index.ts';
import {
  CMP,
  EQ,
  isDict,
  isNumber,
  type Mapping,
  mappingEntries,
  mappingGet,
  mappingHas,
  mappingSize,
  numberOf,
  PyIterator,
  type PyNumber,
  PySet,
  PyTuple,
  PyView,
  raise,
  Undefined,
} from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';
import { unmarked } from '../values/text-like.ts';
import { iterate } from './iteration.ts';
import { typeName } from './type-name.ts';

/** Raises when the operand is undefined: nearly every operation on it does. */
export function requireDefined(value: unknown): void {
  if (value instanceof Undefined) value.fail();
}

function numbersEqual(a: PyNumber, b: PyNumber): boolean {
  if (typeof a === 'bigint' || typeof b === 'bigint') {
    const left = a instanceof Float ? a.value : typeof a === 'boolean' ? Number(a) : a;
    const right = b instanceof Float ? b.value : typeof b === 'boolean' ? Number(b) : b;
    // biome-ignore lint/suspicious/noDoubleEquals: the loose operator compares a bigint with a number exactly
    return left == right;
  }
  return numberOf(a) === numberOf(b);
}

function sequenceKind(items: readonly unknown[]): unknown {
  return items instanceof PyTuple ? PyTuple : items.constructor;
}

function sequencesEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (sequenceKind(a) !== sequenceKind(b) || a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!equals(a[index], b[index])) return false;
  return true;
}

function dictsEqual(a: Mapping, b: Mapping): boolean {
  if (mappingSize(a) !== mappingSize(b)) return false;
  return mappingEntries(a).every(([key, value]) => mappingHas(b, key) && equals(value, mappingGet(b, key)));
}

function asSet(value: unknown): PySet | null {
  if (value instanceof PySet) return value;
  return value instanceof PyView && value.kind !== 'values' ? new PySet(value.toArray()) : null;
}

function setsEqual(a: unknown, b: unknown): boolean {
  const left = asSet(a);
  const right = asSet(b);
  return (
    left !== null && right !== null && left.size === right.size && [...left].every((item) => right.has(item))
  );
}

/** Python's `==`. */
export function equals(a: unknown, b: unknown): boolean {
  if (a === b) return !(typeof a === 'number' && Number.isNaN(a));
  if (isNumber(a) && isNumber(b)) return numbersEqual(a, b);
  const own = slotsOf(a)[EQ];
  if (own !== undefined) return own.call(a, b);
  const other = slotsOf(b)[EQ];
  if (other !== undefined) return other.call(b, a);
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a)) return Array.isArray(b) && sequencesEqual(a, b);
  if (a instanceof Undefined) return b instanceof Undefined && a.constructor === b.constructor;
  if (isDict(a)) return isDict(b) && dictsEqual(a, b);
  return setsEqual(a, b);
}

export type OrderOperator = '<' | '<=' | '>' | '>=';

function compareNumbers(a: PyNumber, b: PyNumber): number {
  const left = typeof a === 'bigint' ? a : numberOf(a);
  const right = typeof b === 'bigint' ? b : numberOf(b);
  if (left < right) return -1;
  if (left > right) return 1;
  // biome-ignore lint/suspicious/noDoubleEquals: the loose operator compares a bigint with a number exactly
  return left == right ? 0 : Number.NaN;
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  let index = 0;
  while (index < shared && a.charCodeAt(index) === b.charCodeAt(index)) index++;
  const left = a.charCodeAt(index);
  const right = b.charCodeAt(index);
  if (index === shared) return a.length - b.length;
  // Python orders by code point; surrogates stand for code points above every other code unit.
  const leftHigh = left >= 0xd800 && left <= 0xdfff;
  const rightHigh = right >= 0xd800 && right <= 0xdfff;
  return leftHigh === rightHigh ? left - right : leftHigh ? 1 : -1;
}

function compareSequences(a: readonly unknown[], b: readonly unknown[], operator: OrderOperator): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    if (!equals(a[index], b[index])) return compare(a[index], b[index], operator);
  }
  return a.length - b.length;
}

function unordered(a: unknown, b: unknown, operator: OrderOperator): never {
  requireDefined(a);
  requireDefined(b);
  return raise(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

function compareObjects(a: unknown, b: unknown, operator: OrderOperator): number {
  const own = slotsOf(a)[CMP]?.call(a, b);
  if (own !== undefined) return own;
  const other = slotsOf(b)[CMP]?.call(b, a);
  return other === undefined ? unordered(a, b, operator) : -other;
}

/** How two values order; NaN when they do not order but comparing is allowed. `operator` stands in the error. */
export function compare(a: unknown, b: unknown, operator: OrderOperator): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (Array.isArray(a) && Array.isArray(b) && sequenceKind(a) === sequenceKind(b) && isOrdered(a)) {
    return compareSequences(a, b, operator);
  }
  if (asSet(a) !== null && asSet(b) !== null) return compareSets(asSet(a) as PySet, asSet(b) as PySet);
  return compareObjects(a, b, operator);
}

/** Lists and tuples order; ranges do not. */
function isOrdered(items: readonly unknown[]): boolean {
  return items instanceof PyTuple || items.constructor === Array;
}

/** Subsets order as smaller. */
function compareSets(a: PySet, b: PySet): number {
  const within = (x: PySet, y: PySet) => [...x].every((item) => y.has(item));
  if (within(a, b)) return within(b, a) ? 0 : -1;
  return within(b, a) ? 1 : Number.NaN;
}

export const less = (a: unknown, b: unknown): boolean => compare(a, b, '<') < 0;
export const lessOrEqual = (a: unknown, b: unknown): boolean => compare(a, b, '<=') <= 0;
export const greater = (a: unknown, b: unknown): boolean => compare(a, b, '>') > 0;
export const greaterOrEqual = (a: unknown, b: unknown): boolean => compare(a, b, '>=') >= 0;

/** Python's `item in container`. */
export function contains(given: unknown, holder: unknown): boolean {
  const item = unmarked(given);
  const container = unmarked(holder);
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item);
    return raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
  }
  if (container instanceof PySet) return container.has(item);
  if (container instanceof PyView && container.kind === 'keys') return mappingHas(container.mapping, item);
  if (isDict(container)) return hasKey(container, item);
  if (container instanceof PyIterator) return iteratorContains(container, item);
  if (container === null || isNumber(container)) {
    return raise('TypeError', `argument of type '${typeName(container)}' is not iterable`);
  }
  return iterate(container).some((each) => each === item || equals(each, item));
}

/** Unhashable values are an error as keys, even of a plain object that cannot hold them. */
function hasKey(container: Mapping, item: unknown): boolean {
  if (typeof item !== 'string') new PySet().has(item);
  return mappingHas(container, item);
}

function iteratorContains(iterator: PyIterator, item: unknown): boolean {
  for (let each = iterator.next(); each !== undefined; each = iterator.next())
    if (equals(each, item)) return true;
  return false;
}

/** The position of an equal item, or -1. */
export function indexOfEqual(items: readonly unknown[], item: unknown): number {
  return items.findIndex((each) => each === item || equals(each, item));
}

/** A stable sort by keys, as Python's `sorted(items, key=..., reverse=...)`. */
export function sortedBy(
  items: readonly unknown[],
  key: (item: unknown) => unknown,
  options: { readonly reverse: boolean } = { reverse: false },
): unknown[] {
  const keyed = Array.from(items, (item) => ({ item, key: key(item) }));
  const sign = options.reverse ? -1 : 1;
  keyed.sort((a, b) => sign * compare(a.key, b.key, '<') || 0);
  return keyed.map((each) => each.item);
}
