import { ownValue } from '../../../base/index.ts';
import { BINARY, CMP, EQ, FORMAT, GETATTR, HASH, REPR, raise, STR, TYPE } from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { checkDays, civilOf, MICROS_PER_DAY } from './calendar.ts';
import { PyDate } from './date.ts';
import { DATE_TIME_METHODS, type DateTimeLike } from './date-time-methods.ts';
import { isoClock, isoDay } from './iso-text.ts';
import { localEpoch } from './local-time.ts';
import { type Moment, strftime } from './strftime.ts';
import { clockOf, clockRepr } from './time.ts';
import { TimeDelta } from './time-delta.ts';
import { offsetText, type TzInfo, type UtcMoment } from './tz-info.ts';

interface Parts {
  readonly days: number;
  readonly micros: number;
  readonly zone: TzInfo | null;
  readonly fold: 0 | 1;
}

/** Day and microsecond of the day, when the microseconds may lie outside of it. */
function carried(days: number, micros: number): UtcMoment {
  const shift = Math.floor(micros / MICROS_PER_DAY);
  return { days: days + shift, micros: micros - shift * MICROS_PER_DAY };
}

/** Python's `datetime.datetime`: a day and a time of day, with or without a zone. */
export class PyDateTime implements DateTimeLike {
  readonly days: number;
  /** Microseconds since midnight. */
  readonly micros: number;
  readonly zone: TzInfo | null;
  readonly fold: 0 | 1;
  readonly [TYPE] = 'datetime.datetime';

  constructor({ days, micros, zone, fold }: Parts) {
    this.days = checkDays(days);
    this.micros = micros;
    this.zone = zone;
    this.fold = fold;
  }

  /** Microseconds east of UTC; null without a zone. */
  get offset(): number | null {
    return this.zone?.utcOffset(this) ?? null;
  }

  with(parts: Partial<Parts>): PyDateTime {
    const { days, micros, zone, fold } = this;
    return new PyDateTime({ days, micros, zone, fold, ...parts });
  }

  /** The moment as clocks in a zone show it. */
  inZone(moment: UtcMoment, target: TzInfo): PyDateTime {
    const { zone, offset, fold } = target.at(moment);
    return new PyDateTime({ ...carried(moment.days, moment.micros + offset), zone, fold });
  }

  /** The moment in UTC; the wall clock itself where there is no zone. */
  utc(): UtcMoment {
    return carried(this.days, this.micros - (this.offset ?? 0));
  }

  isoText(separator: string, timespec: unknown): string {
    const { offset } = this;
    return (
      isoDay(this.days) +
      separator +
      isoClock(this.micros, timespec) +
      (offset === null ? '' : offsetText(offset))
    );
  }

  [STR](): string {
    return this.isoText(' ', 'auto');
  }

  [REPR](): string {
    const { year, month, day } = civilOf(this.days);
    const fold = this.fold === 0 ? '' : ', fold=1';
    const zone = this.zone === null ? '' : `, tzinfo=${this.zone[REPR]()}`;
    return `datetime.datetime(${year}, ${month}, ${day}, ${clockRepr(this.micros)}${fold}${zone})`;
  }

  [FORMAT](specification: string): string {
    return specification === '' ? this[STR]() : strftime(this.moment(), specification);
  }

  [HASH](): string {
    const { days, micros } = this.utc();
    return `datetime:${days}:${micros}:${this.offset === null}`;
  }

  [EQ](other: unknown): boolean {
    if (!(other instanceof PyDateTime) || (this.offset === null) !== (other.offset === null)) return false;
    return this.microsSince(other) === 0n;
  }

  [CMP](other: unknown): number | undefined {
    if (other instanceof PyDate) raise('TypeError', "can't compare datetime.datetime to datetime.date");
    if (!(other instanceof PyDateTime)) return undefined;
    if ((this.offset === null) !== (other.offset === null)) {
      raise('TypeError', "can't compare offset-naive and offset-aware datetimes");
    }
    return Number(this.microsSince(other));
  }

  /** Microseconds from another one to this; by the wall clocks where both have the same zone. */
  private microsSince(other: PyDateTime): bigint {
    const [a, b] = this.zone === other.zone ? [this, other] : [this.utc(), other.utc()];
    return BigInt(a.days - b.days) * BigInt(MICROS_PER_DAY) + BigInt(a.micros - b.micros);
  }

  [BINARY](operator: string, other: unknown, reflected: boolean): unknown {
    if (other instanceof PyDateTime && operator === '-' && !reflected) {
      if ((this.offset === null) !== (other.offset === null)) {
        raise('TypeError', "can't subtract offset-naive and offset-aware datetimes");
      }
      return new TimeDelta(this.microsSince(other));
    }
    if (!(other instanceof TimeDelta)) return undefined;
    if (operator === '+') return this.plus(other.total);
    return operator === '-' && !reflected ? this.plus(-other.total) : undefined;
  }

  private plus(micros: bigint): PyDateTime {
    const span = new TimeDelta(micros);
    const moment = carried(this.days + span.days, this.micros + span.seconds * 1e6 + span.microseconds);
    return this.with({ ...moment, fold: 0 });
  }

  [GETATTR](name: string): unknown {
    if (name === 'year' || name === 'month' || name === 'day') return civilOf(this.days)[name];
    if (name === 'tzinfo') return this.zone;
    if (name === 'fold') return this.fold;
    const clock = clockOf(this.micros);
    if (Object.hasOwn(clock, name)) return clock[name as keyof typeof clock];
    const constant = ownValue(DATE_TIME_CONSTANTS, name);
    return constant === undefined ? boundMethod(this, name, DATE_TIME_METHODS) : constant();
  }

  moment(): Moment {
    const { days, micros, offset } = this;
    const zone = this.zone?.zoneName(this) ?? null;
    return { days, micros, offset, zone, epochSeconds: localEpoch(this) };
  }
}

/** A wall clock without a zone. */
export function naiveDateTime(days: number, micros: number): PyDateTime {
  return new PyDateTime({ days, micros, zone: null, fold: 0 });
}

/** `datetime.min` and its like. */
export const DATE_TIME_CONSTANTS: Readonly<Record<string, () => unknown>> = Object.freeze({
  __proto__: null as never,
  min: () => naiveDateTime(-719_162, 0),
  max: () => naiveDateTime(2_932_896, MICROS_PER_DAY - 1),
  resolution: () => new TimeDelta(1n),
});
