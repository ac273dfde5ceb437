import { PyDict } from '../jinja/index.ts';

/** A dict that is filled when something first looks into it: most templates pass `model` on and never read it. */
export class LazyDict extends PyDict {
  #make: (() => PyDict) | null;

  constructor(make: () => PyDict) {
    super();
    this.#make = make;
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
}
