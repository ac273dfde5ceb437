import { requireIndex } from '../methods/method.ts';
import { add } from '../runtime/arithmetic.ts';
import { equals, greater, less, sortedBy } from '../runtime/compare.ts';
import type { Environment } from '../runtime/environment.ts';
import { isIterable, iterate, length, truth } from '../runtime/iteration.ts';
import { alike } from '../runtime/markup.ts';
import { str } from '../runtime/text.ts';
import { typeName } from '../runtime/type-name.ts';
import {
  GETATTR,
  GETITEM,
  ITER,
  isDict,
  LEN,
  type Mapping,
  mappingEntries,
  PyIterator,
  PySet,
  PyTuple,
  PyView,
  raise,
  tuple,
  Undefined,
} from '../values/index.ts';
import { checkItemCount, checkTextLength } from '../values/limits.ts';
import { slotsOf } from '../values/slots.ts';
import { isText } from '../values/text-like.ts';
import { attributeGetter, ignoreCase } from './attribute.ts';
import { defineFilters } from './define.ts';

type Bound = readonly unknown[];

const generator = (items: readonly unknown[], name = 'generator'): PyIterator => new PyIterator(items, name);

function first([value]: Bound, { undefinedOf }: Environment): unknown {
  if (value instanceof PyIterator) {
    const item = value.next();
    return item === undefined ? undefinedOf.withHint('No first item, sequence was empty.') : item;
  }
  const items = iterate(value);
  return items.length > 0 ? items[0] : undefinedOf.withHint('No first item, sequence was empty.');
}

/** Whether a host object shows itself as a sequence. */
function isHostSequence(value: unknown): boolean {
  const slots = slotsOf(value);
  return slots[ITER] !== undefined && slots[LEN] !== undefined && slots[GETITEM] !== undefined;
}

/** What Python's `reversed` takes. */
function reversible(value: unknown): unknown[] | null {
  if (value instanceof PySet || value instanceof PyIterator) return null;
  const isBuiltIn = isText(value) || Array.isArray(value) || isDict(value);
  return isBuiltIn || value instanceof PyView || value instanceof Undefined || isHostSequence(value)
    ? iterate(value)
    : null;
}

function last([value]: Bound, { undefinedOf }: Environment): unknown {
  const items = reversible(value) ?? raise('TypeError', `'${typeName(value)}' object is not reversible`);
  return items.length > 0 ? items.at(-1) : undefinedOf.withHint('No last item, sequence was empty.');
}

const REVERSE_ITERATORS: Readonly<Record<string, string>> = {
  list: 'list_reverseiterator',
  tuple: 'reversed',
  range: 'range_iterator',
  dict: 'dict_reversekeyiterator',
};

function reverse([value]: Bound): unknown {
  if (isText(value)) return alike(value, [...str(value)].reverse().join(''));
  const items = reversible(value);
  if (items !== null)
    return generator([...items].reverse(), REVERSE_ITERATORS[typeName(value)] ?? 'reversed');
  if (!isIterable(value)) return raise('FilterArgumentError', 'argument must be iterable');
  return [...iterate(value)].reverse();
}

function join([value, separator, attribute]: Bound, environment: Environment): string {
  const get = attributeGetter(environment, attribute);
  const between = separator === undefined ? '' : str(separator);
  const texts = Array.from(iterate(value), (item) => str(get(item)));
  checkTextLength(texts.reduce((sum, each) => sum + each.length + between.length, 0));
  return texts.join(between);
}

function sortKeys(environment: Environment, attribute: unknown, caseSensitive: boolean) {
  const attributes = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  const getters = attributes.map((each) => attributeGetter(environment, each));
  return (item: unknown) => getters.map((get) => (caseSensitive ? get(item) : ignoreCase(get(item))));
}

function sort([value, reversed, caseSensitive, attribute]: Bound, environment: Environment): unknown[] {
  const items = iterate(value);
  return sortedBy(items, sortKeys(environment, attribute, truth(caseSensitive)), {
    reverse: truth(reversed),
  });
}

function keyGetter(environment: Environment, attribute: unknown, caseSensitive: unknown) {
  const get = attributeGetter(environment, attribute);
  return truth(caseSensitive) ? get : (item: unknown) => ignoreCase(get(item));
}

function unique([value, caseSensitive, attribute]: Bound, environment: Environment): unknown {
  const key = keyGetter(environment, attribute, caseSensitive);
  const seen = new PySet();
  const kept = iterate(value).filter((item) => {
    const itemKey = key(item);
    if (seen.has(itemKey)) return false;
    seen.add(itemKey);
    return true;
  });
  return generator(kept);
}

