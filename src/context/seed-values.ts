import type { SqlValue } from '../domain/index.ts';
import { readMoment } from './iso-moment.ts';
import { extentOfValue, seedNumber } from './seed-number.ts';

/** A cell as a value of a type: null for what counts as empty, undefined when the type cannot hold it. */
type Cast = (text: string) => SqlValue | undefined;

const isEmpty = (text: string): boolean => ['null', ''].includes(text.trim().toLowerCase());

const number: Cast = (text) => (isEmpty(text) ? null : seedNumber(text));

const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const SECONDS = /^(\d{4}-\d{1,2}-\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})$/;

/** Days since 1970 of a day that exists. */
function dayNumber(text: string): number | undefined {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const exists = year > 0 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return exists ? Math.round(at.getTime() / 86_400_000) : undefined;
}

const date: Cast = (text) => {
  if (isEmpty(text)) return null;
  const days = dayNumber(text);
  return days === undefined ? undefined : { kind: 'date', days };
};

const timestamp: Cast = (text) => {
  if (isEmpty(text)) return null;
  const match = SECONDS.exec(text);
  const days = match === null ? undefined : dayNumber(match[1] as string);
  if (match === null || days === undefined) return undefined;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])];
  if (hour > 23 || minute > 59 || second > 61) return undefined;
  const seconds = BigInt(days) * 86_400n + BigInt(hour * 3600 + minute * 60 + second);
  return { kind: 'timestamp', micros: seconds * 1_000_000n, zoned: false };
};

const isoTimestamp: Cast = (text) => (isEmpty(text) ? null : readMoment(text.trim()));

const boolean: Cast = (text) => {
  const word = text.replaceAll(',', '').trim().toLowerCase();
  if (word === 'null' || word === '') return null;
  return word === 'true' ? true : word === 'false' ? false : undefined;
};

const text: Cast = (value) => (isEmpty(value) ? null : value);

/** The types in dbt's order; the first that can hold every cell of a column is the column's. */
const CASTS: readonly Cast[] = [number, date, timestamp, isoTimestamp, boolean];

/** The cells of a column as values. `isText` keeps them text, as `column_types` asks for. */
export function seedValues(cells: readonly (string | undefined)[], isText: boolean): readonly SqlValue[] {
  const casts = isText ? [] : CASTS;
  for (const cast of casts) {
    const values: SqlValue[] = [];
    for (const cell of cells) {
      const value = cell === undefined ? null : cast(cell);
      if (value === undefined) break;
      values.push(value);
    }
    if (values.length === cells.length) return values;
  }
  return cells.map((cell) => (cell === undefined ? null : (text(cell) ?? null)));
}

/** A column of a file as it is read: the types that can still hold its cells, and a few values that show which one it is. */
export interface SeedScan {
  add(cell: string | undefined): void;
  /** Values that a table types as it would type all of the column. */
  typical(): readonly SqlValue[];
}

/** Numbers that need no look at their value: the column has shown a whole one, or one with a fraction, before. */
const PLAIN_WHOLE = /^-?\d{1,27}$/;
const PLAIN_NUMBER = /^-?\d{1,27}(?:\.\d{1,27})?$/;

/** The numbers of a column that its type hangs on: one with a fraction, and the one with the most digits before the point. */
function tellingNumbers() {
  let fraction: SqlValue = null;
  let widest: SqlValue = null;
  let most = 27;
  return {
    add(value: SqlValue): void {
      const { whole, places } = extentOfValue(value);
      if (places > 0) fraction ??= value;
      if (whole > most) [most, widest] = [whole, value];
    },
    hasFraction: () => fraction !== null,
    all: () => [fraction, widest].filter((each) => each !== null),
  };
}

/** Reads a column without keeping it: of a large file only the text is held. `isText` as for `seedValues`. */
export function scanSeedColumn(isText: boolean): SeedScan {
  let casts: readonly Cast[] = isText ? [] : CASTS;
  const shown = new Map<Cast, SqlValue>();
  const telling = tellingNumbers();
  let plain = PLAIN_WHOLE;
  const holds = (cast: Cast, cell: string): boolean => {
    if (cast === number && shown.has(number) && plain.test(cell)) return true;
    const value = cast(cell);
    if (value === undefined) return false;
    if (value !== null && !shown.has(cast)) shown.set(cast, value);
    if (cast === number) telling.add(value);
    if (telling.hasFraction()) plain = PLAIN_NUMBER;
    return true;
  };
  return {
    add(cell) {
      if (cell === undefined || cell === '') return;
      if (!shown.has(text)) holds(text, cell);
      const [first] = casts;
      const stays = casts.length === 1 ? holds(first as Cast, cell) : false;
      if (casts.length > 0 && !stays) casts = casts.filter((cast) => holds(cast, cell));
    },
    typical() {
      const [first = text] = casts;
      const value = shown.get(first) ?? null;
      return first === number ? [value, ...telling.all()] : [value];
    },
  };
}
