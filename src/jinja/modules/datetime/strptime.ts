import { repr } from '../../runtime/text.ts';
import { raise } from '../../values/index.ts';
import { daysInMonth, daysOf, daysOfIsoCalendar, weekdayOf } from './calendar.ts';
import { MONTHS, short, WEEKDAYS } from './names.ts';

/** What a text says under a format. */
export interface ParsedMoment {
  readonly days: number;
  readonly micros: number;
  /** Microseconds east of UTC. */
  readonly offset: number | null;
}

const alternatives = (names: readonly string[]): string =>
  [...names].sort((a, b) => b.length - a.length).join('|');

/** What each directive matches, as `_strptime` has it. */
const PATTERNS: Readonly<Record<string, string>> = {
  d: '(?<d>3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9])',
  f: '(?<f>[0-9]{1,6})',
  H: '(?<H>2[0-3]|[0-1]\\d|\\d)',
  I: '(?<I>1[0-2]|0[1-9]|[1-9])',
  G: '(?<G>\\d\\d\\d\\d)',
  j: '(?<j>36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])',
  m: '(?<m>1[0-2]|0[1-9]|[1-9])',
  M: '(?<M>[0-5]\\d|\\d)',
  S: '(?<S>6[0-1]|[0-5]\\d|\\d)',
  U: '(?<U>5[0-3]|[0-4]\\d|\\d)',
  w: '(?<w>[0-6])',
  u: '(?<u>[1-7])',
  V: '(?<V>5[0-3]|0[1-9]|[1-4]\\d|\\d)',
  y: '(?<y>\\d\\d)',
  Y: '(?<Y>\\d\\d\\d\\d)',
  z: '(?<z>[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|Z)',
  A: `(?<A>${alternatives(WEEKDAYS)})`,
  a: `(?<a>${alternatives(WEEKDAYS.map(short))})`,
  B: `(?<B>${alternatives(MONTHS)})`,
  b: `(?<b>${alternatives(MONTHS.map(short))})`,
  p: '(?<p>AM|PM)',
  Z: '(?<Z>UTC|GMT)',
  '%': '%',
  W: '(?<W>5[0-3]|[0-4]\\d|\\d)',
};

const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

function patternOf(format: string): RegExp {
  const expanded = format.replace(/%([cxX])/g, (_, letter: string) => COMPOSED[letter] as string);
  let source = '';
  for (let at = 0; at < expanded.length; at++) {
    const character = expanded[at] as string;
    if (character !== '%') {
      source += /\s/.test(character) ? '\\s+' : character.replace(/[\\.^$*+?(){}[\]|/-]/, '\\$&');
      while (/\s/.test(character) && /\s/.test(expanded[at + 1] ?? '')) at++;
      continue;
    }
    at++;
    const letter = expanded[at];
    if (letter === undefined) return raise('ValueError', `stray % in format '${format}'`);
    const pattern = Object.hasOwn(PATTERNS, letter) ? PATTERNS[letter] : undefined;
    if (pattern === undefined)
      return raise('ValueError', `'${letter}' is a bad directive in format '${format}'`);
    source += pattern;
  }
  try {
    return new RegExp(`^${source}`, 'i');
  } catch {
    return raise('error', `redefinition of group name in format '${format}'`);
  }
}

type Groups = Readonly<Record<string, string | undefined>>;

function yearOf(groups: Groups): number | undefined {
  if (groups['Y'] !== undefined) return Number(groups['Y']);
  if (groups['y'] === undefined) return undefined;
  const year = Number(groups['y']);
  return year <= 68 ? 2000 + year : 1900 + year;
}

function monthOf(groups: Groups): number | undefined {
  const name = groups['B'] ?? groups['b'];
  if (name !== undefined)
    return MONTHS.findIndex((each) => short(each).toLowerCase() === name.slice(0, 3).toLowerCase()) + 1;
  return groups['m'] === undefined ? undefined : Number(groups['m']);
}

/** Monday is 0. */
function weekdayIn(groups: Groups): number | undefined {
  const name = groups['A'] ?? groups['a'];
  if (name !== undefined)
    return WEEKDAYS.findIndex((each) => short(each).toLowerCase() === name.slice(0, 3).toLowerCase());
  if (groups['w'] !== undefined) return (Number(groups['w']) + 6) % 7;
  return groups['u'] === undefined ? undefined : Number(groups['u']) - 1;
}

