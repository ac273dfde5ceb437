import { ownValue } from '../../../base/index.ts';
import { methodTable, requireIndex } from '../../methods/method.ts';
import { BOOL, CMP, EQ, FORMAT, GETATTR, HASH, REPR, raise, STR, TYPE } from '../../values/index.ts';
import { boundMethod } from '../objects/class-object.ts';
import { formatArgument } from './date.ts';
import { isoClock, microsOfClock } from './iso-text.ts';
import { type Moment, strftime } from './strftime.ts';
import { TimeDelta } from './time-delta.ts';
import { offsetText, type TzInfo, zoneArgument } from './tz-info.ts';

/** The parts of a time of day. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

export function clockOf(micros: number): Clock {
  const seconds = Math.floor(micros / 1e6);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: micros % 1e6,
  };
}

/** Microseconds of the day from arguments, absent ones taken from `base`; raises `ValueError` out of range. */
export function clockArguments(bound: readonly unknown[], base = 0): number {
  const now = clockOf(base);
  const field = (index: number, name: keyof Clock) =>
    bound[index] === undefined ? now[name] : requireIndex(bound[index]);
  return microsOfClock(field(0, 'hour'), field(1, 'minute'), field(2, 'second'), field(3, 'microsecond'));
}

export function foldArgument(value: unknown): 0 | 1 {
  if (value === undefined || value === 0) return 0;
  return value === 1 ? 1 : raise('ValueError', 'fold must be either 0 or 1');
}

interface TimeParts {
  readonly micros: number;
  readonly zone: TzInfo | null;
  readonly fold: 0 | 1;
}

/** Python's `datetime.time`: a time of day, with or without a zone. */
export class PyTime implements TimeParts {
  /** Microseconds since midnight. */
  readonly micros: number;
  readonly zone: TzInfo | null;
  readonly fold: 0 | 1;
  readonly [TYPE] = 'datetime.time';

  constructor({ micros, zone, fold }: TimeParts) {
    this.micros = micros;
    this.zone = zone;
    this.fold = fold;
  }

  get offset(): number | null {
    return this.zone?.utcOffset(null) ?? null;
  }

  [STR](): string {
    return this.isoText('auto');
  }

  isoText(timespec: unknown): string {
    return isoClock(this.micros, timespec) + (this.offset === null ? '' : offsetText(this.offset));
  }

  [REPR](): string {
    const fold = this.fold === 0 ? '' : ', fold=1';
    return `datetime.time(${clockRepr(this.micros)}${fold}${this.zone === null ? '' : `, tzinfo=${this.zone[REPR]()}`})`;
  }

  [FORMAT](specification: string): string {
    return specification === '' ? this[STR]() : strftime(this.moment(), specification);
  }

  [BOOL](): boolean {
    return true;
  }

  /** Microseconds in UTC, or of the clock where there is no zone. */
  private get instant(): number {
    return this.micros - (this.offset ?? 0);
  }

  [HASH](): string {
    return `time:${this.instant}:${this.offset === null}`;
  }

  [EQ](other: unknown): boolean {
    return (
      other instanceof PyTime &&
      (this.offset === null) === (other.offset === null) &&
      this.instant === other.instant
    );
  }

  [CMP](other: unknown): number | undefined {
    if (!(other instanceof PyTime)) return undefined;
    if ((this.offset === null) !== (other.offset === null)) {
      raise('TypeError', "can't compare offset-naive and offset-aware times");
    }
    return this.instant - other.instant;
  }

  [GETATTR](name: string): unknown {
    if (name === 'tzinfo') return this.zone;
    if (name === 'fold') return this.fold;
    const clock = clockOf(this.micros);
    if (Object.hasOwn(clock, name)) return clock[name as keyof Clock];
    const constant = ownValue(TIME_CONSTANTS, name);
    return constant === undefined ? boundMethod(this, name, TIME_METHODS) : constant();
  }

  moment(): Moment {
    // 1900-01-01, as Python does for times
    return {
      days: -25_567,
      micros: this.micros,
      offset: this.offset,
      zone: this.zone?.zoneName(null) ?? null,
      epochSeconds: 0,
    };
  }
}

/** `12, 30` or as many parts as are not zero. */
export function clockRepr(micros: number): string {
  const { hour, minute, second, microsecond } = clockOf(micros);
  const parts = [hour, minute];
  if (second !== 0 || microsecond !== 0) parts.push(second);
  if (microsecond !== 0) parts.push(microsecond);
  return parts.join(', ');
}

/** An offset as the span that `utcoffset()` and `dst()` answer. */
export function spanOf(offset: number | null): TimeDelta | null {
  return offset === null ? null : new TimeDelta(BigInt(offset));
}

export const TIME_METHODS = methodTable<PyTime>({
  isoformat: ['timespec?', (self, [timespec]) => self.isoText(timespec ?? 'auto')],
  strftime: ['format', (self, [format]) => strftime(self.moment(), formatArgument(format))],
  utcoffset: ['', (self) => spanOf(self.offset)],
  dst: ['', (self) => spanOf(self.zone?.dst(null) ?? null)],
  tzname: ['', (self) => self.zone?.zoneName(null) ?? null],
  replace: [
    'hour? minute? second? microsecond? tzinfo? fold?',
    (self, bound) =>
      new PyTime({
        micros: clockArguments(bound, self.micros),
        zone: bound[4] === undefined ? self.zone : zoneArgument(bound[4]),
        fold: bound[5] === undefined ? self.fold : foldArgument(bound[5]),
      }),
  ],
});

/** `time.min` and its like. */
export const TIME_CONSTANTS: Readonly<Record<string, () => unknown>> = Object.freeze({
  __proto__: null as never,
  min: () => new PyTime({ micros: 0, zone: null, fold: 0 }),
  max: () => new PyTime({ micros: 86_399_999_999, zone: null, fold: 0 }),
  resolution: () => new TimeDelta(1n),
});
