import { PyDict } from '../jinja/index.ts';

/**
 * A dict that is filled when something first looks into it: most templates pass `model` on and never read it. `known` gives
 * values that are there without that; undefined leaves a key to the dict itself.
 */
export class LazyDict extends PyDict {
  #make: (() => PyDict) | null;
  readonly #known: (key: unknown) => unknown;

  constructor(make: () => PyDict, known: (key: unknown) => unknown = () => undefined) {
    super();
    this.#make = make;
    this.#known = known;
  }

  #fill(): void {
    const make = this.#make;
    if (make === null) return;
    this.#make = null;
    for (const [key, value] of make().entries()) super.set(key, value);
  }

  override get size(): number {
    this.#fill();
    return super.size;
  }

  override get(key: unknown): unknown {
    const known = this.#make === null ? undefined : this.#known(key);
    if (known !== undefined) return known;
    this.#fill();
    return super.get(key);
  }

  override has(key: unknown): boolean {
    this.#fill();
    return super.has(key);
  }

  override set(key: unknown, value: unknown): this {
    this.#fill();
    return super.set(key, value);
  }

  override delete(key: unknown): boolean {
    this.#fill();
    return super.delete(key);
  }

  override clear(): void {
    this.#make = null;
    super.clear();
  }

  override keys(): unknown[] {
    this.#fill();
    return super.keys();
  }

  override values(): unknown[] {
    this.#fill();
    return super.values();
  }

  override entries(): [unknown, unknown][] {
    this.#fill();
    return super.entries();
  }
}
