import { iterate } from '../runtime/iteration.ts';
import { repr } from '../runtime/text.ts';
import { PySet, raise } from '../values/index.ts';
import { methodTable } from './method.ts';

const others = (bound: readonly unknown[]): unknown[][] => (bound[0] as unknown[]).map(iterate);

function difference(set: PySet, bound: readonly unknown[]): PySet {
  const removed = new PySet(others(bound).flat());
  return new PySet([...set].filter((item) => !removed.has(item)));
}

function intersection(set: PySet, bound: readonly unknown[]): PySet {
  const kept = others(bound).map((items) => new PySet(items));
  return new PySet([...set].filter((item) => kept.every((other) => other.has(item))));
}

function symmetricDifference(set: PySet, [other]: readonly unknown[]): PySet {
  const second = new PySet(iterate(other));
  return new PySet([
    ...[...set].filter((item) => !second.has(item)),
    ...[...second].filter((item) => !set.has(item)),
  ]);
}

function replaceItems(set: PySet, items: PySet): null {
  const kept = [...items];
  set.clear();
  for (const item of kept) set.add(item);
  return null;
}

function popItem(set: PySet): unknown {
  for (const item of set) {
    set.delete(item);
    return item;
  }
  return raise('KeyError', "'pop from an empty set'");
}

/** Methods of sets. */
export const setMethods = methodTable<PySet>({
  add: [
    'item /',
    (set, [item]) => {
      set.add(item);
      return null;
    },
  ],
  clear: [
    '/',
    (set) => {
      set.clear();
      return null;
    },
  ],
  copy: ['/', (set) => new PySet(set)],
  difference: ['/ *', difference],
  difference_update: ['/ *', (set, bound) => replaceItems(set, difference(set, bound))],
  discard: [
    'item /',
    (set, [item]) => {
      set.delete(item);
      return null;
    },
  ],
  intersection: ['/ *', intersection],
  intersection_update: ['/ *', (set, bound) => replaceItems(set, intersection(set, bound))],
  isdisjoint: ['other /', (set, [other]) => !iterate(other).some((item) => set.has(item))],
  issubset: [
    'other /',
    (set, [other]) => {
      const second = new PySet(iterate(other));
      return [...set].every((item) => second.has(item));
    },
  ],
  issuperset: ['other /', (set, [other]) => iterate(other).every((item) => set.has(item))],
  pop: ['/', popItem],
  remove: ['item /', (set, [item]) => (set.delete(item) ? null : raise('KeyError', repr(item)))],
  symmetric_difference: ['other /', symmetricDifference],
  symmetric_difference_update: [
    'other /',
    (set, bound) => replaceItems(set, symmetricDifference(set, bound)),
  ],
  union: ['/ *', (set, bound) => new PySet([...set, ...others(bound).flat()])],
  update: [
    '/ *',
    (set, bound) => {
      for (const item of others(bound).flat()) set.add(item);
      return null;
    },
  ],
});
