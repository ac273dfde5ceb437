import type { StoredTable } from './stored-table.ts';

type Dict = Readonly<Record<string, unknown>>;

/** The part of a record that is read when it is first asked for. */
export interface Bulk {
  /** The keys that only `read` gives. */
  readonly keys: ReadonlySet<string>;
  /** All keys of the record, in its order. */
  readonly order: readonly string[];
  readonly read: () => Dict;
}

/** The row that a record was read from. */
export interface Origin {
  readonly table: StoredTable;
  readonly at: number;
}

const ORIGIN = Symbol('origin');

/** Looks like the whole record in every way, copies of it included, and cannot be changed. */
class StoredRecord implements ProxyHandler<Record<string, unknown>> {
  #bulk: Bulk | null;
  readonly #order: readonly string[];
  readonly #origin: Origin | undefined;

  constructor(bulk: Bulk, origin: Origin | undefined) {
    this.#bulk = bulk;
    this.#order = bulk.order;
    this.#origin = origin;
  }

  #load(target: Record<string, unknown>): void {
    if (this.#bulk === null) return;
    const { keys, read } = this.#bulk;
    this.#bulk = null;
    const all = read();
    for (const key of keys) target[key] = all[key];
  }

  get(target: Record<string, unknown>, key: string | symbol): unknown {
    if (typeof key !== 'string') return key === ORIGIN ? this.#origin : Reflect.get(target, key);
    if (this.#bulk?.keys.has(key) === true) this.#load(target);
    return target[key];
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
export function storedRecord(light: Record<string, unknown>, bulk: Bulk, origin?: Origin): Dict {
  return new Proxy(light, new StoredRecord(bulk, origin));
}

/** Where a record was read from; undefined for one that was made here. */
export function originOf(record: object): Origin | undefined {
  return (record as { readonly [ORIGIN]?: Origin })[ORIGIN];
}
