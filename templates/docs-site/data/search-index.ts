import { createDictionary, type Dictionary, type Texts } from './match.ts';
import type { Site } from './site.ts';

/** Distinct words with what bears each of them. */
export interface Bearers extends Texts {
  readonly bearers: readonly (readonly number[])[];
}

/** What a search looks at, made once. */
export interface SearchIndex {
  readonly dictionary: Dictionary;
  readonly names: Texts;
  readonly tests: Texts;
  readonly macros: Texts;
  /** Columns by their names. */
  readonly columns: Bearers;
  /** Nodes by their tags. */
  readonly tags: Bearers;
  readonly descriptions: readonly string[];
}

function plainText(html: string | null): string {
  return html === null ? '' : html.replace(/<[^>]*>/g, ' ').toLowerCase();
}

export function createSearchIndex(site: Site): SearchIndex {
  const { core } = site;
  const dictionary = createDictionary();
  const byWord = (pairs: Iterable<readonly [number, number]>): Bearers => {
    const groups = new Map<number, number[]>();
    for (const [word, value] of pairs) {
      const group = groups.get(word);
      if (group === undefined) groups.set(word, [value]);
      else group.push(value);
    }
    const texts = dictionary.add([...groups.keys()].map((word) => site.word(word)));
    return { ...texts, bearers: [...groups.values()] };
  };
  return {
    dictionary,
    names: dictionary.add(core.nodes.name),
    tests: dictionary.add(core.tests.name),
    macros: dictionary.add(core.macros.name),
    columns: byWord(core.columns.name.map((word, column) => [word, column] as const)),
    tags: byWord(core.nodes.tags.flatMap((tags, node) => tags.map((tag) => [tag, node] as const))),
    descriptions: core.texts.map(plainText),
  };
}