function extreme(better: (a: unknown, b: unknown) => boolean) {
  return ([value, caseSensitive, attribute]: Bound, environment: Environment): unknown => {
    const key = keyGetter(environment, attribute, caseSensitive);
    const items = iterate(value);
    if (items.length === 0)
      return environment.undefinedOf.withHint('No aggregated item, sequence was empty.');
    let best = items[0];
    let bestKey = key(best);
    for (const item of items.slice(1)) {
      const itemKey = key(item);
      if (better(itemKey, bestKey)) [best, bestKey] = [item, itemKey];
    }
    return best;
  };
}

function sum([value, attribute, start]: Bound, environment: Environment): unknown {
  const get = attributeGetter(environment, attribute);
  const items = iterate(value);
  if (typeof start === 'string') raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  return items.reduce((total, item) => add(total, get(item)), start === undefined ? 0 : start);
}

/** A group of `groupby`: a tuple whose parts have names. */
function groupTuple(grouper: unknown, items: unknown[]): PyTuple {
  const group = tuple(grouper, items);
  const names: Readonly<Record<string, unknown>> = { grouper, list: items };
  Object.defineProperty(group, GETATTR, {
    value: (name: string) => (Object.hasOwn(names, name) ? names[name] : undefined),
  });
  return group;
}

function groupBy([value, attribute, fallback, caseSensitive]: Bound, environment: Environment): unknown[] {
  const get = attributeGetter(environment, attribute, fallback);
  const key = truth(caseSensitive) ? get : (item: unknown) => ignoreCase(get(item));
  const groups: { readonly key: unknown; readonly items: unknown[] }[] = [];
  for (const item of sortedBy(iterate(value), key)) {
    const itemKey = key(item);
    const open = groups.at(-1);
    if (open !== undefined && equals(open.key, itemKey)) open.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  return groups.map(({ items }) => groupTuple(get(items[0]), items));
}

function dictItems(value: unknown): unknown[][] {
  if (value instanceof Undefined) value.fail();
  if (!isDict(value)) raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  return mappingEntries(value as Mapping).map((pair) => PyTuple.of_(pair));
}

function dictSort([value, caseSensitive, by, reversed]: Bound): unknown[] {
  const part = by === undefined || by === 'key' ? 0 : by === 'value' ? 1 : -1;
  if (part === -1) raise('FilterArgumentError', 'You can only sort by either "key" or "value"');
  const key = (item: unknown) => {
    const shown = (item as unknown[])[part];
    return truth(caseSensitive) ? shown : ignoreCase(shown);
  };
  return sortedBy(dictItems(value), key, { reverse: truth(reversed) });
}

function batch([value, size, fill]: Bound): unknown {
  const batches: unknown[][] = [];
  for (const item of iterate(value)) {
    const open = batches.at(-1);
    if (open === undefined || equals(open.length, size)) batches.push([item]);
    else open.push(item);
  }
  const open = batches.at(-1);
  if (open !== undefined && fill !== undefined && fill !== null) {
    const width = requireIndex(size);
    checkItemCount(width);
    while (open.length < width) open.push(fill);
  }
  return generator(batches);
}

function slice([value, count, fill]: Bound): unknown {
  const items = [...iterate(value)];
  const slices = requireIndex(count);
  if (slices === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
  checkItemCount(slices);
  const size = Math.floor(items.length / slices);
  const extra = items.length - size * slices;
  const result: unknown[][] = [];
  let offset = 0;
  for (let number = 0; number < slices; number++) {
    const start = offset + number * size;
    if (number < extra) offset++;
    const part = items.slice(start, offset + (number + 1) * size);
    if (fill !== undefined && fill !== null && number >= extra) part.push(fill);
    result.push(part);
  }
  return generator(result);
}

function items([value]: Bound): unknown {
  if (value instanceof Undefined) return generator([]);
  if (!isDict(value)) return raise('TypeError', 'Can only get item pairs from a mapping.');
  return generator(mappingEntries(value).map((pair) => PyTuple.of_(pair)));
}

/** Filters over sequences and dicts. */
export const sequenceFilters = defineFilters({
  batch: ['value linecount fill_with?', batch],
  count: ['obj /', ([value]) => length(value)],
  dictsort: ['value case_sensitive? by? reverse?', dictSort],
  first: ['seq', first],
  groupby: ['value attribute default? case_sensitive?', groupBy],
  items: ['value', items],
  join: ['value d? attribute?', join],
  last: ['seq', last],
  length: ['obj /', ([value]) => length(value)],
  list: ['value', ([value]) => Array.from(iterate(value))],
  max: ['value case_sensitive? attribute?', extreme(greater)],
  min: ['value case_sensitive? attribute?', extreme(less)],
  reverse: ['value', reverse],
  slice: ['value slices fill_with?', slice],
  sort: ['value reverse? case_sensitive? attribute?', sort],
  sum: ['iterable attribute? start?', sum],
  unique: ['value case_sensitive? attribute?', unique],
});
