import type { MethodTable } from './method.ts';
import { WHITE_SPACE } from './white-space.ts';

const CASED = /[\p{Lu}\p{Ll}\p{Lt}]/u;

/** `capitalize`: first character upper (title) case, the rest lower case. */
export function capitalize(text: string): string {
  const [first = ''] = text;
  return titleCharacter(first) + text.slice(first.length).toLowerCase();
}

function titleCharacter(character: string): string {
  const upper = character.toUpperCase();
  return [...upper].length > 1 ? upper[0] + upper.slice(1).toLowerCase() : upper;
}

/** `title`: every run of letters starts in upper case. */
function title(text: string): string {
  let inWord = false;
  let result = '';
  for (const character of text) {
    const cased = CASED.test(character);
    result += !cased ? character : inWord ? character.toLowerCase() : titleCharacter(character);
    inWord = cased;
  }
  return result;
}

function swapCase(text: string): string {
  return Array.from(text, (each) => {
    if (/\p{Lu}/u.test(each)) return each.toLowerCase();
    return /\p{Ll}/u.test(each) ? each.toUpperCase() : each;
  }).join('');
}

/** Whether all cased characters are upper case, and there is one. */
export function isUpper(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text);
}

/** Whether all cased characters are lower case, and there is one. */
export function isLower(text: string): boolean {
  return /[\p{Ll}]/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text);
}

function isTitle(text: string): boolean {
  let inWord = false;
  let seen = false;
  for (const character of text) {
    const upper = /[\p{Lu}\p{Lt}]/u.test(character);
    const lower = /\p{Ll}/u.test(character);
    if (upper ? inWord : lower && !inWord) return false;
    inWord = upper || lower;
    seen ||= inWord;
  }
  return seen;
}

/** `casefold`, for the scripts where it is more than lower case. */
const caseFold = (text: string): string => text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ');

const matches =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

/** Methods that change or test the kind of characters. */
export const caseTable: MethodTable<string> = {
  capitalize: ['/', capitalize],
  casefold: ['/', caseFold],
  isalnum: ['/', matches(/^[\p{L}\p{Nd}\p{No}\p{Nl}]+$/u)],
  isalpha: ['/', matches(/^\p{L}+$/u)],
  isascii: ['/', (text) => [...text].every((each) => each < '\u0080')],
  isdecimal: ['/', matches(/^\p{Nd}+$/u)],
  isdigit: ['/', matches(/^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u)],
  isidentifier: ['/', matches(/^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}]*$/u)],
  islower: ['/', isLower],
  isnumeric: ['/', matches(/^[\p{Nd}\p{Nl}\p{No}]+$/u)],
  isprintable: ['/', (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text)],
  isspace: ['/', (text) => text !== '' && [...text].every((each) => WHITE_SPACE.includes(each))],
  istitle: ['/', isTitle],
  isupper: ['/', isUpper],
  lower: ['/', (text) => text.toLowerCase()],
  swapcase: ['/', swapCase],
  title: ['/', title],
  upper: ['/', (text) => text.toUpperCase()],
};
