/**
 * A float that JavaScript would mistake for an integer (`1.0`), or that is not finite. YAML, templates and artifacts keep it
 * boxed so that it prints as Python prints it. Floats with a fraction are plain numbers.
 */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }

  toJSON(): number {
    return this.value;
  }
}

/** The value as a float: boxed when it is integral or not finite. */
export function toFloat(value: number): number | Float {
  return Number.isInteger(value) || !Number.isFinite(value) ? new Float(value) : value;
}
