import { hashKey, UNHASHABLE } from './hash-key.ts';
import { raise } from './python-error.ts';

const unhashable = (value: unknown): never =>
  raise('TypeError', `unhashable type: '${unhashableName(value)}'`);

/** The Python name of a value that cannot be a key. */
function unhashableName(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return value instanceof PySet ? 'set' : 'dict';
}

/** A Python dict: insertion order, keys of any hashable type. */
export class PyDict {
  readonly [UNHASHABLE] = true;
  readonly #values = new Map<unknown, unknown>();
  /** Keys that are not their own hash key (`True`, `1.0`, tuples), as first written. */
  #originals: Map<unknown, unknown> | null = null;

  /** A dict of pairs or of the own properties of an object. */
  static from(source: Iterable<readonly [unknown, unknown]> | Readonly<Record<string, unknown>>): PyDict {
    const dict = new PyDict();
    const pairs =
      Symbol.iterator in source ? (source as Iterable<readonly [unknown, unknown]>) : Object.entries(source);
    for (const [key, value] of pairs) dict.set(key, value);
    return dict;
  }

  get size(): number {
    return this.#values.size;
  }

  /** The value of a key; undefined when it is absent. */
  get(key: unknown): unknown {
    return this.#values.get(typeof key === 'string' ? key : hashKey(key, unhashable));
  }

  has(key: unknown): boolean {
    return this.#values.has(typeof key === 'string' ? key : hashKey(key, unhashable));
  }

  set(key: unknown, value: unknown): this {
    if (typeof key === 'string') {
      this.#values.set(key, value);
      return this;
    }
    const hash = hashKey(key, unhashable);
    if (hash !== key && !this.#values.has(hash)) {
      this.#originals ??= new Map();
      this.#originals.set(hash, key);
    }
    this.#values.set(hash, value);
    return this;
  }

  delete(key: unknown): boolean {
    const hash = hashKey(key, unhashable);
    this.#originals?.delete(hash);
    return this.#values.delete(hash);
  }

  clear(): void {
    this.#values.clear();
    this.#originals = null;
  }

  keys(): unknown[] {
    const hashes = [...this.#values.keys()];
    const originals = this.#originals;
    return originals === null
      ? hashes
      : hashes.map((hash) => (originals.has(hash) ? originals.get(hash) : hash));
  }

  values(): unknown[] {
    return [...this.#values.values()];
  }

  entries(): [unknown, unknown][] {
    if (this.#originals === null) return [...this.#values];
    const values = this.values();
    return this.keys().map((key, index) => [key, values[index]]);
  }
}

/** A Python set. Its order is the order of insertion, where Python's is arbitrary. */
export class PySet {
  readonly [UNHASHABLE] = true;
  readonly #items = new Map<unknown, unknown>();

  constructor(items: Iterable<unknown> = []) {
    for (const item of items) this.add(item);
  }

  get size(): number {
    return this.#items.size;
  }

  add(item: unknown): void {
    const hash = hashKey(item, unhashable);
    if (!this.#items.has(hash)) this.#items.set(hash, item);
  }

  has(item: unknown): boolean {
    return this.#items.has(hashKey(item, unhashable));
  }

  delete(item: unknown): boolean {
    return this.#items.delete(hashKey(item, unhashable));
  }

  clear(): void {
    this.#items.clear();
  }

  [Symbol.iterator](): IterableIterator<unknown> {
    return this.#items.values();
  }
}
