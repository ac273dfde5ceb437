import { Float } from '../../base/index.ts';

/** A Python number as templates hold it; `True` and `False` are ints too. */
export type PyNumber = number | bigint | boolean | Float;

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Whether the value is an int, a float or a bool. */
export function isNumber(value: unknown): value is PyNumber {
  const type = typeof value;
  return type === 'number' || type === 'bigint' || type === 'boolean' || value instanceof Float;
}

/** Whether the value is a float: boxed, or with a fraction. */
export function isFloat(value: unknown): value is number | Float {
  return value instanceof Float || (typeof value === 'number' && !Number.isInteger(value));
}

/** Whether the value is an int or a bool. */
export function isInt(value: unknown): value is number | bigint | boolean {
  const type = typeof value;
  return type === 'bigint' || type === 'boolean' || (type === 'number' && Number.isInteger(value));
}

/** The value as a JavaScript number. */
export function numberOf(value: PyNumber): number {
  return value instanceof Float ? value.value : Number(value);
}

/** An int as a bigint. */
export function bigOf(value: number | bigint | boolean): bigint {
  return typeof value === 'bigint' ? value : BigInt(value);
}

/** A bigint as an int value: a plain number where that is exact. */
export function intOf(value: bigint): number | bigint {
  return value >= -MAX_SAFE && value <= MAX_SAFE ? Number(value) : value;
}
