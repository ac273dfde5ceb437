/** Words that repeat, each stored once. */
export interface Dictionary {
  /** The index of a word; -1 for null. */
  indexOf(word: string | null | undefined): number;
  readonly words: readonly string[];
}

export function createDictionary(): Dictionary {
  const words: string[] = [];
  const indexes = new Map<string, number>();
  return {
    words,
    indexOf(word) {
      if (word === null || word === undefined) return -1;
      const known = indexes.get(word);
      if (known !== undefined) return known;
      indexes.set(word, words.length);
      words.push(word);
      return words.length - 1;
    },
  };
}
