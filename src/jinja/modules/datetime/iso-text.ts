import { repr } from '../../runtime/text.ts';
import { raise } from '../../values/index.ts';
import { checkedDays, civilOf, daysOfIsoCalendar, zeros } from './calendar.ts';
import type { ParsedMoment } from './strptime.ts';

/** `2024-01-31`. */
export function isoDay(days: number): string {
  const { year, month, day } = civilOf(days);
  return `${zeros(year, 4)}-${zeros(month)}-${zeros(day)}`;
}

const PRECISIONS: Readonly<Record<string, (micros: number) => string>> = {
  auto: (micros) => PRECISIONS[micros % 1e6 === 0 ? 'seconds' : 'microseconds']?.(micros) ?? '',
  hours: (micros) => zeros(Math.floor(micros / 3.6e9)),
  minutes: (micros) => `${zeros(Math.floor(micros / 3.6e9))}:${zeros(Math.floor(micros / 6e7) % 60)}`,
  seconds: (micros) => `${PRECISIONS['minutes']?.(micros)}:${zeros(Math.floor(micros / 1e6) % 60)}`,
  milliseconds: (micros) =>
    `${PRECISIONS['seconds']?.(micros)}.${zeros(Math.floor((micros % 1e6) / 1000), 3)}`,
  microseconds: (micros) => `${PRECISIONS['seconds']?.(micros)}.${zeros(micros % 1e6, 6)}`,
};

/** `12:30:00`, with as many parts as `timespec` asks for. */
export function isoClock(micros: number, timespec: unknown = 'auto'): string {
  const print =
    typeof timespec === 'string' && Object.hasOwn(PRECISIONS, timespec) ? PRECISIONS[timespec] : undefined;
  return print === undefined ? raise('ValueError', 'Unknown timespec value') : print(micros);
}

const DAY =
  /^(?:(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)|(?<year2>\d{4})(?<month2>\d\d)(?<day2>\d\d)|(?<isoYear>\d{4})-?W(?<week>\d\d)(?:-?(?<weekday>\d))?)/;
const CLOCK =
  /^(?<hour>\d\d)(?:(?::(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)|(?:(?<minute2>\d\d)(?:(?<second2>\d\d)(?:[.,](?<fraction2>\d+))?)?))?/;
const ZONE =
  /^(?:(?<utc>Z)|(?<sign>[+-])(?<hour>\d\d)(?::?(?<minute>\d\d)(?::?(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?)$/;

interface Read<T> {
  readonly value: T;
  readonly length: number;
}

function readDay(text: string): Read<number> | undefined {
  const match = DAY.exec(text);
  const groups = match?.groups;
  if (match === null || groups === undefined) return undefined;
  const number = (name: string) => Number(groups[name] ?? groups[`${name}2`]);
  const value =
    groups['isoYear'] === undefined
      ? checkedDays({ year: number('year'), month: number('month'), day: number('day') })
      : daysOfIsoCalendar(Number(groups['isoYear']), Number(groups['week']), Number(groups['weekday'] ?? 1));
  return { value, length: match[0].length };
}

/** Microseconds of the day; raises `ValueError` for fields that are out of range. */
export function microsOfClock(hour: number, minute: number, second: number, micros: number): number {
  if (hour < 0 || hour > 23) raise('ValueError', 'hour must be in 0..23');
  if (minute < 0 || minute > 59) raise('ValueError', 'minute must be in 0..59');
  if (second < 0 || second > 59) raise('ValueError', 'second must be in 0..59');
  if (micros < 0 || micros > 999_999) raise('ValueError', 'microsecond must be in 0..999999');
  return ((hour * 60 + minute) * 60 + second) * 1e6 + micros;
}

const fractionOf = (digits: string | undefined): number => Number((digits ?? '').slice(0, 6).padEnd(6, '0'));

function readClock(text: string): Read<number> | undefined {
  const match = CLOCK.exec(text);
  const groups = match?.groups;
  if (match === null || groups === undefined) return undefined;
  const part = (name: string) => groups[name] ?? groups[`${name}2`];
  const micros = fractionOf(part('fraction'));
  return {
    value: microsOfClock(
      Number(groups['hour']),
      Number(part('minute') ?? 0),
      Number(part('second') ?? 0),
      micros,
    ),
    length: match[0].length,
  };
}

function readZone(text: string): number | null | undefined {
  if (text === '') return null;
  const groups = ZONE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  if (groups['utc'] !== undefined) return 0;
  const seconds =
    (Number(groups['hour']) * 60 + Number(groups['minute'] ?? 0)) * 60 + Number(groups['second'] ?? 0);
  const size = seconds * 1e6 + fractionOf(groups['fraction']);
  return groups['sign'] === '-' ? -size : size;
}

function invalid(text: string): never {
  return raise('ValueError', `Invalid isoformat string: ${repr(text)}`);
}

/** `date.fromisoformat`: days since 1970-01-01. */
export function parseIsoDay(text: string): number {
  const day = readDay(text);
  return day === undefined || day.length < text.length ? invalid(text) : day.value;
}

/** `datetime.fromisoformat`. */
export function parseIsoMoment(text: string): ParsedMoment {
  const day = readDay(text);
  if (day === undefined) return invalid(text);
  if (day.length === text.length) return { days: day.value, micros: 0, offset: null };
  const rest = [...text.slice(day.length)].slice(1).join('');
  return { days: day.value, ...parseClockAndZone(rest, text) };
}

/** `time.fromisoformat`. */
export function parseIsoClock(text: string): Omit<ParsedMoment, 'days'> {
  return parseClockAndZone(text.replace(/^T/, ''), text);
}

function parseClockAndZone(part: string, whole: string): Omit<ParsedMoment, 'days'> {
  const clock = readClock(part);
  const offset = clock === undefined ? undefined : readZone(part.slice(clock.length));
  return clock === undefined || offset === undefined ? invalid(whole) : { micros: clock.value, offset };
}
