import { negativeForm, type OptionSpec } from './option.ts';

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
  return FALSE.includes(word) ? false : { failure: `'${text}' is not a valid boolean.` };
}

/** Words as `--select "a b" c` gives them: spaces inside a word separate too. */
export function splitWords(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => word.split(' ')).filter((word) => word !== '');
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
  const [main = spec.name] = spec.long;
  const negative = negativeForm(spec);
  const forms = [negative === undefined ? main : `${main}/${negative}`, ...(spec.long.slice(1) ?? [])];
  return [...forms, ...(spec.short ?? [])].map((form) => `'${form}'`).join(' / ');
}
