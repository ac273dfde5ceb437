/** Whether two words differ by one letter at most: one more, one less, another one, or two swapped. */
export function isOneEdit(left: string, right: string): boolean {
  if (Math.abs(left.length - right.length) > 1) return false;
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  const restOf = (text: string, from: number) => text.slice(from);
  if (at === left.length && at === right.length) return true;
  return (
    restOf(left, at + 1) === restOf(right, at + 1) ||
    restOf(left, at) === restOf(right, at + 1) ||
    restOf(left, at + 1) === restOf(right, at) ||
    (left[at] === right[at + 1] &&
      left[at + 1] === right[at] &&
      restOf(left, at + 2) === restOf(right, at + 2))
  );
}

const EXACT = 100;
const PREFIX = 80;
const WORD = 70;
const WITHIN = 40;
const TYPO = 30;
/** Words shorter than this are too alike for typos. */
const MIN_TYPO = 4;

/** The score of what fits completely. */
export const BEST = EXACT;

/** Texts that are searched, in lower case, each with the words in it as numbers. */
export interface Texts {
  readonly texts: readonly string[];
  readonly words: readonly (readonly number[])[];
}

/** The words that texts have, each once: a typo is looked for in them, not in every text. */
export interface Dictionary {
  readonly words: readonly string[];
  add(texts: readonly string[]): Texts;
}

export function createDictionary(): Dictionary {
  const words: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, words.length);
    return words.push(word) - 1;
  };
  return {
    words,
    add(texts) {
      const lower = texts.map((each) => each.toLowerCase());
      return { texts: lower, words: lower.map((each) => each.split(/[^a-z0-9]+/).map(numberOf)) };
    },
  };
}

/** One word of a query, and which words of the dictionary are one letter away from it. */
export interface Wanted {
  readonly word: string;
  readonly near: Uint8Array | null;
}

export function wantedWord(word: string, dictionary: Dictionary): Wanted {
  if (word.length < MIN_TYPO) return { word, near: null };
  return { word, near: Uint8Array.from(dictionary.words, (each) => (isOneEdit(each, word) ? 1 : 0)) };
}

/** Whether a character is one of `a` to `z` and `0` to `9`. A key asks it of some ten thousand texts. */
function isOfWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}

/** How well a text fits one word of the query; 0 when it does not. */
export function scoreOf({ texts, words }: Texts, index: number, { word, near }: Wanted): number {
  const text = texts[index] as string;
  const at = text.indexOf(word);
  if (at === 0) return text.length === word.length ? EXACT : PREFIX;
  if (at > 0) return isOfWord(text.charCodeAt(at - 1)) ? WITHIN : WORD;
  if (near === null) return 0;
  return isOneEdit(text, word) || words[index]?.some((each) => near[each] === 1) ? TYPO : 0;
}

/** The score of a text for all words; 0 unless each of them fits. */
export function scoreAll(texts: Texts, index: number, wanted: readonly Wanted[]): number {
  let sum = 0;
  for (const each of wanted) {
    const score = scoreOf(texts, index, each);
    if (score === 0) return 0;
    sum += score;
  }
  return sum / wanted.length;
}
