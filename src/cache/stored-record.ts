import { WHOLE } from '../domain/index.ts';
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
  /** The keys whose values are read when one of them is asked for. */
  readonly bulk: ReadonlySet<string>;
  /** All keys of the record, in its order. */
  readonly order: readonly string[];
  /** The record of this kind that was made whole last. */
  latest: Dict | undefined;
}

/**
 * An object with the keys of a kind, to be filled. Put together key by key it would become a hash table, which costs many
 * times as much to make, to copy and to keep: one of `JSON.parse`, and copies of it, are no such.
 */
function emptyOf({ order, latest }: RecordKind): Record<string, unknown> {
  if (latest !== undefined) return { ...latest };
  return JSON.parse(`{${order.map((key) => `${JSON.stringify(key)}:null`).join(',')}}`);
}

/**
 * Looks like the whole record in every way, copies of it included, and cannot be changed. There are tens of thousands of
 * these: nothing is made for one before somebody asks.
 */
export abstract class StoredRecord implements ProxyHandler<Record<string, unknown>> {
  readonly #kind: RecordKind;
  readonly #light: readonly unknown[];
  #config: StoredRecord | null | undefined;
  #shownConfig: Dict | undefined;
  #whole: Dict | undefined;

  constructor(kind: RecordKind, light: readonly unknown[]) {
    this.#kind = kind;
    this.#light = light;
  }

  /** The value of a key of the bulk. */
  protected abstract read(key: string): unknown;

  /** The record's `config`, which is in parts too; null when it has none of its own. */
  protected config(_light: readonly unknown[]): StoredRecord | null {
    return null;
  }

  protected get origin(): Origin | undefined {
    return undefined;
  }

  /** The config, made when it is first asked for. */
  #ownConfig(): StoredRecord | null {
    if (this.#config === undefined) this.#config = this.config(this.#light);
    return this.#config;
  }

  /** Its value as others see it. */
  #configValue(): Dict | undefined {
    const config = this.#ownConfig();
    if (config !== null) this.#shownConfig ??= storedRecord(config);
    return this.#shownConfig;
  }

  /** All of the record as a plain value, its config too. */
  whole(): Dict {
    if (this.#whole !== undefined) return this.#whole;
    const kind = this.#kind;
    const config = this.#ownConfig();
    const all = emptyOf(kind);
    for (const key of kind.order) {
      const place = kind.light.get(key);
      if (place !== undefined) all[key] = this.#light[place];
      else all[key] = key === 'config' && config !== null ? config.whole() : this.read(key);
    }
    this.#whole = Object.freeze(all);
    kind.latest = this.#whole;
    return this.#whole;
  }

  /** The value of a key of the record; undefined for any other. */
  #value(key: string): unknown {
    const { light, bulk } = this.#kind;
    const place = light.get(key);
    if (place !== undefined) return this.#light[place];
    if (key === 'config') {
      const config = this.#configValue();
      if (config !== undefined) return config;
    }
    return bulk.has(key) ? this.read(key) : undefined;
  }

  #isKey(key: string): boolean {
    const { light, bulk } = this.#kind;
    return light.has(key) || bulk.has(key) || (key === 'config' && this.#ownConfig() !== null);
  }

  get(target: Record<string, unknown>, key: string | symbol): unknown {
    if (key === ORIGIN) return this.origin;
    if (key === WHOLE) return this.whole();
    if (typeof key !== 'string') return Reflect.get(target, key);
    const value = this.#value(key);
    return value === undefined && !this.#isKey(key) ? Reflect.get(target, key) : value;
  }

  has(target: Record<string, unknown>, key: string | symbol): boolean {
    return (typeof key === 'string' && this.#isKey(key)) || Reflect.has(target, key);
  }

  ownKeys(): readonly string[] {
    return this.#kind.order;
  }

  getOwnPropertyDescriptor(
    _target: Record<string, unknown>,
    key: string | symbol,
  ): PropertyDescriptor | undefined {
    if (typeof key !== 'string' || !this.#isKey(key)) return undefined;
    return { value: this.#value(key), writable: true, enumerable: true, configurable: true };
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
