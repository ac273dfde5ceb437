import { isMapping, mappingRecord, pythonRepr } from '../../base/index.ts';
import { parseYaml } from '../../base/yaml/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';

/** A window of event time; moments in ISO 8601 with the zone UTC, as Python writes them. */
export interface SampleWindow {
  readonly start: string;
  readonly end: string;
}

const GRAINS = ['hour', 'day', 'month', 'year'];

function refuse(sentence: string): never {
  throw new DiagnosticError(
    diagnostic('C003', sentence, {
      hint: "Write it like --sample '3 days' or --sample '{start: 2024-01-01, end: 2024-02-01}'.",
      dbtMessage: `Invalid value for '--sample': ${sentence}`,
    }),
  );
}

function iso(moment: Date): string {
  const text = moment.toISOString();
  const fraction = text.slice(20, 23);
  return `${text.slice(0, 19)}${fraction === '000' ? '' : `.${fraction}000`}+00:00`;
}

/** Months of a year later or earlier; a day that the month does not have becomes its last. */
function addMonths(moment: Date, months: number): Date {
  const first = new Date(moment);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(moment.getUTCDate(), days));
  return first;
}

function back(moment: Date, grain: string, count: number): Date {
  if (grain === 'month' || grain === 'year') return addMonths(moment, -count * (grain === 'year' ? 12 : 1));
  return new Date(moment.getTime() - count * (grain === 'hour' ? 3_600_000 : 86_400_000));
}

/** `3 days`: the time up to now. */
function relativeWindow(text: string, now: Date): SampleWindow {
  const words = text.split(' ');
  const [count = '', unit = ''] = words;
  if (words.length !== 2)
    refuse(
      `Runtime Error\n  Cannot load SAMPLE_WINDOW from '${text}'. Must be of form 'DAYS_INT GRAIN_SIZE'.`,
    );
  if (!/^[+-]?\d+$/.test(count)) refuse(`Runtime Error\n  Unable to convert '${count}' to an integer.`);
  const grain = unit.toLowerCase().replace(/s+$/, '');
  if (!GRAINS.includes(grain)) {
    const known = [...GRAINS, ...GRAINS.map((each) => `${each}s`)].map((each) => `'${each}'`).join(', ');
    refuse(`Runtime Error\n  Invalid grain size '${unit}'. Must be one of [${known}].`);
  }
  return { start: iso(back(now, grain, Number(count))), end: iso(now) };
}

const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?(?:Z|[+-]\d\d:?\d\d)?$/;

function momentOf(name: string, value: unknown): string {
  const text = String(value);
  const isMoment = isOfKind('timestamp', value) || (typeof value === 'string' && MOMENT.test(text));
  if (!isMoment) {
    const shown = isOfKind('date', value)
      ? `datetime.date(${text.split('-').map(Number).join(', ')})`
      : pythonRepr(value);
    refuse(`Field "${name}" of type datetime in SampleWindow has invalid value ${shown}`);
  }
  // As with dbt a zone that is written is not looked at: the time counts as UTC.
  const [day = '', clock = '00:00:00'] = text.replace(/(Z|[+-]\d\d:?\d\d)$/, '').split(/[T ]/);
  const seconds = clock.length === 5 ? `${clock}:00` : clock;
  return `${day}T${seconds}+00:00`;
}

function isOfKind(kind: string, value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

function writtenWindow(text: string): SampleWindow {
  const { value, errors } = parseYaml(text);
  if (errors.length > 0 || !isMapping(value)) refuse(`String '${text}' is not valid YAML`);
  const { start, end } = mappingRecord(value);
  return { start: momentOf('start', start), end: momentOf('end', end) };
}

/**
 * The window that `--sample` names: the last `3 days`, or a mapping of `start` and `end`. Throws a `DiagnosticError` with
 * dbt's sentence for anything else.
 */
export function sampleWindow(text: string, now: Date): SampleWindow {
  if (text === '') refuse('string index out of range');
  return text.trimStart().startsWith('{') ? writtenWindow(text) : relativeWindow(text, now);
}
