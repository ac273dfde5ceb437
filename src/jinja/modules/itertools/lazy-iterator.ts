import { PyIterator, PyTuple, REPR, raise } from '../../values/index.ts';

/** Items that may be taken at once from what may be endless. */
const MAX_TAKEN = 500_000;

/** An iterator that makes its items when they are asked for, so that it may be endless. */
export class LazyIterator extends PyIterator {
  readonly #source: Iterator<unknown>;
  readonly #shown: string | undefined;

  constructor(source: Iterable<unknown>, name: string, shown?: string) {
    super([], `itertools.${name}`);
    this.#source = source[Symbol.iterator]();
    this.#shown = shown;
  }

  override next(): unknown {
    const { done, value } = this.#source.next();
    return done === true ? undefined : value;
  }

  /** Everything that is left; raises when that is too much, as what is endless always is. */
  override rest(): unknown[] {
    const items: unknown[] = [];
    for (let item = this.next(); item !== undefined; item = this.next()) {
      if (items.length >= MAX_TAKEN) raise('MemoryError', `the iterator has more than ${MAX_TAKEN} items`);
      items.push(item);
    }
    return items;
  }

  [REPR](): string {
    return this.#shown ?? `<${this.typeName} object at 0x7f0000000000>`;
  }
}

export const tupleOf = (items: Iterable<unknown>): PyTuple => PyTuple.of_(items);
