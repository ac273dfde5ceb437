import type { StoredTable } from './stored-table.ts';

type Dict = Readonly<Record<string, unknown>>;

/** The row that a record was read from. */
export interface Origin {
  readonly table: StoredTable;
  readonly at: number;
}

const ORIGIN = Symbol('origin');

/** What records of one shape share. */
export interface RecordKind {
  /** Which of a record's values are in memory from the start, and where they stand among them. */
  readonly light: ReadonlyMap<string, number>;
  /** The keys that only `read` gives. */
  readonly bulk: ReadonlySet<string>;
  /** All keys of the record, in its order. */
  readonly order: readonly string[];
}

/**
 * Looks like the whole record in every way, copies of it included, and cannot be changed. There are tens of thousands of
 * these: nothing is made for one before somebody asks.
 */
export abstract class StoredRecord implements ProxyHandler<Record<string, unknown>> {
  readonly #kind: RecordKind;
  /** Null as soon as everything stands in the target. */
  #light: readonly unknown[] | null;

  constructor(kind: RecordKind, light: readonly unknown[]) {
    this.#kind = kind;
    this.#light = light;
  }

  /** The keys of the bulk with their values. */
  protected abstract read(): Dict;

  /** The record's `config`, which is in parts too; undefined when it has none of its own. */
  protected config(_light: readonly unknown[]): Dict | undefined {
    return undefined;
  }

  protected get origin(): Origin | undefined {
    return undefined;
  }

  /** The config, made when it is first asked for. */
  #ownConfig(target: Record<string, unknown>, light: readonly unknown[]): unknown {
    if (target['config'] !== undefined) return target['config'];
    const config = this.config(light);
    if (config !== undefined) target['config'] = config;
    return config;
  }

  /** Puts everything into the target. */
  #load(target: Record<string, unknown>): void {
    const light = this.#light;
    if (light === null) return;
    const { light: places, order } = this.#kind;
    const config = this.#ownConfig(target, light);
    const bulk = this.read();
    for (const key of order) {
      const place = places.get(key);
      if (place !== undefined) target[key] = light[place];
      else if (key !== 'config' || config === undefined) target[key] = bulk[key];
    }
    this.#light = null;
  }

  get(target: Record<string, unknown>, key: string | symbol): unknown {
    const light = this.#light;
    if (typeof key !== 'string') return key === ORIGIN ? this.origin : Reflect.get(target, key);
    if (light === null) return target[key];
    const place = this.#kind.light.get(key);
    if (place !== undefined) return light[place];
    if (key === 'config') {
      const config = this.#ownConfig(target, light);
      if (config !== undefined) return config;
    }
    if (this.#kind.bulk.has(key)) this.#load(target);
    return target[key];
  }

  has(target: Record<string, unknown>, key: string | symbol): boolean {
    if (typeof key !== 'string' || this.#light === null) return Reflect.has(target, key);
    const { light, bulk } = this.#kind;
    return light.has(key) || bulk.has(key) || this.get(target, key) !== undefined;
  }

  ownKeys(target: Record<string, unknown>): readonly string[] {
    this.#load(target);
    return this.#kind.order;
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

/** A record of which only the light values are in memory yet. */
export function storedRecord(handler: StoredRecord): Dict {
  return new Proxy({}, handler);
}

/** Where a record was read from; undefined for one that was made here. */
export function originOf(record: object): Origin | undefined {
  return (record as { readonly [ORIGIN]?: Origin })[ORIGIN];
}
