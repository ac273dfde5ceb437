import { raise } from '../../values/index.ts';

/** A day of the proleptic Gregorian calendar. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const MICROS_PER_DAY = 86_400_000_000;
/** The ordinal of 1970-01-01, counting from 0001-01-01 as day one. */
const EPOCH_ORDINAL = 719_163;
const MAX_DAYS = 2_932_896;
const MIN_DAYS = 1 - EPOCH_ORDINAL;

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] as number);
}

/** Days since 1970-01-01; the fields are not checked. */
export function daysOf({ year, month, day }: CivilDay): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The day that lies so many days after 1970-01-01. */
export function civilOf(days: number): CivilDay {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** The day number, when Python can hold it: years 1 to 9999. */
export function checkDays(days: number): number {
  return days < MIN_DAYS || days > MAX_DAYS ? raise('OverflowError', 'date value out of range') : days;
}

/** Days since 1970-01-01 of checked fields; raises `ValueError` as Python does. */
export function checkedDays(civil: CivilDay): number {
  const { year, month, day } = civil;
  if (year < 1 || year > 9999) raise('ValueError', `year ${year} is out of range`);
  if (month < 1 || month > 12) raise('ValueError', 'month must be in 1..12');
  if (day < 1 || day > daysInMonth(year, month)) raise('ValueError', 'day is out of range for month');
  return daysOf(civil);
}

/** Python's proleptic ordinal: 0001-01-01 is 1. */
export const ordinalOf = (days: number): number => days + EPOCH_ORDINAL;

/** The inverse of `ordinalOf`. */
export function daysOfOrdinal(ordinal: number): number {
  if (ordinal < 1) raise('ValueError', 'ordinal must be >= 1');
  return checkDays(ordinal - EPOCH_ORDINAL);
}

/** Monday is 0. */
export const weekdayOf = (days: number): number => (((days + 3) % 7) + 7) % 7;

/** The day's number in its year, from 1. */
export function dayOfYear(days: number): number {
  return days - daysOf({ year: civilOf(days).year, month: 1, day: 1 }) + 1;
}

/** Monday of ISO week 1. */
function isoYearStart(year: number): number {
  const first = daysOf({ year, month: 1, day: 1 });
  const weekday = weekdayOf(first);
  return weekday > 3 ? first - weekday + 7 : first - weekday;
}

/** ISO year, week and weekday (Monday is 1). */
export function isoCalendarOf(days: number): readonly [year: number, week: number, weekday: number] {
  let { year } = civilOf(days);
  if (days < isoYearStart(year)) year--;
  else if (days >= isoYearStart(year + 1)) year++;
  return [year, Math.floor((days - isoYearStart(year)) / 7) + 1, weekdayOf(days) + 1];
}

/** The day of an ISO year, week and weekday; raises `ValueError` for one that does not exist. */
export function daysOfIsoCalendar(year: number, week: number, weekday: number): number {
  if (year < 1 || year > 9999) raise('ValueError', `Year is out of range: ${year}`);
  const weeks = Math.round((isoYearStart(year + 1) - isoYearStart(year)) / 7);
  if (week < 1 || week > weeks) raise('ValueError', `Invalid week: ${week}`);
  if (weekday < 1 || weekday > 7) raise('ValueError', `Invalid weekday: ${weekday} (range is [1, 7])`);
  return isoYearStart(year) + (week - 1) * 7 + weekday - 1;
}

/** A number with leading zeros. */
export function zeros(value: number, width = 2): string {
  return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
}
