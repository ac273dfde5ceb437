import { toFloat } from '../../base/index.ts';
import { roundFloat } from '../format/float-text.ts';
import { floatFromText, intFromText } from '../format/parse-number.ts';
import { requireIndex } from '../methods/method.ts';
import { add, divide, multiply, raiseToPower } from '../runtime/arithmetic.ts';
import { less, requireDefined } from '../runtime/compare.ts';
import { typeName } from '../runtime/type-name.ts';
import {
  bigOf,
  intOf,
  isFloat,
  isInt,
  isNumber,
  NUMBER,
  numberOf,
  PythonError,
  ROUND,
  raise,
  UNARY,
} from '../values/index.ts';
import { slotsOf } from '../values/slots.ts';
import { unmarked } from '../values/text-like.ts';
import { defineFilters } from './define.ts';

type Bound = readonly unknown[];

function abs([value]: Bound): unknown {
  if (isFloat(value)) return toFloat(Math.abs(numberOf(value)));
  if (isInt(value)) return intOf(bigOf(value) < 0n ? -bigOf(value) : bigOf(value));
  const own = slotsOf(value)[UNARY];
  return own === undefined
    ? raise('TypeError', `bad operand type for abs(): '${typeName(value)}'`)
    : own.call(value, 'abs');
}

function truncate(value: number, fallback: unknown): unknown {
  return Number.isFinite(value) ? intOf(BigInt(Math.trunc(value))) : fallback;
}

function int([given, fallback = 0, base = 10]: Bound): unknown {
  const value = unmarked(given);
  requireDefined(value);
  if (isInt(value)) return intOf(bigOf(value));
  if (isFloat(value)) {
    // int(inf) is an OverflowError, which the filter does not catch.
    if (Math.abs(numberOf(value)) === Infinity)
      raise('OverflowError', 'cannot convert float infinity to integer');
    return truncate(numberOf(value), fallback);
  }
  if (typeof value === 'string') {
    const whole = intFromText(value, requireIndex(base));
    if (whole !== null) return whole;
    const number = floatFromText(value);
    return number === null ? fallback : truncate(number, fallback);
  }
  const own = slotsOf(value)[NUMBER];
  if (own === undefined) return fallback;
  try {
    return own.call(value, 'int');
  } catch (error) {
    if (error instanceof PythonError && error.type === 'ValueError') return fallback;
    throw error;
  }
}

function float([given, fallback]: Bound): unknown {
  const value = unmarked(given);
  requireDefined(value);
  const absent = fallback === undefined ? toFloat(0) : fallback;
  if (isNumber(value)) return toFloat(numberOf(value));
  const own = slotsOf(value)[NUMBER];
  if (own !== undefined) return own.call(value, 'float');
  if (typeof value !== 'string') return absent;
  const number = floatFromText(value);
  return number === null ? absent : toFloat(number);
}

/** `round` of an int to tens, hundreds, ...: ties to even. */
function roundInt(value: bigint, digits: number): unknown {
  if (digits >= 0) return intOf(value);
  const scale = 10n ** BigInt(-digits);
  const rest = ((value % scale) + scale) % scale;
  const lower = value - rest;
  const up = rest * 2n > scale || (rest * 2n === scale && (lower / scale) % 2n !== 0n);
  return intOf(up ? lower + scale : lower);
}

function roundCommon(value: unknown, digits: number): unknown {
  if (isInt(value)) return roundInt(bigOf(value), digits);
  if (isFloat(value)) return toFloat(roundFloat(numberOf(value), digits));
  const own = slotsOf(value)[ROUND];
  if (own !== undefined) return own.call(value, digits);
  return raise('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
}

/** `math.ceil` or `math.floor` of a number of the host, such as a Decimal. */
function wholeOf(value: unknown, direction: 1 | -1): unknown {
  const own = slotsOf(value)[ROUND];
  if (own === undefined) return raise('TypeError', `must be real number, not ${typeName(value)}`);
  const rounded = own.call(value, 0);
  const isBeyond = direction === 1 ? less(rounded, value) : less(value, rounded);
  const whole = isBeyond ? add(rounded, direction) : rounded;
  return slotsOf(whole)[NUMBER]?.call(whole, 'int') ?? whole;
}

function round([value, precision = 0, method = 'common']: Bound): unknown {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor') {
    raise('FilterArgumentError', 'method must be common, ceil or floor');
  }
  if (method === 'common') return roundCommon(value, requireIndex(precision));
  const scale = raiseToPower(10, precision);
  const scaled = multiply(value, scale);
  if (!isNumber(scaled)) return divide(wholeOf(scaled, method === 'ceil' ? 1 : -1), scale);
  if (isInt(scaled)) return divide(scaled, scale);
  const number = numberOf(scaled);
  if (!Number.isFinite(number))
    raise(Number.isNaN(number) ? 'ValueError' : 'OverflowError', 'cannot convert float to integer');
  return divide(intOf(BigInt(method === 'ceil' ? Math.ceil(number) : Math.floor(number))), scale);
}

function fileSize([value, binary]: Bound): string {
  const number = float([value, null]);
  if (number === null)
    raise(typeof value === 'string' ? 'ValueError' : 'TypeError', 'could not convert to float');
  const bytes = numberOf(number as number);
  const base = binary === true ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`;
  const letters = 'kMGTPEZY';
  let index = 0;
  while (index < letters.length - 1 && bytes >= base ** (index + 2)) index++;
  const unit = binary === true ? `${letters[index]?.toUpperCase()}iB` : `${letters[index]}B`;
  return `${roundFloat(bytes / base ** (index + 1), 1).toFixed(1)} ${unit}`;
}

/** Filters over numbers. */
export const numberFilters = defineFilters({
  abs: ['x /', abs],
  filesizeformat: ['value binary?', fileSize],
  float: ['value default?', float],
  int: ['value default? base?', int],
  round: ['value precision? method?', round],
});
