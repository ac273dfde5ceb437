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

/** All orders of so many items: the positions turn like the wheels of a counter. */
export function* permutations(pool: readonly unknown[], size: number): Generator<PyTuple> {
  checkSize(size);
  if (size > pool.length) return;
  const order = pool.map((_, index) => index);
  const turns = Array.from({ length: size }, (_, index) => pool.length - index);
  for (;;) {
    yield picked(pool, order.slice(0, size));
    let wheel = size - 1;
    while (wheel >= 0 && turns[wheel] === 1) {
      order.push(...order.splice(wheel, 1));
      turns[wheel] = pool.length - wheel;
      wheel--;
    }
    if (wheel < 0) return;
    turns[wheel] = (turns[wheel] as number) - 1;
    const other = order.length - (turns[wheel] as number);
    [order[wheel], order[other]] = [order[other] as number, order[wheel] as number];
  }
}

/** All choices of so many items in the order of the pool, with or without the same item again. */
export function* combinations(
  pool: readonly unknown[],
  size: number,
  { repeated }: { readonly repeated: boolean },
): Generator<PyTuple> {
  checkSize(size);
  if (repeated ? pool.length === 0 && size > 0 : size > pool.length) return;
  const chosen = Array.from({ length: size }, (_, index) => (repeated ? 0 : index));
  const last = (place: number): number => (repeated ? pool.length - 1 : pool.length - size + place);
  for (;;) {
    yield picked(pool, chosen);
    let place = size - 1;
    while (place >= 0 && chosen[place] === last(place)) place--;
    if (place < 0) return;
    const first = (chosen[place] as number) + 1;
    for (let at = place; at < size; at++) chosen[at] = repeated ? first : first + at - place;
  }
}
