import type { CharacterSet } from './syntax-tree.ts';

const DIGIT = /^\p{Nd}$/u;
const SPACE = /^\s$/u;
const ALPHANUMERIC = /^[\p{L}\p{N}]$/u;

const isAsciiDigit: CharacterSet = (code) => code >= 48 && code <= 57;
const isAsciiSpace: CharacterSet = (code) => code === 32 || (code >= 9 && code <= 13);

export const isAsciiWord: CharacterSet = (code) =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isAsciiDigit(code) || code === 95;

/** A class of Unicode characters, decided by `pattern` beyond ASCII. */
function unicodeSet(ascii: CharacterSet, pattern: RegExp): CharacterSet {
  return (code) => (code < 128 ? ascii(code) : pattern.test(String.fromCodePoint(code)));
}

export const isWord = unicodeSet(isAsciiWord, ALPHANUMERIC);
const isDigit = unicodeSet(isAsciiDigit, DIGIT);
/** Python counts the separators of ASCII and the next-line control as white space, JavaScript does not; it counts U+FEFF. */
const isUnicodeSpace = unicodeSet((code) => isAsciiSpace(code) || (code >= 28 && code <= 31), SPACE);
const isSpace: CharacterSet = (code) => code === 0x85 || (code !== 0xfeff && isUnicodeSpace(code));

export const not =
  (set: CharacterSet): CharacterSet =>
  (code) =>
    !set(code);

const CLASSES: Readonly<Record<string, readonly [unicode: CharacterSet, ascii: CharacterSet]>> = {
  d: [isDigit, isAsciiDigit],
  s: [isSpace, isAsciiSpace],
  w: [isWord, isAsciiWord],
};

/** `\d`, `\S` and their like; undefined for other letters. */
export function namedSet(letter: string, ascii: boolean): CharacterSet | undefined {
  const lower = letter.toLowerCase();
  const pair = Object.hasOwn(CLASSES, lower) ? CLASSES[lower] : undefined;
  if (pair === undefined) return undefined;
  const set = pair[ascii ? 1 : 0];
  return letter === lower ? set : not(set);
}

/** The one code point of a case mapping; the code itself where there are more. */
function mapped(code: number, text: string): number {
  const result = text.codePointAt(0) as number;
  return String.fromCodePoint(result).length === text.length ? result : code;
}

/** The other cases of a character. */
export function casesOf(code: number, ascii: boolean): readonly number[] {
  const text = String.fromCodePoint(code);
  const cases = new Set([code, mapped(code, text.toLowerCase()), mapped(code, text.toUpperCase())]);
  return [...cases].filter((each) => !ascii || each === code || (each < 128 && code < 128));
}

/** The set, or what differs from it by case only. */
export function ignoringCase(set: CharacterSet, ascii: boolean): CharacterSet {
  return (code) => casesOf(code, ascii).some(set);
}

export const exactly =
  (wanted: number): CharacterSet =>
  (code) =>
    code === wanted;

export const between =
  (first: number, last: number): CharacterSet =>
  (code) =>
    code >= first && code <= last;

export const anyOf = (sets: readonly CharacterSet[]): CharacterSet => {
  const [first, second] = sets;
  if (sets.length === 1 && first !== undefined) return first;
  if (sets.length === 2 && first !== undefined && second !== undefined)
    return (code) => first(code) || second(code);
  return (code) => sets.some((set) => set(code));
};

export const anything: CharacterSet = () => true;

export const notNewline: CharacterSet = (code) => code !== 10;
