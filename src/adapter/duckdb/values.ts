import {
  type DuckDBArrayValue,
  type DuckDBDateValue,
  type DuckDBDecimalValue,
  type DuckDBIntervalValue,
  type DuckDBListValue,
  type DuckDBMapValue,
  type DuckDBStructValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBUnionValue,
  type DuckDBValue,
  type DuckDBVariantValue,
} from '@duckdb/node-api';
import type { SqlValue } from '../../domain/index.ts';

type Reader = (value: DuckDBValue) => SqlValue;

const plain: Reader = (value) => value as SqlValue;
const text: Reader = (value) => String(value);
const whole: Reader = (value) => {
  const big = value as bigint;
  const number = Number(big);
  return Number.isSafeInteger(number) ? number : big;
};
const double: Reader = (value) => {
  const number = value as number;
  return Number.isInteger(number) || !Number.isFinite(number) ? { kind: 'double', value: number } : number;
};

/** A moment in microseconds; infinite ones have no such number and stay text. */
function timestamp(micros: (value: never) => bigint, zoned: boolean): Reader {
  return (value) => {
    const moment = value as { readonly isFinite?: boolean };
    return moment.isFinite === false
      ? String(value)
      : { kind: 'timestamp', micros: micros(value as never), zoned };
  };
}

const microsOf = (value: { readonly micros: bigint }): bigint => value.micros;

function date(value: DuckDBValue): SqlValue {
  const day = value as DuckDBDateValue;
  return day.isFinite ? { kind: 'date', days: day.days } : String(day);
}

function decimal(value: DuckDBValue): SqlValue {
  const exact = value as DuckDBDecimalValue;
  return { kind: 'decimal', unscaled: exact.value, scale: exact.scale };
}

function interval(value: DuckDBValue): SqlValue {
  const { months, days, micros } = value as DuckDBIntervalValue;
  return { kind: 'interval', months, days, micros };
}

const SIMPLE: Partial<Record<DuckDBTypeId, Reader>> = {
  [DuckDBTypeId.BOOLEAN]: plain,
  [DuckDBTypeId.TINYINT]: plain,
  [DuckDBTypeId.SMALLINT]: plain,
  [DuckDBTypeId.INTEGER]: plain,
  [DuckDBTypeId.UTINYINT]: plain,
  [DuckDBTypeId.USMALLINT]: plain,
  [DuckDBTypeId.UINTEGER]: plain,
  [DuckDBTypeId.VARCHAR]: plain,
  [DuckDBTypeId.ENUM]: plain,
  [DuckDBTypeId.BIGINT]: whole,
  [DuckDBTypeId.UBIGINT]: whole,
  [DuckDBTypeId.HUGEINT]: whole,
  [DuckDBTypeId.UHUGEINT]: whole,
  [DuckDBTypeId.BIGNUM]: whole,
  [DuckDBTypeId.FLOAT]: double,
  [DuckDBTypeId.DOUBLE]: double,
  [DuckDBTypeId.DECIMAL]: decimal,
  [DuckDBTypeId.DATE]: date,
  [DuckDBTypeId.TIMESTAMP]: timestamp(microsOf, false),
  [DuckDBTypeId.TIMESTAMP_TZ]: timestamp(microsOf, true),
  [DuckDBTypeId.TIMESTAMP_S]: timestamp((value: { seconds: bigint }) => value.seconds * 1_000_000n, false),
  [DuckDBTypeId.TIMESTAMP_MS]: timestamp((value: { millis: bigint }) => value.millis * 1000n, false),
  [DuckDBTypeId.TIMESTAMP_NS]: timestamp((value: { nanos: bigint }) => value.nanos / 1000n, false),
  [DuckDBTypeId.TIME]: (value) => ({ kind: 'time', micros: (value as { micros: bigint }).micros }),
  [DuckDBTypeId.TIME_TZ]: (value) => ({ kind: 'time', micros: (value as { micros: bigint }).micros }),
  [DuckDBTypeId.TIME_NS]: (value) => ({ kind: 'time', micros: (value as { nanos: bigint }).nanos / 1000n }),
  [DuckDBTypeId.INTERVAL]: interval,
  [DuckDBTypeId.BLOB]: (value) => (value as { bytes: Uint8Array }).bytes,
  [DuckDBTypeId.SQLNULL]: () => null,
};

function nullable(reader: Reader): Reader {
  return (value) => (value === null || value === undefined ? null : reader(value));
}

/** Elements of unions and variants are read without a declared type: by what the driver made of them. */
function untyped(value: DuckDBValue): SqlValue {
  if (typeof value === 'bigint') return whole(value);
  if (typeof value === 'object' && value !== null) return String(value);
  return value;
}

type Nested = {
  readonly valueType?: DuckDBType;
  readonly keyType?: DuckDBType;
  readonly entryNames?: readonly string[];
  readonly entryTypes?: readonly DuckDBType[];
};

function listReader(type: DuckDBType): Reader {
  const element = valueReader((type as Nested).valueType as DuckDBType);
  return (value) => (value as DuckDBListValue | DuckDBArrayValue).items.map(element);
}

function structReader(type: DuckDBType): Reader {
  const { entryNames = [], entryTypes = [] } = type as Nested;
  const fields = entryNames.map(
    (name, index) => [name, valueReader(entryTypes[index] as DuckDBType)] as const,
  );
  return (value) => {
    const entries = (value as DuckDBStructValue).entries;
    return new Map<SqlValue, SqlValue>(fields.map(([name, read]) => [name, read(entries[name] ?? null)]));
  };
}

function mapReader(type: DuckDBType): Reader {
  const key = valueReader((type as Nested).keyType as DuckDBType);
  const item = valueReader((type as Nested).valueType as DuckDBType);
  return (value) => {
    const { entries } = value as DuckDBMapValue;
    return new Map<SqlValue, SqlValue>(entries.map((entry) => [key(entry.key), item(entry.value)]));
  };
}

const NESTED: Partial<Record<DuckDBTypeId, (type: DuckDBType) => Reader>> = {
  [DuckDBTypeId.LIST]: listReader,
  [DuckDBTypeId.ARRAY]: listReader,
  [DuckDBTypeId.STRUCT]: structReader,
  [DuckDBTypeId.MAP]: mapReader,
  [DuckDBTypeId.UNION]: () => (value) => untyped((value as DuckDBUnionValue).value),
  [DuckDBTypeId.VARIANT]: () => (value) => untyped((value as DuckDBVariantValue).value),
};

/** A function that turns values of this type into the domain's. Types without a counterpart become their text. */
export function valueReader(type: DuckDBType): Reader {
  return nullable(SIMPLE[type.typeId] ?? NESTED[type.typeId]?.(type) ?? text);
}
