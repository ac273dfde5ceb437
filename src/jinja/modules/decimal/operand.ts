import { isFloat, isInt, numberOf } from '../../values/index.ts';
import { exactNumber, finite, type NumberParts } from './number-parts.ts';

/** Where a `Decimal` keeps its number. */
export const PARTS = Symbol('decimal.parts');

function own(value: unknown): NumberParts | undefined {
  return typeof value === 'object' && value !== null
    ? (value as { [PARTS]?: NumberParts })[PARTS]
    : undefined;
}

/** What takes part in arithmetic with decimals: decimals and ints; floats do not. */
export function operand(value: unknown): NumberParts | undefined {
  if (!isInt(value)) return own(value);
  const whole = BigInt(value);
  return finite(whole < 0n, whole < 0n ? -whole : whole, 0);
}

/** What decimals compare with: also floats, by their exact value. */
export function comparable(value: unknown): NumberParts | undefined {
  return isFloat(value) ? exactNumber(numberOf(value)) : operand(value);
}
