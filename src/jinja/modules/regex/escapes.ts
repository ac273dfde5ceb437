import { namedSet } from './character-sets.ts';
import type { PatternReader } from './pattern-reader.ts';
import type { CharacterSet } from './syntax-tree.ts';

const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

const isHex = (character: string): boolean => /[0-9a-fA-F]/.test(character);
const isOctal = (character: string): boolean => /[0-7]/.test(character);

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What an escape stands for: one character, or a class of them. */
export type Escape = { readonly code: number } | { readonly set: CharacterSet };

function hexEscape(reader: PatternReader, letter: string, start: number): Escape {
  const count = HEX_DIGITS[letter] as number;
  const digits = reader.takeWhile(isHex, count);
  if (digits.length < count) reader.fail(`incomplete escape \\${letter}${digits}`, start);
  return { code: Number.parseInt(digits, 16) };
}

function octalValue(reader: PatternReader, digits: string, start: number): Escape {
  const code = Number.parseInt(digits, 8);
  if (code > 0o377) reader.fail(`octal escape value \\${digits} outside of range 0-0o377`, start);
  return { code };
}

function otherEscape(reader: PatternReader, letter: string, start: number): Escape {
  if (/[a-zA-Z0-9]/.test(letter)) reader.fail(`bad escape \\${letter}`, start);
  return { code: letter.codePointAt(0) as number };
}

/** An escape between brackets; the backslash is taken already. */
export function escapeInSet(reader: PatternReader, ascii: boolean): Escape {
  const start = reader.position - 1;
  if (reader.atEnd) reader.fail('bad escape (end of pattern)', start);
  const letter = reader.take();
  const set = namedSet(letter, ascii);
  if (set !== undefined) return { set };
  if (Object.hasOwn(HEX_DIGITS, letter)) return hexEscape(reader, letter, start);
  if (isOctal(letter)) return octalValue(reader, letter + reader.takeWhile(isOctal, 2), start);
  const control = Object.hasOwn(CONTROLS, letter) ? CONTROLS[letter] : undefined;
  return control === undefined ? otherEscape(reader, letter, start) : { code: control };
}

/** An escape outside of brackets, or the number of the group that it refers to. */
export function escapeOutside(reader: PatternReader, ascii: boolean): Escape | { readonly group: number } {
  const start = reader.position - 1;
  const letter = reader.next;
  if (letter === '0') {
    reader.take();
    return octalValue(reader, `0${reader.takeWhile(isOctal, 2)}`, start);
  }
  if (/[1-9]/.test(letter)) return numberEscape(reader, start);
  if (letter === 'b') reader.fail('bad escape \\b', start);
  return escapeInSet(reader, ascii);
}

function numberEscape(reader: PatternReader, start: number): Escape | { readonly group: number } {
  let digits = reader.take();
  if (/\d/.test(reader.next)) {
    const isLong = isOctal(digits) && isOctal(reader.next) && isOctal(reader.peek(1));
    digits += reader.take();
    if (isLong) return octalValue(reader, digits + reader.take(), start);
  }
  return { group: Number(digits) };
}
