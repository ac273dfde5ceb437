import { callValue } from '../runtime/call.ts';
import { indexOfEqual, sortedBy } from '../runtime/compare.ts';
import { iterate, truth } from '../runtime/iteration.ts';
import { repr } from '../runtime/text.ts';
import { type Keywords, PyTuple, raise } from '../values/index.ts';
import { checkItemCount } from '../values/limits.ts';
import { methodTable, requireIndex } from './method.ts';

type Items = unknown[];

function count(items: Items, [item]: readonly unknown[]): number {
  return items.filter((each) => indexOfEqual([each], item) === 0).length;
}

function clampIndex(value: unknown, size: number, absent: number): number {
  if (value === undefined) return absent;
  const index = requireIndex(value);
  return Math.max(0, Math.min(size, index < 0 ? index + size : index));
}

function index(items: Items, [item, start, stop]: readonly unknown[]): number {
  const from = clampIndex(start, items.length, 0);
  const found = indexOfEqual(items.slice(from, clampIndex(stop, items.length, items.length)), item);
  if (found === -1) {
    raise(
      'ValueError',
      items instanceof PyTuple ? 'tuple.index(x): x not in tuple' : `${repr(item)} is not in list`,
    );
  }
  return found + from;
}

/** Methods that tuples share with lists. */
export const sequenceMethods = methodTable<Items>({
  count: ['value /', count],
  index: ['value start? stop? /', index],
});

/** Methods of ranges. */
export const rangeMethods = methodTable<Items>({
  count: ['value /', count],
  index: [
    'value /',
    (items, [item]) => {
      const at = indexOfEqual(items, item);
      return at === -1 ? raise('ValueError', `${repr(item)} is not in range`) : at;
    },
  ],
});

function pop(items: Items, [position]: readonly unknown[]): unknown {
  const given = position === undefined ? -1 : requireIndex(position);
  if (items.length === 0) raise('IndexError', 'pop from empty list');
  const at = given < 0 ? given + items.length : given;
  if (at < 0 || at >= items.length) raise('IndexError', 'pop index out of range');
  return items.splice(at, 1)[0];
}

function remove(items: Items, [item]: readonly unknown[]): null {
  const at = indexOfEqual(items, item);
  if (at === -1) raise('ValueError', 'list.remove(x): x not in list');
  items.splice(at, 1);
  return null;
}

function extend(items: Items, [more]: readonly unknown[]): null {
  const added = [...iterate(more)];
  checkItemCount(items.length + added.length);
  for (const item of added) items.push(item);
  return null;
}

function insert(items: Items, [position, item]: readonly unknown[]): null {
  const at = requireIndex(position);
  items.splice(at < 0 ? Math.max(0, at + items.length) : at, 0, item);
  return null;
}

const NO_KEYWORDS: Keywords = Object.freeze({});

function sort(items: Items, [, key, reverse]: readonly unknown[]): null {
  const keyOf =
    key === undefined || key === null
      ? (item: unknown) => item
      : (item: unknown) => callValue(key, [item], NO_KEYWORDS);
  const sorted = sortedBy(items, keyOf, { reverse: truth(reverse) });
  items.splice(0, items.length, ...sorted);
  return null;
}

/** Methods of lists. */
export const listMethods = methodTable<Items>({
  append: [
    'object /',
    (items, [item]) => {
      checkItemCount(items.length + 1);
      items.push(item);
      return null;
    },
  ],
  clear: [
    '/',
    (items) => {
      items.length = 0;
      return null;
    },
  ],
  copy: ['/', (items) => items.slice()],
  count: ['value /', count],
  extend: ['iterable /', extend],
  index: ['value start? stop? /', index],
  insert: ['index object /', insert],
  pop: ['index? /', pop],
  remove: ['value /', remove],
  reverse: [
    '/',
    (items) => {
      items.reverse();
      return null;
    },
  ],
  sort: [
    'self? key? reverse?',
    (items, bound) => {
      if (bound[0] !== undefined) raise('TypeError', 'sort() takes no positional arguments');
      return sort(items, bound);
    },
  ],
});
