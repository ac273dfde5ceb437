/** The second day of year 1, before which JavaScript's years have another sign. */
const FIRST_YEAR = -62_135_510_400;

/** Formatters by zone: making one takes a thousand times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** Seconds east of UTC that clocks of an IANA zone show at a moment, by JavaScript's own zone database. */
export function zoneOffset(zone: string, epochSeconds: number): number {
  if (epochSeconds < FIRST_YEAR) return zoneOffset(zone, FIRST_YEAR);
  const shown: Record<string, string> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(epochSeconds * 1000)) shown[type] = value;
  const number = (name: string): number => Number(shown[name]);
  const local = new Date(0);
  local.setUTCFullYear(number('year'), number('month') - 1, number('day'));
  local.setUTCHours(number('hour'), number('minute'), number('second'));
  return local.getTime() / 1000 - Math.floor(epochSeconds);
}

/** The zone of this machine. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
