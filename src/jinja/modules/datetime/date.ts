import { ownValue } from '../../../base/index.ts';
import { methodTable, requireIndex } from '../../methods/method.ts';
import { BINARY, CMP, EQ, FORMAT, GETATTR, HASH, REPR, raise, STR, TYPE } from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { NamedTuple } from '../objects/named-tuple.ts';
import {
  type CivilDay,
  checkDays,
  checkedDays,
  civilOf,
  dayOfYear,
  isoCalendarOf,
  ordinalOf,
  weekdayOf,
  zeros,
} from './calendar.ts';
import { isoDay } from './iso-text.ts';
import { type Moment, strftime } from './strftime.ts';
import { TimeDelta } from './time-delta.ts';

const DAY = 86_400_000_000n;

/** Python's `datetime.date`: a calendar day. */
export class PyDate {
  /** Days since 1970-01-01. */
  readonly days: number;
  readonly [TYPE] = 'datetime.date';

  constructor(days: number) {
    this.days = checkDays(days);
  }

  [STR](): string {
    return isoDay(this.days);
  }

  [REPR](): string {
    const { year, month, day } = civilOf(this.days);
    return `datetime.date(${year}, ${month}, ${day})`;
  }

  [FORMAT](specification: string): string {
    return specification === '' ? this[STR]() : strftime(this.moment(), specification);
  }

  [HASH](): string {
    return `date:${this.days}`;
  }

  [EQ](other: unknown): boolean {
    return other instanceof PyDate && other.days === this.days;
  }

  [CMP](other: unknown): number | undefined {
    return other instanceof PyDate ? this.days - other.days : undefined;
  }

  [BINARY](operator: string, other: unknown, reflected: boolean): unknown {
    if (other instanceof PyDate && operator === '-' && !reflected) {
      return new TimeDelta(BigInt(this.days - other.days) * DAY);
    }
    if (!(other instanceof TimeDelta)) return undefined;
    if (operator === '+') return new PyDate(this.days + other.days);
    return operator === '-' && !reflected ? new PyDate(this.days - other.days) : undefined;
  }

  [GETATTR](name: string): unknown {
    if (name === 'year' || name === 'month' || name === 'day') return civilOf(this.days)[name];
    const constant = ownValue(DATE_CONSTANTS, name);
    return constant === undefined ? boundMethod(this, name, DATE_METHODS) : constant();
  }

  moment(): Moment {
    return { days: this.days, micros: 0, offset: null, zone: null, epochSeconds: this.days * 86_400 };
  }
}

/** `isocalendar()`: a tuple with names. */
export function isoCalendarTuple(days: number): NamedTuple {
  const [year, week, weekday] = isoCalendarOf(days);
  return NamedTuple.of_fields('datetime.IsoCalendarDate', { year, week, weekday });
}

/** `timetuple()`: what the `time` module works with. */
export function timeTuple(days: number, micros: number, isDst: number): NamedTuple {
  const { year, month, day } = civilOf(days);
  const seconds = Math.floor(micros / 1e6);
  return NamedTuple.of_fields('time.struct_time', {
    tm_year: year,
    tm_mon: month,
    tm_mday: day,
    tm_hour: Math.floor(seconds / 3600),
    tm_min: Math.floor(seconds / 60) % 60,
    tm_sec: seconds % 60,
    tm_wday: weekdayOf(days),
    tm_yday: dayOfYear(days),
    tm_isdst: isDst,
  });
}

/** A day whose fields may be given anew: the arguments of `replace`. */
export function replacedDay(days: number, [year, month, day]: readonly unknown[]): number {
  const civil = civilOf(days);
  const field = (value: unknown, name: keyof CivilDay) =>
    value === undefined ? civil[name] : requireIndex(value);
  return checkedDays({ year: field(year, 'year'), month: field(month, 'month'), day: field(day, 'day') });
}

/** Methods that dates share with datetimes. */
export const DAY_METHODS = methodTable<{ readonly days: number; moment(): Moment }>({
  weekday: ['', (self) => weekdayOf(self.days)],
  isoweekday: ['', (self) => weekdayOf(self.days) + 1],
  isocalendar: ['', (self) => isoCalendarTuple(self.days)],
  toordinal: ['', (self) => ordinalOf(self.days)],
  ctime: ['', (self) => strftime(self.moment(), '%a %b %e %H:%M:%S ') + zeros(civilOf(self.days).year, 4)],
  strftime: ['format', (self, [format]) => strftime(self.moment(), formatArgument(format))],
});

export function formatArgument(format: unknown): string {
  return typeof format === 'string' ? format : raise('TypeError', 'strftime() argument 1 must be str');
}

export const DATE_METHODS = Object.freeze({
  ...DAY_METHODS,
  ...methodTable<PyDate>({
    isoformat: ['', (self) => isoDay(self.days)],
    replace: ['year? month? day?', (self, bound) => new PyDate(replacedDay(self.days, bound))],
    timetuple: ['', (self) => timeTuple(self.days, 0, -1)],
  }),
});

/** `date.min` and its like. */
export const DATE_CONSTANTS: Readonly<Record<string, () => unknown>> = Object.freeze({
  __proto__: null as never,
  min: () => new PyDate(checkedDays({ year: 1, month: 1, day: 1 })),
  max: () => new PyDate(checkedDays({ year: 9999, month: 12, day: 31 })),
  resolution: () => new TimeDelta(DAY),
});
