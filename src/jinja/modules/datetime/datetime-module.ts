import { methodTable, requireIndex } from '../../methods/method.ts';
import { typeName } from '../../runtime/type-name.ts';
import { isNumber, numberOf, raise } from '../../values/index.ts';
import { classObject, inherit } from '../objects/class-object.ts';
import { checkedDays, daysOfIsoCalendar, daysOfOrdinal } from './calendar.ts';
import { DATE_CONSTANTS, DATE_METHODS, PyDate } from './date.ts';
import { DATE_TIME_CONSTANTS, naiveDateTime, PyDateTime } from './date-time.ts';
import { DATE_TIME_METHODS } from './date-time-methods.ts';
import { parseIsoClock, parseIsoDay, parseIsoMoment } from './iso-text.ts';
import { localOffset } from './local-time.ts';
import { type ParsedMoment, strptime } from './strptime.ts';
import { clockArguments, foldArgument, PyTime, TIME_CONSTANTS, TIME_METHODS } from './time.ts';
import { makeTimeDelta, TIME_DELTA_METHODS, TimeDelta } from './time-delta.ts';
import { FixedZone, isTzInfo, type TzInfo, type UtcMoment, zoneArgument } from './tz-info.ts';

/** Microseconds since the epoch, in UTC. */
export type Now = () => bigint;

const DAY = 86_400_000_000n;

function momentOf(epochMicros: bigint): UtcMoment {
  const rest = ((epochMicros % DAY) + DAY) % DAY;
  return { days: Number((epochMicros - rest) / DAY), micros: Number(rest) };
}

function zoned(moment: UtcMoment, zone: TzInfo): PyDateTime {
  return naiveDateTime(moment.days, moment.micros).inZone(moment, zone);
}

/** A moment as the clocks of this machine show it, without a zone. */
function localMoment(epochMicros: bigint): PyDateTime {
  const offset = localOffset(Number(epochMicros / 1_000_000n));
  const { days, micros } = momentOf(epochMicros + BigInt(offset) * 1_000_000n);
  return naiveDateTime(days, micros);
}

function timestampArgument(value: unknown): bigint {
  if (!isNumber(value))
    return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
  const seconds = numberOf(value);
  if (!Number.isFinite(seconds))
    return raise('ValueError', 'cannot convert float NaN or infinity to integer');
  const whole = Math.floor(seconds);
  const rest = (seconds - whole) * 1e6;
  const floor = Math.floor(rest);
  const up = rest - floor > 0.5 || (rest - floor === 0.5 && floor % 2 === 1);
  return BigInt(whole) * 1_000_000n + BigInt(up ? floor + 1 : floor);
}

function textOf(value: unknown, name: string): string {
  return typeof value === 'string' ? value : raise('TypeError', `${name}: argument must be str`);
}

function parsed({ days, micros, offset }: ParsedMoment): PyDateTime {
  return new PyDateTime({ days, micros, zone: offset === null ? null : new FixedZone(offset), fold: 0 });
}

function combined([day, time, zone]: readonly unknown[]): PyDateTime {
  if (!(day instanceof PyDate) && !(day instanceof PyDateTime)) {
    return raise('TypeError', `combine() argument 1 must be datetime.date, not ${typeName(day)}`);
  }
  if (!(time instanceof PyTime)) {
    return raise('TypeError', `combine() argument 2 must be datetime.time, not ${typeName(time)}`);
  }
  const chosen = zone === undefined ? time.zone : zoneArgument(zone);
  return new PyDateTime({ days: day.days, micros: time.micros, zone: chosen, fold: time.fold });
}

const whole = (bound: readonly unknown[], index: number): number => requireIndex(bound[index]);

const isoDays = (bound: readonly unknown[]): number =>
  daysOfIsoCalendar(whole(bound, 0), whole(bound, 1), whole(bound, 2));

function dateClass(now: Now): unknown {
  return classObject({
    qualifiedName: 'datetime.date',
    construct: [
      'year month day',
      (bound) =>
        new PyDate(checkedDays({ year: whole(bound, 0), month: whole(bound, 1), day: whole(bound, 2) })),
    ],
    statics: methodTable<null>({
      today: ['', () => new PyDate(localMoment(now()).days)],
      fromtimestamp: ['timestamp', (_, [value]) => new PyDate(localMoment(timestampArgument(value)).days)],
      fromordinal: ['ordinal', (_, bound) => new PyDate(daysOfOrdinal(whole(bound, 0)))],
      fromisoformat: ['date_string', (_, [text]) => new PyDate(parseIsoDay(textOf(text, 'fromisoformat')))],
      fromisocalendar: ['year week day', (_, bound) => new PyDate(isoDays(bound))],
    }),
    constants: DATE_CONSTANTS,
    methods: DATE_METHODS,
    isInstance: (value) => value instanceof PyDate || value instanceof PyDateTime,
  });
}

