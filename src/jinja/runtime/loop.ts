import { pythonFunction } from '../globals/index.ts';
import { CALL, GETATTR, LEN, type PyTuple, REPR, raise, TYPE } from '../values/index.ts';
import type { UndefinedFactory } from './access.ts';
import { equals } from './compare.ts';

/** The `loop` variable. */
export class Loop {
  readonly [TYPE] = 'LoopContext';
  /** The current round, from 0. */
  position = 0;
  readonly #items: readonly unknown[];
  readonly #depth: number;
  readonly #recurse: ((items: unknown) => unknown) | null;
  readonly #undefinedOf: UndefinedFactory;
  #lastChanged: PyTuple | null = null;
  #length: number | null = null;

  constructor(
    items: readonly unknown[],
    options: {
      readonly depth: number;
      readonly recurse: ((items: unknown) => unknown) | null;
      readonly undefinedOf: UndefinedFactory;
    },
  ) {
    this.#items = items;
    this.#depth = options.depth;
    this.#recurse = options.recurse;
    this.#undefinedOf = options.undefinedOf;
  }

  /** Counted once, when it is first asked for. */
  [LEN](): number {
    this.#length ??= this.#items.length;
    return this.#length;
  }

  [REPR](): string {
    return `<LoopContext ${this.position + 1}/${this[LEN]()}>`;
  }

  [CALL](positional: readonly unknown[]): unknown {
    if (this.#recurse === null) {
      raise('TypeError', "The loop must have the 'recursive' marker to be called recursively.");
    }
    if (positional.length !== 1) {
      raise(
        'TypeError',
        `LoopContext.__call__() takes 2 positional arguments but ${positional.length + 1} were given`,
      );
    }
    return (this.#recurse as (items: unknown) => unknown)(positional[0]);
  }

  [GETATTR](name: string): unknown {
    return Object.hasOwn(MEMBERS, name) ? MEMBERS[name]?.(this) : undefined;
  }

  neighbour(distance: -1 | 1): unknown {
    const index = this.position + distance;
    if (index >= 0 && index < this.#items.length) return this.#items[index];
    return this.#undefinedOf.withHint(distance === 1 ? 'there is no next item' : 'there is no previous item');
  }

  get isLast(): boolean {
    return this.position + 1 >= this.#items.length;
  }

  get depth(): number {
    return this.#depth;
  }

  /** Whether the values differ from those of the last call. */
  changed(values: PyTuple): boolean {
    if (this.#lastChanged !== null && equals(this.#lastChanged, values)) return false;
    this.#lastChanged = values;
    return true;
  }
}

function cycle(loop: Loop, items: readonly unknown[]): unknown {
  if (items.length === 0) raise('TypeError', 'no items for cycling given');
  return items[loop.position % items.length];
}

const MEMBERS: Readonly<Record<string, (loop: Loop) => unknown>> = {
  changed: (loop) => pythonFunction('changed', '/ *', ([values]) => loop.changed(values as PyTuple)),
  cycle: (loop) => pythonFunction('cycle', '/ *', ([items]) => cycle(loop, items as PyTuple)),
  depth: (loop) => loop.depth + 1,
  depth0: (loop) => loop.depth,
  first: (loop) => loop.position === 0,
  index: (loop) => loop.position + 1,
  index0: (loop) => loop.position,
  last: (loop) => loop.isLast,
  length: (loop) => loop[LEN](),
  nextitem: (loop) => loop.neighbour(1),
  previtem: (loop) => loop.neighbour(-1),
  revindex: (loop) => loop[LEN]() - loop.position,
  revindex0: (loop) => loop[LEN]() - loop.position - 1,
};
