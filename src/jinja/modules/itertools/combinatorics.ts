import { type PyTuple, raise } from '../../values/index.ts';
import { tupleOf } from './lazy-iterator.ts';

/** The items at some positions, as a tuple. */
const picked = (pool: readonly unknown[], positions: readonly number[]): PyTuple =>
  tupleOf(positions.map((at) => pool[at]));

/** All ways to take one item of each pool, the last pool turning fastest. */
export function* product(pools: readonly (readonly unknown[])[]): Generator<PyTuple> {
  if (pools.some((pool) => pool.length === 0)) return;
  const positions = pools.map(() => 0);
  for (;;) {
    yield tupleOf(pools.map((pool, index) => pool[positions[index] as number]));
    let at = pools.length - 1;
    while (at >= 0 && positions[at] === (pools[at] as readonly unknown[]).length - 1) positions[at--] = 0;
    if (at < 0) return;
    positions[at] = (positions[at] as number) + 1;
  }
}

function checkSize(size: number): void {
  if (size < 0) raise('ValueError', 'r must be non-negative');
}

/** All orders of so many items. */
export function* permutations(pool: readonly unknown[], size: number): Generator<PyTuple> {
  checkSize(size);
  const chosen: number[] = [];
  function* extend(): Generator<PyTuple> {
    if (chosen.length === size) {
      yield picked(pool, chosen);
      return;
    }
    for (let at = 0; at < pool.length; at++) {
      if (chosen.includes(at)) continue;
      chosen.push(at);
      yield* extend();
      chosen.pop();
    }
  }
  if (size <= pool.length) yield* extend();
}

/** All choices of so many items in the order of the pool, with or without the same item again. */
export function* combinations(
  pool: readonly unknown[],
  size: number,
  options: { readonly repeated: boolean },
): Generator<PyTuple> {
  checkSize(size);
  const chosen: number[] = [];
  function* extend(from: number): Generator<PyTuple> {
    if (chosen.length === size) {
      yield picked(pool, chosen);
      return;
    }
    for (let at = from; at < pool.length; at++) {
      chosen.push(at);
      yield* extend(options.repeated ? at : at + 1);
      chosen.pop();
    }
  }
  yield* extend(0);
}
