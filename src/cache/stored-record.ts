import type { StoredTable } from './stored-table.ts';

type Dict = Readonly<Record<string, unknown>>;

/** The part of a record that is read when it is first asked for. */
export interface Bulk {
  /** The keys that only `read` gives. */
  readonly keys: ReadonlySet<string>;
  /** All keys of the record, in its order. */
  readonly order: readonly string[];
  read(): Dict;
  /** The record's `config`, which is in parts too; undefined when it has none of its own. */
  config?(): Dict | undefined;
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
  /** Whether `config` is still to be made: there are many records, and few of them are asked for it. */
  #lacksConfig: boolean;
  readonly #order: readonly string[];
  readonly #origin: Origin | undefined;

  constructor(bulk: Bulk, origin: Origin | undefined) {
    this.#bulk = bulk;
    this.#lacksConfig = bulk.config !== undefined;
    this.#order = bulk.order;
    this.#origin = origin;
  }

  #makeConfig(target: Record<string, unknown>): void {
    const config = this.#bulk?.config?.();
    if (config !== undefined) target['config'] = config;
    this.#lacksConfig = false;
  }

  #load(target: Record<string, unknown>): void {
    if (this.#lacksConfig) this.#makeConfig(target);
    if (this.#bulk === null) return;
    const bulk = this.#bulk;
    this.#bulk = null;
    const all = bulk.read();
    for (const key of bulk.keys) target[key] = all[key];
  }

  get(target: Record<string, unknown>, key: string | symbol): unknown {
    if (typeof key !== 'string') return key === ORIGIN ? this.#origin : Reflect.get(target, key);
    if (key === 'config' && this.#lacksConfig) this.#makeConfig(target);
    if (this.#bulk?.keys.has(key) === true) this.#load(target);
    return target[key];
  }

  has(target: Record<string, unknown>, key: string | symbol): boolean {
    if (key === 'config' && this.#lacksConfig) this.#makeConfig(target);
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
