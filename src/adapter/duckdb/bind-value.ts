import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { jsonText } from '../../base/index.ts';
import type { SqlValue } from '../../domain/index.ts';

/** DuckDB's widest decimal. */
const DECIMAL_WIDTH = 38;

type Boxed = Extract<SqlValue, { readonly kind: string }>;

function boxedValue(value: Boxed): DuckDBValue {
  switch (value.kind) {
    case 'decimal':
      return new DuckDBDecimalValue(value.unscaled, DECIMAL_WIDTH, value.scale);
    case 'date':
      return new DuckDBDateValue(value.days);
    case 'timestamp':
      return value.zoned ? new DuckDBTimestampTZValue(value.micros) : new DuckDBTimestampValue(value.micros);
    case 'time':
      return new DuckDBTimeValue(value.micros);
    case 'interval':
      return new DuckDBIntervalValue(value.months, value.days, value.micros);
    case 'double':
      return value.value;
  }
}

/** A value for a parameter of a prepared statement. */
export function bindValue(value: SqlValue): DuckDBValue {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return new DuckDBBlobValue(value);
  if (Array.isArray(value)) return new DuckDBListValue(value.map(bindValue));
  if (value instanceof Map) return jsonText(Object.fromEntries(value));
  return boxedValue(value as Boxed);
}
