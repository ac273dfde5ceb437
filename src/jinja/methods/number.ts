import { toFloat } from '../../base/index.ts';
import { bigOf, intOf, isFloat, numberOf, type PyNumber, tuple } from '../values/index.ts';
import { methodTable } from './method.ts';

type Int = number | bigint | boolean;

const magnitude = (value: Int): bigint => (bigOf(value) < 0n ? -bigOf(value) : bigOf(value));

/** Python's `int.bit_length`. */
function bitLength(value: Int): number {
  return magnitude(value) === 0n ? 0 : magnitude(value).toString(2).length;
}

/** Numerator and denominator of a float. */
function floatRatio(value: number): unknown {
  let denominator = 1n;
  let numerator = value;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return tuple(intOf(BigInt(numerator)), intOf(denominator));
}

/** The attributes of numbers that are no methods; undefined for other names. */
export function numberAttribute(value: PyNumber, name: string): unknown {
  if (isFloat(value)) return name === 'real' ? value : name === 'imag' ? toFloat(0) : undefined;
  if (name === 'real' || name === 'numerator') return intOf(bigOf(value as Int));
  return name === 'imag' ? 0 : name === 'denominator' ? 1 : undefined;
}

/** Methods of ints and bools. */
export const intMethods = methodTable<Int>({
  as_integer_ratio: ['/', (value) => tuple(intOf(bigOf(value)), 1)],
  bit_count: ['/', (value) => magnitude(value).toString(2).replaceAll('0', '').length],
  bit_length: ['/', bitLength],
  conjugate: ['/', (value) => intOf(bigOf(value))],
});

/** Methods of floats. */
export const floatMethods = methodTable<PyNumber>({
  as_integer_ratio: ['/', (value) => floatRatio(numberOf(value))],
  conjugate: ['/', (value) => (isFloat(value) ? value : toFloat(numberOf(value)))],
  is_integer: ['/', (value) => Number.isInteger(numberOf(value))],
});
