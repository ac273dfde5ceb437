import { type MethodTable, requireIndex } from '../../methods/method.ts';
import { iterate } from '../../runtime/iteration.ts';
import { repr } from '../../runtime/text.ts';
import { typeName } from '../../runtime/type-name.ts';
import { isInt, isNumber, NUMBER, type PyDict, type PyTuple, raise } from '../../values/index.ts';
import { slotsOf } from '../../values/slots.ts';
import { moduleFunctions } from '../objects/class-object.ts';
import { combinations, permutations, product } from './combinatorics.ts';
import { LazyIterator, tupleOf } from './lazy-iterator.ts';
import * as sequences from './sequences.ts';

function requireNumber(value: unknown): void {
  if (!isNumber(value) && !(NUMBER in slotsOf(value))) raise('TypeError', 'a number is required');
}

function makeCount(start: unknown, step: unknown): LazyIterator {
  requireNumber(start);
  requireNumber(step);
  const plain = isInt(step) && Number(step) === 1;
  return new LazyIterator(
    sequences.count(start, step),
    'count',
    `count(${repr(start)}${plain ? '' : `, ${repr(step)}`})`,
  );
}

function makeRepeat(value: unknown, times: unknown): LazyIterator {
  if (times === undefined)
    return new LazyIterator(sequences.repeat(value, Infinity), 'repeat', `repeat(${repr(value)})`);
  const rounds = Math.max(0, requireIndex(times));
  return new LazyIterator(sequences.repeat(value, rounds), 'repeat', `repeat(${repr(value)}, ${rounds})`);
}

const BAD_BOUND = 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.';

function bound(value: unknown, absent: number, message: string): number {
  if (value === undefined || value === null) return absent;
  const whole = isInt(value) ? Number(value) : -1;
  return whole < 0 ? raise('ValueError', message) : whole;
}

/** `islice(iterable, stop)` and `islice(iterable, start, stop, step)`. */
function makeSlice(iterable: unknown, bounds: readonly unknown[]): LazyIterator {
  if (bounds.length < 1 || bounds.length > 3) {
    raise(
      'TypeError',
      `islice expected at ${bounds.length < 1 ? 'least 2' : 'most 4'} arguments, got ${bounds.length + 1}`,
    );
  }
  const [start, stop, step] = bounds.length === 1 ? [null, bounds[0], null] : bounds;
  const size = bound(step, 1, 'Step for islice() must be a positive integer or None.');
  if (size === 0) raise('ValueError', 'Step for islice() must be a positive integer or None.');
  const stopMessage =
    bounds.length === 1
      ? 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.'
      : BAD_BOUND;
  const range = { start: bound(start, 0, BAD_BOUND), stop: bound(stop, Infinity, stopMessage), step: size };
  requireIterable(iterable);
  return new LazyIterator(sequences.slice(iterable, range), 'islice');
}

function requireIterable(value: unknown): void {
  if (isNumber(value) || value === null) raise('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** A pool of items, and how many of them to take: all unless told. */
function sized(values: readonly unknown[]): readonly [readonly unknown[], number] {
  const pool = [...iterate(values[0])];
  return [pool, values[1] === undefined || values[1] === null ? pool.length : requireIndex(values[1])];
}

/** One of the keywords of a function that takes any number of arguments. */
function keyword(name: string, keywords: unknown, allowed: string): unknown {
  const given = keywords as PyDict;
  for (const key of given.keys()) {
    if (key !== allowed) raise('TypeError', `${name}() got an unexpected keyword argument '${String(key)}'`);
  }
  return given.get(allowed);
}

const TABLE: MethodTable<null> = {
  count: ['start? step?', (_, [start, step]) => makeCount(start ?? 0, step ?? 1)],
  cycle: [
    'iterable /',
    (_, [iterable]) => {
      requireIterable(iterable);
      return new LazyIterator(sequences.cycle(iterable), 'cycle');
    },
  ],
  repeat: ['object times?', (_, [value, times]) => makeRepeat(value, times)],
  accumulate: [
    'iterable func? initial?',
    (_, [iterable, callee, initial]) => {
      requireIterable(iterable);
      return new LazyIterator(
        sequences.accumulate(iterable, callee ?? null, initial ?? undefined),
        'accumulate',
      );
    },
  ],
  chain: ['*', (_, [iterables]) => new LazyIterator(sequences.chain(iterables as PyTuple), 'chain')],
  compress: [
    'data selectors',
    (_, [values, selectors]) => {
      requireIterable(values);
      requireIterable(selectors);
      return new LazyIterator(sequences.compress(values, selectors), 'compress');
    },
  ],
  islice: ['iterable *', (_, [iterable, bounds]) => makeSlice(iterable, bounds as PyTuple)],
  starmap: [
    'function iterable /',
    (_, [callee, iterable]) => {
      requireIterable(iterable);
      return new LazyIterator(sequences.starmap(callee, iterable), 'starmap');
    },
  ],
  tee: [
    'iterable n? /',
    (_, [iterable, copies]) => {
      const number = copies === undefined ? 2 : requireIndex(copies);
      if (number < 0) raise('ValueError', 'n must be >= 0');
      requireIterable(iterable);
      return tupleOf(sequences.tee(iterable, number).map((copy) => new LazyIterator(copy, '_tee')));
    },
  ],
  zip_longest: [
    '* **',
    (_, [iterables, keywords]) => {
      const fill = keyword('zip_longest', keywords, 'fillvalue') ?? null;
      (iterables as PyTuple).forEach(requireIterable);
      return new LazyIterator(sequences.zipLongest(iterables as PyTuple, fill), 'zip_longest');
    },
  ],
  product: [
    '* **',
    (_, [iterables, keywords]) => {
      const times = keyword('product', keywords, 'repeat');
      const pools = (iterables as PyTuple).map((iterable) => [...iterate(iterable)]);
      const rounds = times === undefined ? 1 : requireIndex(times);
      if (rounds < 0) raise('ValueError', 'repeat argument cannot be negative');
      return new LazyIterator(product(Array.from({ length: rounds }, () => pools).flat()), 'product');
    },
  ],
  permutations: [
    'iterable r?',
    (_, values) => new LazyIterator(permutations(...sized(values)), 'permutations'),
  ],
  combinations: [
    'iterable r',
    (_, values) => new LazyIterator(combinations(...sized(values), { repeated: false }), 'combinations'),
  ],
  combinations_with_replacement: [
    'iterable r',
    (_, values) =>
      new LazyIterator(combinations(...sized(values), { repeated: true }), 'combinations_with_replacement'),
  ],
};

/** `modules.itertools`: the functions that dbt exposes. `onUse` hears of each call: dbt calls their use deprecated. */
export function itertoolsModule(onUse: () => void): Readonly<Record<string, unknown>> {
  const heard = Object.entries(TABLE).map(([name, [parameters, run]]) => {
    const told: typeof run = (self, values) => {
      onUse();
      return run(self, values);
    };
    return [name, [parameters, told]] as const;
  });
  return moduleFunctions(Object.fromEntries(heard));
}