function makeDateTime(bound: readonly unknown[]): PyDateTime {
  return new PyDateTime({
    days: checkedDays({ year: whole(bound, 0), month: whole(bound, 1), day: whole(bound, 2) }),
    micros: clockArguments(bound.slice(3, 7)),
    zone: zoneArgument(bound[7]),
    fold: foldArgument(bound[8]),
  });
}

function fromTimestamp(epochMicros: bigint, zone: unknown): PyDateTime {
  const target = zoneArgument(zone);
  return target === null ? localMoment(epochMicros) : zoned(momentOf(epochMicros), target);
}

function utcMoment(epochMicros: bigint): PyDateTime {
  const { days, micros } = momentOf(epochMicros);
  return naiveDateTime(days, micros);
}

function dateTimeStatics(now: Now): ReturnType<typeof methodTable> {
  return methodTable<null>({
    now: ['tz?', (_, [zone]) => fromTimestamp(now(), zone)],
    today: ['', () => localMoment(now())],
    utcnow: ['', () => utcMoment(now())],
    fromtimestamp: ['timestamp tz?', (_, [value, zone]) => fromTimestamp(timestampArgument(value), zone)],
    utcfromtimestamp: ['timestamp', (_, [value]) => utcMoment(timestampArgument(value))],
    fromordinal: ['ordinal', (_, bound) => naiveDateTime(daysOfOrdinal(whole(bound, 0)), 0)],
    fromisoformat: ['date_string', (_, [text]) => parsed(parseIsoMoment(textOf(text, 'fromisoformat')))],
    fromisocalendar: ['year week day', (_, bound) => naiveDateTime(isoDays(bound), 0)],
    combine: ['date time tzinfo?', (_, bound) => combined(bound)],
    strptime: [
      'date_string format',
      (_, [text, format]) => parsed(strptime(textOf(text, 'strptime'), textOf(format, 'strptime'))),
    ],
  });
}

function dateTimeClass(now: Now): unknown {
  return classObject({
    qualifiedName: 'datetime.datetime',
    construct: ['year month day hour? minute? second? microsecond? tzinfo? fold?', makeDateTime],
    statics: dateTimeStatics(now),
    constants: DATE_TIME_CONSTANTS,
    methods: DATE_TIME_METHODS,
    isInstance: (value) => value instanceof PyDateTime,
  });
}

const TIME_CLASS = classObject({
  qualifiedName: 'datetime.time',
  construct: [
    'hour? minute? second? microsecond? tzinfo? fold?',
    (bound) =>
      new PyTime({
        micros: clockArguments(bound),
        zone: zoneArgument(bound[4]),
        fold: foldArgument(bound[5]),
      }),
  ],
  statics: methodTable<null>({
    fromisoformat: [
      'time_string',
      (_, [text]) => {
        const { micros, offset } = parseIsoClock(textOf(text, 'fromisoformat'));
        return new PyTime({ micros, zone: offset === null ? null : new FixedZone(offset), fold: 0 });
      },
    ],
  }),
  constants: TIME_CONSTANTS,
  methods: TIME_METHODS,
  isInstance: (value) => value instanceof PyTime,
});

const MAX_DELTA = 999_999_999n * DAY;

const TIME_DELTA_CLASS = classObject({
  qualifiedName: 'datetime.timedelta',
  construct: ['days? seconds? microseconds? milliseconds? minutes? hours? weeks?', makeTimeDelta],
  statics: inherit(),
  constants: {
    min: () => new TimeDelta(-MAX_DELTA),
    max: () => new TimeDelta(MAX_DELTA + DAY - 1n),
    resolution: () => new TimeDelta(1n),
  },
  methods: TIME_DELTA_METHODS,
  isInstance: (value) => value instanceof TimeDelta,
});

const TZ_INFO_CLASS = classObject({
  qualifiedName: 'datetime.tzinfo',
  construct: ['', () => raise('NotImplementedError', 'a tzinfo subclass must implement utcoffset()')],
  statics: inherit(),
  constants: {},
  methods: inherit(),
  isInstance: isTzInfo,
});

/** `modules.datetime`: the classes that dbt exposes. */
export function datetimeModule(now: Now): Readonly<Record<string, unknown>> {
  return {
    date: dateClass(now),
    datetime: dateTimeClass(now),
    time: TIME_CLASS,
    timedelta: TIME_DELTA_CLASS,
    tzinfo: TZ_INFO_CLASS,
  };
}
