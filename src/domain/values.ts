/**
 * Values as databases return them, where JavaScript has no type of its own. An adapter makes them; templates see them as
 * Python's `Decimal`, `date`, `datetime`, `time` and `timedelta`; artifacts print them as dbt does.
 */

/** An exact decimal: `unscaled / 10 ** scale`. */
export interface DecimalValue {
  readonly kind: 'decimal';
  readonly unscaled: bigint;
  readonly scale: number;
}

/** A calendar day. */
export interface DateValue {
  readonly kind: 'date';
  /** Days since 1970-01-01. */
  readonly days: number;
}

/** A moment or wall-clock time. `zoned` tells whether it stands for a moment (UTC) or has no zone. */
export interface TimestampValue {
  readonly kind: 'timestamp';
  /** Microseconds since 1970-01-01 00:00:00. */
  readonly micros: bigint;
  readonly zoned: boolean;
}

/** A time of day, microseconds since midnight. */
export interface TimeValue {
  readonly kind: 'time';
  readonly micros: bigint;
}

export interface IntervalValue {
  readonly kind: 'interval';
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

/** A boxed float: a double that must print with a decimal point although it is integral (`1.0`), or is not finite. */
export interface DoubleValue {
  readonly kind: 'double';
  readonly value: number;
}

/**
 * A value in a row. Integers are `number` (or `bigint` beyond 2^53); doubles are `number` when they have a fraction and
 * `DoubleValue` otherwise, so that integer and float stay apart; blobs are bytes; lists are arrays; structs and maps are
 * `Map`s in column order; UUIDs and whatever else has a text form are strings.
 */
export type SqlValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | DecimalValue
  | DateValue
  | TimestampValue
  | TimeValue
  | IntervalValue
  | DoubleValue
  | readonly SqlValue[]
  | ReadonlyMap<SqlValue, SqlValue>;
