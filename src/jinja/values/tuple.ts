/** A Python tuple. An array to JavaScript, so that sequences share their code; templates have no way to change it. */
export class PyTuple extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** A tuple of the items, in order. (The inherited constructor would read one number as a length.) */
  static of_(items: Iterable<unknown>): PyTuple {
    const tuple = new PyTuple();
    for (const item of items) tuple.push(item);
    return tuple;
  }
}

/** A tuple of the given items. */
export function tuple(...items: readonly unknown[]): PyTuple {
  return PyTuple.of_(items);
}

/** `range(start, stop, step)`, filled in: the sandbox bounds its length. */
export class PyRange extends Array<unknown> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  start = 0;
  stop = 0;
  step = 1;
}
