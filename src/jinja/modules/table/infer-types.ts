import { floatText } from '../../format/float-text.ts';
import { str } from '../../runtime/text.ts';
import { isFloat, isInt, numberOf } from '../../values/index.ts';
import { PyDate } from '../datetime/date.ts';
import { naiveDateTime, PyDateTime } from '../datetime/date-time.ts';
import { Decimal, decimalOf } from '../decimal/decimal.ts';
import type { DataTypeName } from './data-type.ts';

/** A value as a column of a type holds it; undefined when the type cannot hold it. */
type Cast = (value: unknown) => unknown;

const isWhole = (value: unknown): boolean => typeof value !== 'boolean' && isInt(value);

function asNumber(value: unknown): unknown {
  if (value instanceof Decimal) return value;
  if (isWhole(value)) return decimalOf(value);
  return isFloat(value) ? decimalOf(floatText(numberOf(value))) : undefined;
}

function asMoment(value: unknown): unknown {
  if (value instanceof PyDateTime) return value;
  return value instanceof PyDate ? naiveDateTime(value.days, 0) : undefined;
}

/** The types in the order in which they are tried on the values of a query's result. */
const CASTS: readonly (readonly [DataTypeName, Cast])[] = [
  ['Integer', (value) => (isWhole(value) ? value : undefined)],
  ['Number', asNumber],
  ['Date', (value) => (value instanceof PyDate ? value : undefined)],
  ['DateTime', asMoment],
  ['Boolean', (value) => (typeof value === 'boolean' ? value : undefined)],
  ['Text', str],
];

export interface TypedColumn {
  readonly type: DataTypeName;
  readonly values: readonly unknown[];
}

/**
 * The type of a column and its values as that type holds them: the first one that can hold all of them. A column with a text
 * in it is text; ints stay ints; ints among floats or decimals become decimals; a column of nulls is `Integer`.
 */
export function typedColumn(values: readonly unknown[]): TypedColumn {
  for (const [type, cast] of CASTS) {
    if (type !== 'Text' && values.some((value) => value !== null && cast(value) === undefined)) continue;
    return { type, values: values.map((value) => (value === null ? null : cast(value))) };
  }
  return { type: 'Text', values };
}
