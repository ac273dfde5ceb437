import { PyDict } from './dict.ts';
import { type Mapping, mappingEntries, mappingKeys, mappingSize, mappingValues } from './mapping.ts';
import { PyTuple } from './tuple.ts';

/** `dict.keys()`, `.values()` or `.items()`: a live view of a dict. */
export class PyView {
  readonly kind: 'keys' | 'values' | 'items';
  readonly mapping: Mapping;

  constructor(kind: PyView['kind'], mapping: Mapping) {
    this.kind = kind;
    this.mapping = mapping;
  }

  get size(): number {
    return mappingSize(this.mapping);
  }

  toArray(): unknown[] {
    if (this.kind === 'keys') return mappingKeys(this.mapping);
    if (this.kind === 'values') return mappingValues(this.mapping);
    return mappingEntries(this.mapping).map((pair) => PyTuple.of_(pair));
  }
}

/** A generator or iterator: what it yields can be read once. */
export class PyIterator {
  readonly typeName: string;
  readonly #items: readonly unknown[];
  #next = 0;

  constructor(items: readonly unknown[], typeName = 'generator') {
    this.#items = items;
    this.typeName = typeName;
  }

  /** The next item, or undefined at the end. */
  next(): unknown {
    return this.#next < this.#items.length ? this.#items[this.#next++] : undefined;
  }

  /** Everything that is left. */
  rest(): unknown[] {
    const rest = this.#items.slice(this.#next);
    this.#next = this.#items.length;
    return rest;
  }
}

/** `namespace(...)`: the one value whose attributes a template can set. */
export class Namespace {
  readonly attributes = new PyDict();
}
