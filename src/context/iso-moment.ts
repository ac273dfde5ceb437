import type { TimestampValue } from '../domain/index.ts';

const DATE = /^(\d{4})-?(\d{2})-?(\d{2})$/;
const TIME = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

function zoneSeconds(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const size = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2) || '0') * 60;
  return zone.startsWith('-') ? -size : size;
}

/** A moment in ISO 8601 with `T` between day and time; undefined when the text is none. */
export function readMoment(text: string): TimestampValue | undefined {
  const [day = '', time = '', ...rest] = text.split('T');
  const date = DATE.exec(day);
  const clock = TIME.exec(time);
  if (date === null || clock === null || rest.length > 0) return undefined;
  const [year, month, dayOfMonth] = [Number(date[1]), Number(date[2]), Number(date[3])];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, dayOfMonth);
  if (year < 1 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== dayOfMonth) return undefined;
  const [hour, minute, second] = [Number(clock[1]), Number(clock[2] ?? '0'), Number(clock[3] ?? '0')];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const micros = BigInt(`${clock[4] ?? ''}000000`.slice(0, 6));
  const offset = clock[5] === undefined ? 0 : zoneSeconds(clock[5]);
  const seconds = BigInt(at.getTime() / 1000) + BigInt(hour * 3600 + minute * 60 + second - offset);
  return { kind: 'timestamp', micros: seconds * 1_000_000n + micros, zoned: clock[5] !== undefined };
}
