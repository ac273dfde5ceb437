import type { Dict } from './plain.ts';

const MOMENT =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:.(\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,6})\d*)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** A moment in the form in which Python writes it; null when the text is none. */
export function isoMoment(text: string): string | null {
  const found = MOMENT.exec(text);
  if (found === null || Number.isNaN(Date.parse(`${found[1]}-${found[2]}-${found[3]}`))) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction, zone] = found;
  const parts = fraction === undefined ? '' : `.${fraction.padEnd(6, '0')}`;
  const digits = zone === 'Z' ? '+0000' : zone?.replace(':', '').padEnd(5, '0');
  const offset = digits === undefined ? '' : `${digits.slice(0, 3)}:${digits.slice(3)}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${parts === '.000000' ? '' : parts}${offset}`;
}

/** dbt reads `begin` of a microbatch model as a moment and writes it as one. */
export function withMoment<Config extends Dict>(config: Config): Config {
  const { begin, materialized, incremental_strategy: strategy } = config;
  if (typeof begin !== 'string' || materialized !== 'incremental' || strategy !== 'microbatch') return config;
  const moment = isoMoment(begin);
  return moment === null ? config : Object.freeze({ ...config, begin: moment });
}
