import { type DecodeTag, tagged } from '../base/index.ts';
import type { SourceText } from '../diagnostics/index.ts';

const KIND = 's';

function isSourceText(value: object): value is SourceText {
  const { path, text } = value as Partial<SourceText>;
  return typeof path === 'string' && typeof text === 'string' && Object.keys(value).length === 2;
}

/** Where the text of a source lies among the bytes of all of them. */
type Place = readonly [path: string, start: number, length: number];

/** Collects the texts that spans point into: each is stored once, and values name its number. */
export class SourceWriter {
  readonly #numbers = new Map<SourceText, number>();

  /** For `encodePlain`. */
  readonly encode = (value: object): string | undefined => {
    if (!isSourceText(value)) return undefined;
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(value, number);
    }
    return tagged(KIND, [String(number)]);
  };

  /** Writes the texts. What comes back is what `SourceReader` needs beside the bytes. */
  finish(write: (bytes: Uint8Array) => void): readonly Place[] {
    let start = 0;
    return [...this.#numbers.keys()].map(({ path, text }): Place => {
      const bytes = Buffer.from(text);
      write(bytes);
      start += bytes.length;
      return [path, start - bytes.length, bytes.length];
    });
  }
}

/** Gives sources back by their number; each is read when it is first asked for, and stays the same object. */
export class SourceReader {
  readonly #made = new Map<number, SourceText>();
  readonly #places: readonly Place[];
  readonly #bytes: Buffer;

  constructor(places: readonly Place[], bytes: Buffer) {
    this.#places = places;
    this.#bytes = bytes;
  }

  /** For `decodePlain`. */
  readonly decode: DecodeTag = (kind, [number]) => {
    if (kind !== KIND) throw new SyntaxError(`no such tag: ${kind}`);
    return this.#source(number as number);
  };

  #source(number: number): SourceText {
    const known = this.#made.get(number);
    if (known !== undefined) return known;
    const place = this.#places[number];
    if (place === undefined) throw new SyntaxError(`no such source: ${number}`);
    const [path, start, length] = place;
    const made = Object.freeze({ path, text: this.#bytes.toString('utf8', start, start + length) });
    this.#made.set(number, made);
    return made;
  }
}
