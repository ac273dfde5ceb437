import { toFloat } from '../../../base/index.ts';
import { methodTable } from '../../methods/method.ts';
import { raise } from '../../values/index.ts';
import { DAY_METHODS, PyDate, replacedDay, timeTuple } from './date.ts';
import { type LocalMoment, localClock, localEpoch } from './local-time.ts';
import { clockArguments, foldArgument, PyTime, spanOf } from './time.ts';
import { FixedZone, type TzInfo, type UtcMoment, zoneArgument } from './tz-info.ts';

/** What methods need of a `datetime`, and how they make another one. */
export interface DateTimeLike extends LocalMoment {
  readonly zone: TzInfo | null;
  readonly offset: number | null;
  with(parts: Partial<Pick<DateTimeLike, 'days' | 'micros' | 'fold' | 'zone'>>): DateTimeLike;
  inZone(moment: UtcMoment, zone: TzInfo): DateTimeLike;
  isoText(separator: string, timespec: unknown): string;
  utc(): UtcMoment;
}

function timestamp(self: DateTimeLike): unknown {
  if (self.offset === null) return toFloat(localEpoch(self) + (self.micros % 1e6) / 1e6);
  const { days, micros } = self.utc();
  const seconds = days * 86_400 + Math.floor(micros / 1e6);
  return toFloat((seconds * 1e6 + (micros % 1e6)) / 1e6);
}

function asTimeZone(self: DateTimeLike, target: unknown): DateTimeLike {
  const zone = zoneArgument(target);
  if (zone !== null && zone === self.zone) return self;
  const moment = self.offset === null ? utcOfLocal(self) : self.utc();
  if (zone !== null) return self.inZone(moment, zone);
  const seconds = moment.days * 86_400 + Math.floor(moment.micros / 1e6);
  const { offset, name } = localClock(seconds);
  return self.inZone(moment, new FixedZone(offset * 1e6, name));
}

function utcOfLocal(self: DateTimeLike): UtcMoment {
  const seconds = localEpoch(self);
  const days = Math.floor(seconds / 86_400);
  return { days, micros: (seconds - days * 86_400) * 1e6 + (self.micros % 1e6) };
}

function separatorArgument(value: unknown): string {
  if (value === undefined) return 'T';
  if (typeof value === 'string' && [...value].length === 1) return value;
  return raise('TypeError', 'isoformat() argument 1 must be a unicode character, not str');
}

const zoneTime = (self: DateTimeLike, zone: TzInfo | null): PyTime =>
  new PyTime({ micros: self.micros, zone, fold: self.fold });

/** The methods of `datetime.datetime`. */
export const DATE_TIME_METHODS = Object.freeze({
  ...DAY_METHODS,
  ...methodTable<DateTimeLike>({
    date: ['', (self) => new PyDate(self.days)],
    time: ['', (self) => zoneTime(self, null)],
    timetz: ['', (self) => zoneTime(self, self.zone)],
    isoformat: [
      'sep? timespec?',
      (self, [separator, timespec]) => self.isoText(separatorArgument(separator), timespec ?? 'auto'),
    ],
    timestamp: ['', timestamp],
    timetuple: [
      '',
      (self) => {
        const dst = self.zone?.dst(self) ?? null;
        return timeTuple(self.days, self.micros, dst === null ? -1 : dst === 0 ? 0 : 1);
      },
    ],
    utctimetuple: [
      '',
      (self) => {
        const { days, micros } = self.offset === null ? self : self.utc();
        return timeTuple(days, micros, 0);
      },
    ],
    utcoffset: ['', (self) => spanOf(self.offset)],
    dst: ['', (self) => spanOf(self.zone?.dst(self) ?? null)],
    tzname: ['', (self) => self.zone?.zoneName(self) ?? null],
    astimezone: ['tz?', (self, [zone]) => asTimeZone(self, zone)],
    replace: [
      'year? month? day? hour? minute? second? microsecond? tzinfo? fold?',
      (self, bound) =>
        self.with({
          days: replacedDay(self.days, bound),
          micros: clockArguments(bound.slice(3, 7), self.micros),
          zone: bound[7] === undefined ? self.zone : zoneArgument(bound[7]),
          fold: bound[8] === undefined ? self.fold : foldArgument(bound[8]),
        }),
    ],
  }),
});
