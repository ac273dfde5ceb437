import { add } from '../../runtime/arithmetic.ts';
import { callValue } from '../../runtime/call.ts';
import { iterate, truth } from '../../runtime/iteration.ts';
import { PyIterator, type PyTuple, raise } from '../../values/index.ts';
import { tupleOf } from './lazy-iterator.ts';

/** The items of an iterable, one by one: iterators are not read ahead. */
export function* each(value: unknown): Generator<unknown> {
  if (!(value instanceof PyIterator)) {
    yield* iterate(value);
    return;
  }
  for (let item = value.next(); item !== undefined; item = value.next()) yield item;
}

/** Calls a template's function at once: what waits for a query cannot be used here. */
export function callNow(callee: unknown, values: readonly unknown[]): unknown {
  const result = callValue(callee, values);
  return result instanceof Promise
    ? raise('TypeError', 'a function given to itertools cannot wait for a query')
    : result;
}

export function* count(start: unknown, step: unknown): Generator<unknown> {
  for (let value = start; ; value = add(value, step)) yield value;
}

export function* cycle(value: unknown): Generator<unknown> {
  const seen: unknown[] = [];
  for (const item of each(value)) {
    seen.push(item);
    yield item;
  }
  while (seen.length > 0) yield* seen;
}

export function* repeat(value: unknown, times: number): Generator<unknown> {
  for (let round = 0; round < times; round++) yield value;
}

export function* chain(iterables: readonly unknown[]): Generator<unknown> {
  for (const iterable of iterables) yield* each(iterable);
}

export function* compress(values: unknown, selectors: unknown): Generator<unknown> {
  const chosen = each(selectors);
  for (const value of each(values)) {
    const selector = chosen.next();
    if (selector.done === true) return;
    if (truth(selector.value)) yield value;
  }
}

export interface SliceBounds {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

export function* slice(value: unknown, { start, stop, step }: SliceBounds): Generator<unknown> {
  if (stop <= 0 && start >= stop) return;
  let at = 0;
  let wanted = start;
  for (const item of each(value)) {
    if (at >= stop) return;
    if (at === wanted) {
      yield item;
      wanted += step;
    }
    at++;
    if (at >= stop) return;
  }
}

export function* starmap(callee: unknown, values: unknown): Generator<unknown> {
  for (const parameters of each(values)) yield callNow(callee, iterate(parameters));
}

/** Running totals, or what a function of total and item makes of them. `initial` comes first where it is given. */
export function* accumulate(value: unknown, callee: unknown, initial: unknown): Generator<unknown> {
  let total = initial;
  if (total !== undefined) yield total;
  for (const item of each(value)) {
    if (total === undefined) total = item;
    else total = callee === null ? add(total, item) : callNow(callee, [total, item]);
    yield total;
  }
}

/** Tuples across the iterables, until the longest ends. */
export function* zipLongest(iterables: readonly unknown[], fill: unknown): Generator<PyTuple> {
  const sources = iterables.map(each);
  for (;;) {
    const items = sources.map((source) => source.next());
    if (items.every((item) => item.done === true)) return;
    yield tupleOf(items.map((item) => (item.done === true ? fill : item.value)));
  }
}

/** Independent iterators over one iterable, which share what was read. */
export function tee(value: unknown, copies: number): Generator<unknown>[] {
  const source = each(value);
  const read: unknown[] = [];
  function* copy(): Generator<unknown> {
    for (let at = 0; ; at++) {
      if (at === read.length) {
        const item = source.next();
        if (item.done === true) return;
        read.push(item.value);
      }
      yield read[at];
    }
  }
  return Array.from({ length: copies }, copy);
}
