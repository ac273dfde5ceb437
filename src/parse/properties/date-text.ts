import { readMoment, YamlDate, YamlTimestamp } from '../../base/yaml/index.ts';

const WORD =
  /\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*|(?:mon|tues?|wed|thu|fri|sat|sun)[a-z]*|[ap]m|of|and|at|on|th|st|nd|rd|utc|gmt|[tz])\b/gi;

/** Whether dbt's reader of dates makes something of a text: it takes numbers and the names of days and months. */
export function isDateText(text: string): boolean {
  if (readMoment(text) !== undefined) return true;
  if (/^\d{4}-\d\d?-\d\d?$/.test(text)) return false;
  const rest = text.replace(WORD, '');
  return rest !== text || /\d/.test(rest)
    ? !/[a-z]/i.test(rest.replaceAll(/\d(?:[tz]|th|st|nd|rd)?/gi, ''))
    : false;
}

/** A date of YAML as dbt writes it: midnight when it has no time, UTC when it has no zone. */
export function dateText(value: unknown): string | null {
  if (value instanceof YamlTimestamp) return value.zoned ? value.toJSON() : `${value.toJSON()}+00:00`;
  if (value instanceof YamlDate) return `${value.toJSON()}T00:00:00+00:00`;
  if (typeof value !== 'string') return null;
  const moment = readMoment(value);
  return moment === undefined ? value : dateText(moment);
}
