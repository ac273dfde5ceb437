import { typeName } from '../../runtime/type-name.ts';
import { raise } from '../../values/index.ts';
import type { MatchedPattern } from './match.ts';
import { PatternReader } from './pattern-reader.ts';

/** A replacement text taken apart: literal texts and numbers of groups. */
export type Template = readonly (string | number)[];

const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

const isDigit = (character: string): boolean => /[0-9]/.test(character);

function checkedGroup(
  reader: PatternReader,
  index: number,
  { groupCount }: MatchedPattern,
  at: number,
): number {
  return index > groupCount ? reader.fail(`invalid group reference ${index}`, at) : index;
}

function namedGroup(reader: PatternReader, pattern: MatchedPattern, start: number): number {
  if (!reader.skip('<')) reader.fail('missing <', start + 2);
  const at = reader.position;
  const name = reader.takeUntil('>', 'group name');
  if (/^\d+$/.test(name)) return checkedGroup(reader, Number(name), pattern, at);
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) reader.fail(`bad character in group name '${name}'`, at);
  return pattern.groupNames.get(name) ?? raise('IndexError', `unknown group name '${name}'`);
}

function octal(reader: PatternReader, digits: string, start: number): string {
  const code = Number.parseInt(digits, 8);
  if (code > 0o377) reader.fail(`octal escape value \\${digits} outside of range 0-0o377`, start);
  return String.fromCharCode(code);
}

function numbered(reader: PatternReader, pattern: MatchedPattern, start: number): string | number {
  const first = reader.take();
  const isOctal = (character: string): boolean => /[0-7]/.test(character);
  if (first === '0') return octal(reader, `0${reader.takeWhile(isOctal, 2)}`, start);
  if (!isDigit(reader.next)) return checkedGroup(reader, Number(first), pattern, start + 1);
  const second = reader.take();
  if (isOctal(first) && isOctal(second) && isOctal(reader.next))
    return octal(reader, first + second + reader.take(), start);
  return checkedGroup(reader, Number(first + second), pattern, start + 1);
}

function escaped(reader: PatternReader, pattern: MatchedPattern): string | number {
  const start = reader.position - 1;
  if (reader.atEnd) return reader.fail('bad escape (end of pattern)', start);
  if (isDigit(reader.next)) return numbered(reader, pattern, start);
  const letter = reader.take();
  if (letter === 'g') return namedGroup(reader, pattern, start);
  const control = Object.hasOwn(CONTROLS, letter) ? CONTROLS[letter] : undefined;
  if (control !== undefined) return control;
  return /[a-zA-Z]/.test(letter) ? reader.fail(`bad escape \\${letter}`, start) : `\\${letter}`;
}

/** Reads a replacement text with `\1`, `\g<name>` and escapes; raises `re.error` as Python does. */
export function parseTemplate(text: unknown, pattern: MatchedPattern): Template {
  if (typeof text !== 'string')
    return raise('TypeError', `decoding to str: need a bytes-like object, ${typeName(text)} found`);
  if (!text.includes('\\')) return [text];
  const reader = new PatternReader(text);
  const parts: (string | number)[] = [];
  while (!reader.atEnd) {
    const literal = reader.takeWhile((character) => character !== '\\');
    if (literal !== '') parts.push(literal);
    if (reader.skip('\\')) parts.push(escaped(reader, pattern));
  }
  return parts;
}

/** The replacement for a match; groups that took no part are empty. */
export function expandTemplate(template: Template, match: { text(index: number): string | null }): string {
  return template.map((part) => (typeof part === 'string' ? part : (match.text(part) ?? ''))).join('');
}