function hourIn(groups: Groups): number {
  if (groups['H'] !== undefined) return Number(groups['H']);
  if (groups['I'] === undefined) return 0;
  return (Number(groups['I']) % 12) + (groups['p']?.toLowerCase() === 'pm' ? 12 : 0);
}

/** The offset of `%z`, in microseconds. */
function offsetIn(groups: Groups): number | null {
  const text = groups['z'];
  if (text === undefined) return null;
  if (text.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes, seconds = '0', fraction = ''] =
    /^([+-])(\d\d):?(\d\d):?(\d\d)?(?:\.(\d+))?$/.exec(text) ?? [];
  const size =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6 + Number(fraction.padEnd(6, '0'));
  return sign === '-' ? -size : size;
}

function isoDays(groups: Groups, weekday: number | undefined): number | undefined {
  if (groups['G'] === undefined) {
    if (groups['V'] !== undefined) {
      raise(
        'ValueError',
        "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').",
      );
    }
    return undefined;
  }
  if (groups['V'] === undefined || weekday === undefined) {
    raise(
      'ValueError',
      "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').",
    );
  }
  return daysOfIsoCalendar(Number(groups['G']), Number(groups['V']), weekday + 1);
}

/** The day of `%U` or `%W` with a weekday. */
function weekDays(groups: Groups, year: number | undefined, weekday: number | undefined): number | undefined {
  const week = groups['U'] ?? groups['W'];
  if (week === undefined || year === undefined || weekday === undefined) return undefined;
  const startsMonday = groups['U'] === undefined;
  const first = daysOf({ year, month: 1, day: 1 });
  const position = (day: number): number => (startsMonday ? day : (day + 1) % 7);
  const weekZero = (7 - position(weekdayOf(first))) % 7;
  const dayInWeek = position(weekday);
  return Number(week) === 0
    ? first + dayInWeek - position(weekdayOf(first))
    : first + weekZero + 7 * (Number(week) - 1) + dayInWeek;
}

function daysIn(groups: Groups): number {
  const weekday = weekdayIn(groups);
  const iso = isoDays(groups, weekday);
  if (iso !== undefined) return iso;
  const year = yearOf(groups);
  const month = monthOf(groups);
  const day = groups['d'] === undefined ? undefined : Number(groups['d']);
  const weeks = month === undefined && day === undefined ? weekDays(groups, year, weekday) : undefined;
  if (weeks !== undefined) return weeks;
  if (groups['j'] !== undefined && month === undefined) {
    return daysOf({ year: year ?? 1900, month: 1, day: 1 }) + Number(groups['j']) - 1;
  }
  const leapDay = year === undefined && month === 2 && day === 29;
  const shownYear = leapDay ? 1900 : (year ?? 1900);
  if (shownYear < 1) return raise('ValueError', `year ${shownYear} is out of range`);
  if ((day ?? 1) > daysInMonth(shownYear, month ?? 1)) raise('ValueError', 'day is out of range for month');
  return daysOf({ year: shownYear, month: month ?? 1, day: day ?? 1 });
}

/** Python's `strptime`; raises `ValueError` where text and format do not agree. */
export function strptime(text: string, format: string): ParsedMoment {
  const match = patternOf(format).exec(text);
  if (match === null)
    return raise('ValueError', `time data ${repr(text)} does not match format ${repr(format)}`);
  if (match[0].length < text.length) {
    raise('ValueError', `unconverted data remains: ${text.slice(match[0].length)}`);
  }
  const groups: Groups = match.groups ?? {};
  const seconds = Number(groups['S'] ?? 0);
  if (seconds > 59) raise('ValueError', 'second must be in 0..59');
  const fraction = Number((groups['f'] ?? '').padEnd(6, '0'));
  const clock = hourIn(groups) * 3600 + Number(groups['M'] ?? 0) * 60 + seconds;
  return { days: daysIn(groups), micros: clock * 1e6 + fraction, offset: offsetIn(groups) };
}
