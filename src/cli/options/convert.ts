import type { OptionSpec } from './option.ts';

/** What an option may hold. YAML stays text until it is read where YAML is loaded. */
export type OptionValue = boolean | number | string | readonly string[];

const TRUE = ['1', 'true', 't', 'yes', 'y', 'on'];
const FALSE = ['0', 'false', 'f', 'no', 'n', 'off'];

export interface ConvertFailure {
  readonly failure: string;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}

function choice(spec: OptionSpec, text: string): string | ConvertFailure {
  const found = spec.choices?.find((each) => each.toLowerCase() === text.toLowerCase());
  const expected = quoted(spec.choices ?? []);
  return found ?? { failure: `'${text}' is not one of ${expected}.` };
}

function choices(spec: OptionSpec, words: readonly string[]): readonly string[] | ConvertFailure {
  const found: string[] = [];
  for (const word of words) {
    const one = choice(spec, word);
    if (typeof one !== 'string') return one;
    found.push(one);
  }
  return found;
}

function integer(text: string): number | ConvertFailure {
  return /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : { failure: `'${text}' is not a valid integer.` };
}

function truth(text: string): boolean | ConvertFailure {
  const word = text.trim().toLowerCase();
  if (TRUE.includes(word)) return true;
  if (FALSE.includes(word)) return false;
  const known = ['', ...TRUE, ...FALSE].sort().join(', ');
  return { failure: `'${text}' is not a valid boolean. Recognized values: ${known}` };
}

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d))?$/;

/** A day, or a day and a time, as dbt reads them; the text is kept. */
function time(text: string): string | ConvertFailure {
  const match = TIME.exec(text);
  const iso = `${match?.[1]}T${match?.[2] ?? '00:00:00'}`;
  const moment = new Date(`${iso}Z`);
  const isThere = match !== null && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso);
  if (isThere) return text;
  const forms = "'%Y-%m-%d', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S'";
  return { failure: `'${text}' does not match the formats ${forms}.` };
}

/** Words as `--select "a b" c` gives them: only the first is parted at spaces. An empty word stays: it selects nothing. */
function splitWords([first = '', ...others]: readonly string[]): readonly string[] {
  return [...first.split(' '), ...others];
}

/** The value of an option as written on the command line or in a variable. */
export function convert(spec: OptionSpec, text: string): OptionValue | ConvertFailure {
  switch (spec.kind) {
    case 'switch':
    case 'flag':
      return truth(text);
    case 'integer':
      return integer(text);
    case 'choice':
      return choice(spec, text);
    case 'list':
      return splitWords([text]);
    case 'choices':
      return choices(spec, splitWords([text]));
    case 'time':
      return time(text);
    case 'text':
    case 'yaml':
      return text;
  }
}

/** The value of an option that takes several words. */
export function convertWords(spec: OptionSpec, words: readonly string[]): readonly string[] | ConvertFailure {
  return spec.kind === 'choices' ? choices(spec, splitWords(words)) : splitWords(words);
}

export function isFailure(value: OptionValue | ConvertFailure): value is ConvertFailure {
  return typeof value === 'object' && 'failure' in value;
}

/** How messages name an option: `'--threads'`, `'--select' / '-s'`. */
export function optionLabel(spec: OptionSpec): string {
  return [...spec.long, ...(spec.short ?? [])].map((form) => `'${form}'`).join(' / ');
}
