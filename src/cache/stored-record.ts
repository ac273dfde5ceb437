type Dict = Readonly<Record<string, unknown>>;

/** The part of a record that is read when it is first asked for. */
export interface Bulk {
  /** The keys that only `read` gives. */
  readonly keys: ReadonlySet<string>;
  /** All keys of the record, in its order. */
  readonly order: readonly string[];
  readonly read: () => Dict;
}

/** Looks like the whole record in every way, copies of it included, and cannot be changed. */
class StoredRecord implements ProxyHandler<Record<string, unknown>> {
  #bulk: Bulk | null;
  readonly #order: readonly string[];

  constructor(bulk: Bulk) {
    this.#bulk = bulk;
    this.#order = bulk.order;
  }

  #load(target: Record<string, unknown>): void {
    if (this.#bulk === null) return;
    const { keys, read } = this.#bulk;
    this.#bulk = null;
    const all = read();
    for (const key of keys) target[key] = all[key];
  }

  get(target: Record<string, unknown>, key: string | symbol): unknown {
    if (this.#bulk !== null && typeof key === 'string' && this.#bulk.keys.has(key)) this.#load(target);
    return Reflect.get(target, key) as unknown;
  }

  has(target: Record<string, unknown>, key: string | symbol): boolean {
    return (typeof key === 'string' && this.#bulk?.keys.has(key) === true) || Reflect.has(target, key);
  }

  ownKeys(target: Record<string, unknown>): readonly string[] {
    this.#load(target);
    return this.#order;
  }

  getOwnPropertyDescriptor(
    target: Record<string, unknown>,
    key: string | symbol,
  ): PropertyDescriptor | undefined {
    this.#load(target);
    return Reflect.getOwnPropertyDescriptor(target, key);
  }

  set(): boolean {
    return false;
  }

  defineProperty(): boolean {
    return false;
  }

  deleteProperty(): boolean {
    return false;
  }
}

/** A record of which only `light` is in memory yet. */
export function storedRecord(light: Record<string, unknown>, bulk: Bulk): Dict {
  return new Proxy(light, new StoredRecord(bulk));
}
