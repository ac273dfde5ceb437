import { raise } from '../../values/index.ts';
import { digitCount, finite, type NumberParts } from './number-parts.ts';

/** Significant digits of results: Python's default context. */
export const PRECISION = 28;
const MAX_EXPONENT = 999_999;
const MIN_EXPONENT = -999_999;

export type Rounding =
  | 'ROUND_HALF_EVEN'
  | 'ROUND_HALF_UP'
  | 'ROUND_HALF_DOWN'
  | 'ROUND_UP'
  | 'ROUND_DOWN'
  | 'ROUND_CEILING'
  | 'ROUND_FLOOR'
  | 'ROUND_05UP';

interface Cut {
  readonly kept: bigint;
  /** The dropped part against one half of the last kept digit: negative below, positive above, zero at it. */
  readonly half: number;
  readonly negative: boolean;
}

const INCREMENTS: Readonly<Record<Rounding, (cut: Cut) => boolean>> = {
  ROUND_HALF_EVEN: ({ half, kept }) => half > 0 || (half === 0 && kept % 2n === 1n),
  ROUND_HALF_UP: ({ half }) => half >= 0,
  ROUND_HALF_DOWN: ({ half }) => half > 0,
  ROUND_UP: () => true,
  ROUND_DOWN: () => false,
  ROUND_CEILING: ({ negative }) => !negative,
  ROUND_FLOOR: ({ negative }) => negative,
  ROUND_05UP: ({ kept }) => kept % 5n === 0n,
};

/** A rounding mode by its name; raises `TypeError` for others, as Python does. */
export function roundingOf(value: unknown): Rounding {
  if (value === undefined || value === null) return 'ROUND_HALF_EVEN';
  if (typeof value === 'string' && Object.hasOwn(INCREMENTS, value)) return value as Rounding;
  return raise('TypeError', `valid values for rounding are:\n  [${Object.keys(INCREMENTS).join(', ')}]`);
}

/** The same number with another exponent, rounded where digits are lost. */
export function rescale(parts: NumberParts, exponent: number, rounding: Rounding): NumberParts {
  if (parts.special !== null) return parts;
  const shift = parts.exponent - exponent;
  if (parts.coefficient === 0n) return finite(parts.negative, 0n, exponent);
  if (shift >= 0) return finite(parts.negative, parts.coefficient * 10n ** BigInt(shift), exponent);
  if (-shift > digitCount(parts.coefficient) + 1) return rescaleTiny(parts, exponent, rounding);
  const divisor = 10n ** BigInt(-shift);
  const kept = parts.coefficient / divisor;
  const rest = parts.coefficient % divisor;
  if (rest === 0n) return finite(parts.negative, kept, exponent);
  const twice = rest * 2n;
  const half = twice > divisor ? 1 : twice === divisor ? 0 : -1;
  const up = INCREMENTS[rounding]({ kept, half, negative: parts.negative });
  return finite(parts.negative, up ? kept + 1n : kept, exponent);
}

/** All digits are lost, by so many places that computing the divisor would be a waste. */
function rescaleTiny(parts: NumberParts, exponent: number, rounding: Rounding): NumberParts {
  const up = INCREMENTS[rounding]({ kept: 0n, half: -1, negative: parts.negative });
  return finite(parts.negative, up ? 1n : 0n, exponent);
}

/** A result rounded to the precision of the context; raises `Overflow` beyond its exponents. */
export function toPrecision(parts: NumberParts, precision = PRECISION): NumberParts {
  if (parts.special !== null) return parts;
  if (parts.coefficient === 0n) {
    return finite(
      parts.negative,
      0n,
      Math.max(MIN_EXPONENT - precision + 1, Math.min(parts.exponent, MAX_EXPONENT)),
    );
  }
  const surplus = digitCount(parts.coefficient) - precision;
  if (surplus <= 0) return checkExponent(parts);
  const rounded = rescale(parts, parts.exponent + surplus, 'ROUND_HALF_EVEN');
  return digitCount(rounded.coefficient) > precision
    ? toPrecision(rounded, precision)
    : checkExponent(rounded);
}

function checkExponent(parts: NumberParts): NumberParts {
  if (parts.exponent + digitCount(parts.coefficient) - 1 > MAX_EXPONENT) {
    raise('Overflow', "[<class 'decimal.Overflow'>, <class 'decimal.Inexact'>, <class 'decimal.Rounded'>]");
  }
  return parts;
}

/** Without trailing zeros, as `Decimal.normalize()`. */
export function normalized(parts: NumberParts): NumberParts {
  const rounded = toPrecision(parts);
  if (rounded.special !== null) return rounded;
  if (rounded.coefficient === 0n) return finite(rounded.negative, 0n, 0);
  let { coefficient, exponent } = rounded;
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return finite(rounded.negative, coefficient, exponent);
}

/** The number with a fixed exponent; raises `InvalidOperation` where that takes more digits than the context has. */
export function quantized(
  parts: NumberParts,
  exponent: number,
  rounding: Rounding = 'ROUND_HALF_EVEN',
): NumberParts {
  const result = parts.special === 'Infinity' ? null : rescale(parts, exponent, rounding);
  if (result === null || (result.coefficient !== 0n && digitCount(result.coefficient) > PRECISION)) {
    return raise('InvalidOperation', "[<class 'decimal.InvalidOperation'>]");
  }
  return result;
}
