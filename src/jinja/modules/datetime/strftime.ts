import { civilOf, dayOfYear, isoCalendarOf, weekdayOf, zeros } from './calendar.ts';
import { MONTHS, short, WEEKDAYS } from './names.ts';
import { offsetText } from './tz-info.ts';

/** What a format is filled from: a wall clock and what its zone says there. */
export interface Moment {
  readonly days: number;
  readonly micros: number;
  readonly offset: number | null;
  readonly zone: string | null;
  /** Seconds since the epoch, for `%s`. */
  readonly epochSeconds: number;
}

interface Field {
  readonly value: string | number;
  readonly width: number;
  readonly fill: '0' | ' ';
}

const padded = (value: number, width = 2, fill: '0' | ' ' = '0'): Field => ({ value, width, fill });
const text = (value: string): Field => ({ value, width: 0, fill: ' ' });

const hourOf = (at: Moment): number => Math.floor(at.micros / 3.6e9);
const minuteOf = (at: Moment): number => Math.floor(at.micros / 6e7) % 60;
const secondOf = (at: Moment): number => Math.floor(at.micros / 1e6) % 60;
const hour12 = (at: Moment): number => hourOf(at) % 12 || 12;
const half = (at: Moment): string => (hourOf(at) < 12 ? 'AM' : 'PM');

/** Week of the year where weeks start on a weekday (0 is Monday) and days before the first one are week 0. */
function weekOfYear(days: number, firstWeekday: number): number {
  return Math.floor((dayOfYear(days) + 6 - ((weekdayOf(days) - firstWeekday + 7) % 7)) / 7);
}

type Directive = (at: Moment) => Field;
const composed =
  (format: string): Directive =>
  (at) =>
    text(strftime(at, format));

/** The directives of the C library in its C locale. */
const DIRECTIVES: Readonly<Record<string, Directive>> = {
  a: (at) => text(short(WEEKDAYS[weekdayOf(at.days)])),
  A: (at) => text(WEEKDAYS[weekdayOf(at.days)] ?? ''),
  b: (at) => text(short(MONTHS[civilOf(at.days).month - 1])),
  B: (at) => text(MONTHS[civilOf(at.days).month - 1] ?? ''),
  c: composed('%a %b %e %H:%M:%S %Y'),
  C: (at) => padded(Math.floor(civilOf(at.days).year / 100), 0),
  d: (at) => padded(civilOf(at.days).day),
  D: composed('%m/%d/%y'),
  e: (at) => padded(civilOf(at.days).day, 2, ' '),
  f: (at) => padded(at.micros % 1e6, 6),
  F: composed('%Y-%m-%d'),
  g: (at) => padded(isoCalendarOf(at.days)[0] % 100),
  G: (at) => padded(isoCalendarOf(at.days)[0], 0),
  h: composed('%b'),
  H: (at) => padded(hourOf(at)),
  I: (at) => padded(hour12(at)),
  j: (at) => padded(dayOfYear(at.days), 3),
  k: (at) => padded(hourOf(at), 2, ' '),
  l: (at) => padded(hour12(at), 2, ' '),
  m: (at) => padded(civilOf(at.days).month),
  M: (at) => padded(minuteOf(at)),
  n: () => text('\n'),
  p: (at) => text(half(at)),
  P: (at) => text(half(at).toLowerCase()),
  r: composed('%I:%M:%S %p'),
  R: composed('%H:%M'),
  s: (at) => padded(at.epochSeconds, 0),
  S: (at) => padded(secondOf(at)),
  t: () => text('\t'),
  T: composed('%H:%M:%S'),
  u: (at) => padded(weekdayOf(at.days) + 1, 1),
  U: (at) => padded(weekOfYear(at.days, 6)),
  V: (at) => padded(isoCalendarOf(at.days)[1]),
  w: (at) => padded((weekdayOf(at.days) + 1) % 7, 1),
  W: (at) => padded(weekOfYear(at.days, 0)),
  x: composed('%m/%d/%y'),
  X: composed('%H:%M:%S'),
  y: (at) => padded(civilOf(at.days).year % 100),
  Y: (at) => padded(civilOf(at.days).year, 0),
  z: (at) => text(at.offset === null ? '' : offsetText(at.offset, '')),
  Z: (at) => text(at.zone ?? ''),
  '%': () => text('%'),
};

/** A field under the flags of the C library: `-` no padding, `_` spaces, `0` zeros, `^` upper case, `#` other case. */
function shown({ value, width, fill }: Field, flags: string, wanted: string): string {
  let padding: string = fill;
  if (flags.includes('_')) padding = ' ';
  if (flags.includes('0')) padding = '0';
  const size = flags.includes('-') ? 0 : wanted === '' ? width : Number(wanted);
  const body =
    typeof value === 'number' && padding === '0' ? zeros(value, size) : String(value).padStart(size, padding);
  return flags.includes('^') || flags.includes('#') ? body.toUpperCase() : body;
}

const PATTERN = /%([-_0^#]*)(\d*)([EO]?)([\s\S])/g;

/** Python's `strftime` as the C library on Linux prints it; unknown directives stay as they are. */
export function strftime(at: Moment, format: string): string {
  return format.replace(
    PATTERN,
    (whole: string, flags: string, width: string, _modifier: string, letter: string) => {
      const directive = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined;
      return directive === undefined ? whole : shown(directive(at), flags, width);
    },
  );
}
