import { toFloat } from '../../../base/index.ts';
import { intOf, PyDict } from '../../values/index.ts';
import { PyDate } from '../datetime/date.ts';
import { naiveDateTime, type PyDateTime } from '../datetime/date-time.ts';
import { PyTime } from '../datetime/time.ts';
import { TimeDelta } from '../datetime/time-delta.ts';
import type { TzInfo } from '../datetime/tz-info.ts';
import { Decimal } from '../decimal/decimal.ts';
import { finite } from '../decimal/number-parts.ts';
import { UTC_ENTRY } from '../zones/zone-names.ts';
import { ZoneObject } from '../zones/zone-object.ts';
import { PyBytes } from './bytes.ts';

/** A tagged value as adapters make it; the shapes of the domain's `DecimalValue`, `DateValue` and their like. */
type TaggedValue =
  | { readonly kind: 'decimal'; readonly unscaled: bigint; readonly scale: number }
  | { readonly kind: 'date'; readonly days: number }
  | { readonly kind: 'timestamp'; readonly micros: bigint; readonly zoned: boolean }
  | { readonly kind: 'time'; readonly micros: bigint }
  | { readonly kind: 'interval'; readonly months: number; readonly days: number; readonly micros: bigint }
  | { readonly kind: 'double'; readonly value: number };

/** A value in a row of a query's result: the shape of the domain's `SqlValue`. */
export type ResultValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | TaggedValue
  | readonly ResultValue[]
  | ReadonlyMap<ResultValue, ResultValue>;

const DAY = 86_400_000_000n;
const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;
/** A month of an interval counts so many days, as DuckDB's Python client has it. */
const DAYS_PER_MONTH = 30n;

/** Infinite days and days beyond Python's calendar are the last ones that it has. */
const clampDays = (days: number): number => Math.min(LAST_DAY, Math.max(FIRST_DAY, days));

function dateTimeOf(micros: bigint, zone: TzInfo | null): PyDateTime {
  const rest = ((micros % DAY) + DAY) % DAY;
  const days = Number((micros - rest) / DAY);
  const clamped = clampDays(days);
  const time = clamped === days ? Number(rest) : clamped === LAST_DAY ? Number(DAY) - 1 : 0;
  const naive = naiveDateTime(clamped, time);
  return zone === null ? naive : naive.inZone({ days: clamped, micros: time }, zone);
}

function decimalOfScale(unscaled: bigint, scale: number): Decimal {
  return new Decimal(finite(unscaled < 0n, unscaled < 0n ? -unscaled : unscaled, -scale));
}

function taggedValue(value: TaggedValue, zone: () => TzInfo): unknown {
  switch (value.kind) {
    case 'decimal':
      return decimalOfScale(value.unscaled, value.scale);
    case 'date':
      return new PyDate(clampDays(value.days));
    case 'timestamp':
      return dateTimeOf(value.micros, value.zoned ? zone() : null);
    case 'time':
      return new PyTime({ micros: Number(value.micros), zone: null, fold: 0 });
    case 'interval':
      return new TimeDelta((BigInt(value.months) * DAYS_PER_MONTH + BigInt(value.days)) * DAY + value.micros);
    case 'double':
      return toFloat(value.value);
  }
}

const utc = (): TzInfo => ZoneObject.of(UTC_ENTRY);

/**
 * A database value as templates see it: `Decimal`, `date`, `datetime`, `time`, `timedelta`, `bytes`, lists and dicts. Values
 * that are moments get the zone that `zone` finds, UTC unless given. Nobody else asks for it: most results have no moments, and
 * the table of zones takes longer to read than they do.
 */
export function valueFromSql(value: ResultValue, zone: () => TzInfo = utc): unknown {
  if (typeof value === 'bigint') return intOf(value);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return new PyBytes(value);
  if (Array.isArray(value)) return value.map((item: ResultValue) => valueFromSql(item, zone));
  if (value instanceof Map) {
    return PyDict.from(
      [...value].map(([key, item]) => [valueFromSql(key, zone), valueFromSql(item, zone)] as const),
    );
  }
  return taggedValue(value as TaggedValue, zone);
}
